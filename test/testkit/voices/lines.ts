/** A reply as lines, and which of them somebody has not been shown. */

import type { Reply } from '../../../src/conversation/reply.ts';

export const mapLine = ({ lat, lng }: { lat: number; lng: number }) => `[mapa ${lat}, ${lng}]`;
export const IMAGE = '[imagen]';
export const fileLine = (name: string) => `[archivo ${name}]`;

/** The lines of a text without the empty ones. */
export function textLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A reply, or what the simulator's API gives of one. */
export type Shown = Pick<Reply, 'text' | 'choices' | 'location'> & { image?: object; document?: { name: string } };

/** What must stand on a screen as it is: everything but the choices. */
function plainLines({ text, location, image, document }: Shown): string[] {
  return [
    ...textLines(text),
    ...(location ? [mapLine(location)] : []),
    ...(image ? [IMAGE] : []),
    ...(document ? [fileLine(document.name)] : []),
  ];
}

/** All of a reply, with each choice under its number. */
export function replyLines(reply: Shown): string[] {
  const choices = (reply.choices ?? []).map(({ label, hint }, at) => `${at + 1}. ${label}${hint ? ` — ${hint}` : ''}`);
  return [...plainLines(reply), ...choices];
}

/** What of all these replies is shown less often, or texts more often, than it was said. */
export function misshown(replies: readonly Reply[], seen: readonly string[]): string[] {
  const texts = Map.groupBy(replies.flatMap(plainLines), (line) => line);
  const wrong = [...texts.values()].flatMap((said) => {
    const times = seen.filter((line) => line === said[0]).length;
    return times === said.length ? [] : [`${said[0]} (${times} times, not ${said.length})`];
  });
  const choices = replies.flatMap(({ choices = [] }) => choices.map((choice, at) => ({ ...choice, number: at + 1 })));
  for (const [choice, same] of Map.groupBy(choices, ({ number, label }) => `${number}. ${label}`)) {
    const times = seen.filter((line) => same.some(({ number, label }) => offers(line, number, label))).length;
    if (times < same.length) wrong.push(`${choice} (${times} times, not ${same.length})`);
  }
  const hints = new Set(choices.flatMap(({ hint }) => hint ?? []));
  for (const hint of hints) if (!seen.some((line) => line.includes(hint))) wrong.push(`${hint} (never)`);
  return wrong;
}

/** Whether a line offers a choice: by its label, and by no number but its own. */
function offers(line: string, number: number, label: string): boolean {
  const [, shown, rest = ''] = /^(?:(\d+)\. )?(.*)$/.exec(line) ?? [];
  const ends = ['', ' — ', ': ', ' · '];
  const named = ends.some((end) => (end === '' ? rest === label : rest.startsWith(label + end)));
  return named && (shown === undefined || Number(shown) === number);
}
