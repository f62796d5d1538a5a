/** How conversations begin: what people mean and what the engine opens flows with, for walking the machines. */

import type { Next } from '../../src/conversation/flow.ts';
import type { Intent } from '../../src/conversation/understanding/understanding.ts';

/** A clinic as somebody types it. */
export const clinic = 'familiar de xalapa';

/** At least one of every kind of intent that a flow may open for. */
export const intents: readonly Intent[] = [
  ...(['menu', 'help', 'back', 'privacy', 'mydata', 'mydata.delete', 'human', 'greeting', 'thanks'] as const).map(
    (name) => ({ name }),
  ),
  ...(['goodbye', 'who-are-you', 'notices.off', 'notices.changes', 'notices.on', 'petitions'] as const).map((name) => ({
    name,
  })),
  ...(['result', 'progress', 'report', 'committee', 'clinic.missing', 'date.wrong'] as const).map((name) => ({ name })),
  ...(['appointment', 'medicine', 'results', 'paperwork'] as const).map((matter) => ({
    name: 'outofscope' as const,
    matter,
  })),
  ...([undefined, 'map', 'calendar'] as const).map((about) => ({ name: 'assembly' as const, about })),
  ...([undefined, 'yes', 'no', 'maybe'] as const).map((answer) => ({ name: 'rsvp' as const, answer })),
  { name: 'assembly', clinic },
  { name: 'rsvp', answer: 'yes', companions: 9, clinic },
  ...([{}, { clinic }] as const).flatMap((input) => [
    { name: 'clinic' as const, ...input },
    { name: 'clinic.follow' as const, ...input },
  ]),
  { name: 'programme' },
  { name: 'programme', topic: 'quorum' },
  { name: 'language' },
  { name: 'language', to: 'en' },
  { name: 'needs', text: 'faltan medicinas' },
  { name: 'vote' },
  { name: 'roles', word: 'call' },
  { name: 'link' },
  { name: 'link', code: 'K7PMX2QZ' },
];

/** Beside intents: what the engine itself opens flows with. */
export const entries: readonly Next[] = [
  { flow: 'clinic', input: { text: clinic, purpose: 'answer' } },
  { flow: 'clinic', input: { location: { lat: 19.5, lng: -96.9 } } },
  { flow: 'assembly', input: { clues: 'BSIST000044' } },
  { flow: 'menu', input: { remark: 'lost' } },
  { flow: 'link', input: { proposal: 4 } },
];
