/** What a notice to many says: who speaks, their words as they are, and the rest; in one message on every channel. */

import { describe, expect, it } from 'vitest';
import { splitText } from '../../src/channels/split.ts';
import { compose as composeTelegram } from '../../src/channels/telegram/compose.ts';
import { templateBody } from '../../src/channels/whatsapp-cloud/body.ts';
import { compose as composeCloud } from '../../src/channels/whatsapp-cloud/compose.ts';
import { createWording } from '../../src/delivery/notice.ts';
import { registeredTemplates } from '../../src/delivery/template.ts';
import { beginningOf, broadcastNotice, LONGEST_TEXT } from '../../src/domain/notices/broadcast-text.ts';
import { localizer } from '../world.ts';

const clinic = 'Centro de Salud Heroica Villa Tezoatlán de Segura y Luna';
const wording = createWording(localizer);
const photo = { name: 'foto.jpg', mime: 'image/jpeg', data: 'eA==' };
const longest = 'á'.repeat(LONGEST_TEXT);

function worded(text: string, role: 'president' | 'facilitator' = 'president', language = 'es-MX') {
  return wording({ reply: null, notice: broadcastNotice({ clinic, text, role }), language, file: photo });
}

describe.each(localizer.languages)('in %s', (language) => {
  it.each(['president', 'facilitator'] as const)('a %s says the same by a template', (role) => {
    const { reply, template } = worded('Hay agua. Traigan cubetas.', role, language);
    const forms = registeredTemplates(localizer).filter((one) => one.language === template?.language);
    const form = forms.find(({ name }) => name === template?.name);
    const filled = form?.body.replaceAll(/\{\{(\w+)\}\}/g, (_, gap: string) => template?.values[gap] ?? 'MISSING');
    expect(filled).toBe(reply.text);
    expect(reply.image).toBe(photo);
  });
});

it('says whose words they are, that it is of no party, how to stop and how to report it', () => {
  const { text } = worded('Hola.').reply;
  expect(text).toContain(`comité de ${clinic}`);
  for (const part of ['Hola.', 'ajeno a cualquier partido político', 'BAJA', 'REPORTAR AVISO']) {
    expect(text).toContain(part);
  }
});

it('takes the words as they are', () => {
  const odd = '$t(menu:help) {{clinic}} {{operator}} *fuerte* <b>';
  expect(worded(odd).reply.text.split('\n\n')[1]).toBe(odd);
});

it('is one message on every channel, at its longest, under a photo and in a template', () => {
  const { reply, template } = worded(longest);
  expect(composeTelegram(reply, { shareLocation: '', shareContact: '', placeholder: '' })).toHaveLength(1);
  expect(composeCloud(reply)).toHaveLength(1);
  expect(splitText(reply.text, 1024)).toHaveLength(1);
  expect(template).toBeDefined();
  if (template) expect(JSON.stringify(templateBody(template))).toContain(longest);
});

it('is cut between words where it is too long', () => {
  const cut = beginningOf('Traigan escoba. '.repeat(100));
  expect(cut.length).toBeLessThanOrEqual(LONGEST_TEXT);
  expect(cut).toMatch(/(Traigan|escoba\.)$/);
  expect(beginningOf('👍'.repeat(400))).toBe('👍'.repeat(LONGEST_TEXT / 2));
});
