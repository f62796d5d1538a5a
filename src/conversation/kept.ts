/** What is kept of a person, put into words. */

import type { KeptOfPerson } from '../domain/people/personal-data.ts';
import type { Text } from './text.ts';

/** More answers than these would fill the screen. */
const MOST_ANSWERS = 5;

/** The channels by the names that people call them, each once. */
export function channelNames(channels: Iterable<string>, say: (text: Text) => string): string[] {
  return [...new Set([...channels].map((channel) => say({ key: `privacy:channel.${channel}` })))];
}

/** Each role with its place and the name that all may see; `states` gives those of facilitators their names. */
export function roleNames(
  roles: KeptOfPerson['roles'],
  states: readonly { code: string; name: string }[],
  say: (text: Text) => string,
): string[] {
  return roles.map(({ role, post, where, name }) => {
    const title = post === '' ? say({ key: `office:role.${role}` }) : post;
    const place = states.find(({ code }) => code === where)?.name ?? where;
    return name === '' ? `${title} (${place})` : `${title} (${place}): ${name}`;
  });
}

/** Their clinics and answers, a line each; what is not kept has none. */
export function keptLines({ home, followed, answers, asked, needs, votes }: KeptOfPerson): Text[] {
  const lines: Text[] = [];
  if (home !== undefined) lines.push({ key: 'privacy:data.clinic', values: { clinic: home } });
  if (followed.length > 0) lines.push({ key: 'privacy:data.followed', values: { clinics: followed.join(', ') } });
  for (const { clinic, startsAt, timeZone, answer, companions } of answers.slice(0, MOST_ANSWERS)) {
    const when = { at: startsAt, timeZone, as: 'date' as const };
    const values = { clinic, when, answer: { key: `privacy:answer.${answer}` }, companions };
    lines.push({ key: 'privacy:data.answer', values });
  }
  if (asked.length > 0) lines.push({ key: 'privacy:data.asked', values: { clinics: asked.join(', ') } });
  lines.push(...takenPartLines({ needs, votes }));
  return lines.length > 0 ? lines : [{ key: 'link:nothing' }];
}

/** More would fill the screen: the file has all. */
const MOST_NEEDS = 8;
const MOST_VOTES = 3;

/** What they asked for, and that they voted: never what they chose. */
function takenPartLines({ needs, votes }: Pick<KeptOfPerson, 'needs' | 'votes'>): Text[] {
  const lines: Text[] = [];
  if (needs.length > 0) {
    const titles = needs.slice(0, MOST_NEEDS).map(({ title }) => title);
    lines.push({ key: 'privacy:data.needs', values: { needs: titles.join(', ') } });
  }
  for (const { clinic, closesAt, timeZone, status } of votes.slice(-MOST_VOTES)) {
    const when = { at: closesAt, timeZone, as: 'date' as const };
    lines.push({ key: `privacy:data.vote.${status}`, values: { clinic, when } });
  }
  return lines;
}
