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
  ...(
    ['goodbye', 'who-are-you', 'notices.off', 'notices.changes', 'notices.on', 'notice.report', 'petitions'] as const
  ).map((name) => ({
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
  { name: 'progress', clinic },
  { name: 'result', clinic },
  ...([{}, { clinic }] as const).flatMap((input) => [
    { name: 'clinic' as const, ...input },
    { name: 'clinic.follow' as const, ...input },
  ]),
  { name: 'programme' },
  { name: 'programme', topic: 'quorum' },
  { name: 'language' },
  { name: 'language', to: 'en' },
  { name: 'needs' },
  { name: 'needs', text: 'faltan medicinas' },
  { name: 'vote' },
  { name: 'vote', check: '' },
  { name: 'vote', check: 'KXWP7M3Q' },
  { name: 'vote', paper: true },
  { name: 'roles', word: 'call' },
  { name: 'roles', word: 'notice' },
  { name: 'roles', word: 'need-review' },
  { name: 'roles' },
  { name: 'invitation', code: 'K7PM X2QZ' },
  { name: 'link' },
  { name: 'link', code: 'K7PMX2QZ' },
  ...(['answer', 'end', 'block', 'report'] as const).map((word) => ({
    name: 'relay' as const,
    word,
    number: 12,
    text: 'sí',
  })),
];

/** Beside intents: what the engine itself opens flows with. */
export const entries: readonly Next[] = [
  { flow: 'clinic', input: { text: clinic, purpose: 'answer' } },
  { flow: 'clinic', input: { location: { lat: 19.5, lng: -96.9 } } },
  { flow: 'assembly', input: { clues: 'BSIST000044' } },
  { flow: 'menu', input: { remark: 'lost' } },
  { flow: 'menu', input: { remark: 'help', office: true } },
  { flow: 'menu', input: { office: true } },
  { flow: 'committee', input: { clinicId: 7, office: true } },
  { flow: 'link', input: { proposal: 4 } },
  { flow: 'minutes', input: { clinicId: 7 } },
  { flow: 'poster', input: { clinicId: 7 } },
  { flow: 'attendance', input: { text: 'cuántos van Orizaba' } },
  { flow: 'entry', input: { clinicId: 7 } },
  { flow: 'entry', input: { clinicId: 7, code: 'K7PM' } },
  { flow: 'need-review', input: { clinicId: 7 } },
  { flow: 'ballot', input: { clinicId: 7 } },
  { flow: 'inform', input: { clinicId: 7 } },
  { flow: 'broadcast', input: { clinicId: 7 } },
  { flow: 'call', input: { clinicId: 7 } },
  { flow: 'call', input: { clinicId: 7, text: 'sábado 20 a las 11' } },
  { flow: 'call', input: { clinicId: 7, assemblyId: 3 } },
  { flow: 'calls', input: {} },
];

/** By flow: what it reads as a word of its own where anything may be typed. */
export const ownWords: Readonly<Record<string, readonly string[]>> = {
  minutes: ['listo', 'quitar el último'],
  call: ['sin motivo'],
  decision: ['listo'],
  election: ['listo', 'quitar el último', 'tesorería', 'otro cargo'],
  'ballot-items': ['es todo', '-500', '85 mil', 'baumanometro'],
  'ballot-terms': ['listo', 'borrar'],
  needs: [
    'es todo',
    'también hace falta un tinaco',
    'la de la entrada',
    'cuándo es la asamblea',
    'quisiera proponer algo',
    '1 y 3',
    '¿quién cuenta los votos?',
    'muy largo '.repeat(31),
  ],
  diagnosis: ['es todo'],
  inform: ['imper'],
  vote: ['listo', 'sorteo', '7K3P', 'voto por la rampa', 'ya no quiero votar', 'quita mi voto'],
  many: ['sin motivo', 'cancelar 41', 'mover 41'],
};
