/** What the privacy flow shows in each of its resting states. */

import type { Choice, Screen, Text } from '../../src/conversation/flow.ts';
import type { PrivacyContext } from './machine.ts';

/** More would fill the screen: the file has all. */
const MOST_ANSWERS = 4;
const MOST_NEEDS = 6;
const MOST_VOTES = 2;

const choice = (type: string): Choice => ({ label: { key: `privacy:label.${type}` }, event: { type } });

/** What is kept, one line each; what is not kept has no line. */
function lines({ data }: PrivacyContext): Text[] {
  if (!data) return [];
  const said: Text[] = [{ key: 'privacy:data.channel', values: { channel: data.channels.join(', ') } }];
  said.push(
    data.clinic ? { key: 'privacy:data.clinic', values: { clinic: data.clinic } } : { key: 'privacy:data.noClinic' },
  );
  if (data.followed.length > 0)
    said.push({ key: 'privacy:data.followed', values: { clinics: data.followed.join(', ') } });
  for (const { clinic, startsAt, timeZone, answer, companions } of data.answers.slice(0, MOST_ANSWERS)) {
    const when = { at: startsAt, timeZone, as: 'date' as const };
    said.push({
      key: 'privacy:data.answer',
      values: { clinic, when, answer: { key: `privacy:answer.${answer}` }, companions },
    });
  }
  if (data.asked.length > 0) said.push({ key: 'privacy:data.asked', values: { clinics: data.asked.join(', ') } });
  if (data.roles.length > 0) said.push({ key: 'privacy:data.roles', values: { roles: data.roles.join(', ') } });
  if (data.needs.length > 0) {
    const titles = data.needs.slice(0, MOST_NEEDS).map(({ title }) => title);
    said.push({ key: 'privacy:data.needs', values: { needs: titles.join(', ') } });
  }
  for (const { clinic, closesAt, timeZone, status } of data.votes.slice(-MOST_VOTES)) {
    const when = { at: closesAt, timeZone, as: 'date' as const };
    said.push({ key: `privacy:data.vote.${status}`, values: { clinic, when } });
  }
  if (data.folios.length > 0) said.push({ key: 'privacy:data.folios', values: { folios: data.folios.join(', ') } });
  if (data.relays.length > 0) said.push({ key: 'privacy:data.relays', values: { numbers: data.relays.join(', ') } });
  said.push({ key: 'privacy:data.language', values: { language: data.language } });
  said.push({ key: `privacy:data.notices.${data.notices}` });
  return said;
}

export const screens = {
  notice: (): Screen => ({
    text: [{ key: 'privacy:notice' }],
    choices: [choice('mydata'), choice('delete'), choice('menu')],
  }),
  data: (context: PrivacyContext): Screen => ({
    text: [{ key: 'privacy:data.title' }, ...lines(context)],
    choices: [choice('file'), choice('correct'), choice('delete'), choice('menu')],
  }),
  afterFile: (): Screen => ({
    text: [{ key: 'privacy:anythingElse' }],
    choices: [choice('correct'), choice('delete'), choice('menu')],
  }),
  correct: (): Screen => ({
    text: [{ key: 'privacy:askCorrect' }],
    choices: [choice('clinic'), choice('answer'), choice('language'), choice('back')],
  }),
  deletion: ({ data }: PrivacyContext): Screen => ({
    text: [
      { key: 'privacy:askDeletion' },
      ...((data?.needs.length ?? 0) > 0 ? [{ key: 'privacy:askDeletionNeeds' }] : []),
      // The ballot cannot be found again, by nobody.
      ...(data?.votes.some(({ isOpen, status }) => isOpen && status === 'voted')
        ? [{ key: 'privacy:askDeletionVoted' }]
        : []),
    ],
    choices: [
      { ...choice('confirm'), means: 'yes' },
      { label: { key: 'privacy:label.no' }, event: { type: 'back' }, means: 'no' },
    ],
  }),
  deleted: (): Screen => ({ text: [{ key: 'privacy:deleted' }] }),
};
