/** People on WhatsApp, and the bot at Meta's Cloud API: signed webhooks inwards, the Graph API of the tests outwards. */

import type { Content } from '../../../src/conversation/inbound.ts';
import { registeredTemplates } from '../../../src/delivery/template.ts';
import { localizer } from '../../world.ts';
import { type Bench, openBench } from '../cloud-api/bench.ts';
import type { Sent } from '../cloud-api/limits.ts';
import type { Phone, Shown } from '../cloud-api/phone.ts';
import { asShown } from '../cloud-api/shown.ts';
import { fileLine, IMAGE, mapLine, textLines } from './lines.ts';
import { Reception, type Voice } from './voice.ts';

export async function openWhatsappCloud(): Promise<Voice> {
  const bench = await openBench({ start: false });
  const { api, channel } = bench;
  const reception = new Reception();
  await channel.start(reception.host);
  const phones = new Map<string, Phone>();
  const phoneOf = (name: string) => {
    const at = String(phones.size + 10);
    const phone = phones.get(name) ?? api.phone({ number: `52155100000${at}`, bsuid: `MX.10000000000${at}` });
    phones.set(name, phone);
    return phone;
  };
  return {
    channel,
    hasButtons: true,
    showsNotices: true,
    reception,
    async say(name, content, id) {
      const again = reception.repeats(name, id);
      return await reception.turnOf(again ? api.webhooks.redeliver() : utter(bench, phoneOf(name), content));
    },
    seen: async (name) => phoneOf(name).messages().flatMap(linesOf),
    close: () => bench.close(),
  };
}

function utter({ api }: Bench, phone: Phone, content: Content): Promise<void> {
  switch (content.type) {
    case 'text':
      return phone.says(content.text);
    case 'choice':
      return choose(phone, content.id);
    case 'location':
      return phone.sharesPlace(content.lat, content.lng);
    case 'photo':
      return phone.sendsFile('image', api.store(content.data, content.mime), { mime_type: content.mime });
    case 'document': {
      const { name, mime, data } = content;
      return phone.sendsFile('document', api.store(data, mime), { mime_type: mime, filename: name });
    }
    case 'contact':
      return phone.sendsCard(phone.person.number ?? '');
    case 'start':
      return phone.says(`ASAMBLEA ${content.code}`);
    default:
      return phone.sends(content.what === 'voice' ? { type: 'audio', audio: { id: '1' } } : { type: content.what });
  }
}

/** A tap on the newest menu, or on one that is old; where there is nothing to tap, the number is typed. */
function choose(phone: Phone, id: string): Promise<void> {
  const newest = phone.messages().at(-1);
  const offered = newest ? rowsOf(newest.body) : [];
  if (offered.length === 0) return phone.says(String(Number(id.split(':')[1]) + 1));
  const { title } = offered.find((row) => row.id === id) ?? { title: 'Sí' };
  const kind = newest && isList(newest.body) ? 'list_reply' : 'button_reply';
  return phone.sends({ type: 'interactive', interactive: { type: kind, [kind]: { id, title } } });
}

const isList = (body: Sent): boolean => body.type === 'interactive' && body.interactive.type === 'list';

function rowsOf(body: Sent): { id: string; title: string; description?: string | undefined }[] {
  if (body.type !== 'interactive' || body.interactive.type === 'location_request_message') return [];
  const { interactive } = body;
  if (interactive.type === 'button') return interactive.action.buttons.map(({ reply }) => reply);
  return interactive.action.sections.flatMap(({ rows }) => rows);
}

function linesOf({ body, text, file }: Shown): string[] {
  const place = body.type === 'location' ? { lat: body.location.latitude, lng: body.location.longitude } : undefined;
  return [
    ...textLines(untwinned(asShown(body.type === 'template' ? filled(body) : text))),
    ...(place ? [mapLine(place)] : []),
    ...(file ? [file.type.startsWith('image/') ? IMAGE : fileLine(file.name)] : []),
    ...rowsOf(body).flatMap(({ title, description = '' }) =>
      // A title that is cut off stands whole below, under the number of the title.
      title.endsWith('…')
        ? [title.replace(/^(\d+\. ).*$/, (_, number: string) => `${number}${description}`)]
        : [title, ...textLines(description)],
    ),
  ];
}

/** A template as it was registered, with its gaps filled. */
function filled({ template: { name, language, components } }: Extract<Sent, { type: 'template' }>): string {
  const registered = registeredTemplates(localizer).find((one) => one.name === name && one.language === language.code);
  const gaps = components.flatMap(({ parameters }) => parameters);
  return gaps.reduce(
    (text, gap) => text.replaceAll(`{{${gap.parameter_name}}}`, () => gap.text),
    registered?.body ?? `no template ${name}`,
  );
}

/** Signs that could be markup are sent as others that look the same. */
function untwinned(text: string): string {
  const twins = { '∗': '*', ˍ: '_', '∼': '~', ˋ: '`', '›': '>' };
  return Object.entries(twins).reduce((result, [twin, sign]) => result.replaceAll(twin, sign), text);
}
