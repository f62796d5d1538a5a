/** What the assembly flow shows in each of its resting states. */

import type { AssemblyFound, Choice, RsvpAnswer, Screen, Text, TextValue } from '../../src/conversation/flow.ts';
import type { AssemblyContext } from './machine.ts';

const label = (key: string) => ({ key: `assembly:label.${key}` });
const choice = (type: string): Choice => ({ label: label(type), event: { type } });
const answer = (value: RsvpAnswer): Choice => ({
  label: label(value),
  event: { type: 'answer', answer: value },
  ...(value === 'maybe' ? {} : { means: value }),
});
/** How many can be said to come along. */
const companions = { from: 0, to: 9 };
/** What is offered where there is no date to come to. */
const offers: Choice[] = [
  { ...choice('tell-me'), means: 'yes' },
  { label: label('no-thanks'), event: { type: 'menu' }, means: 'no' },
  choice('other'),
];

/** The date, and that it is not sure yet where a committee called it and nobody has confirmed it. */
function whenOf({ assembly, clinic }: AssemblyFound): TextValue {
  const when = { at: assembly.startsAt, timeZone: clinic.timeZone };
  return assembly.isPending ? { key: 'assembly:pending', values: { when } } : when;
}

/** The facts, in the order in which a person needs them: day and hour, place, what for, from whom. */
function facts({ assembly: found }: AssemblyContext): Text[] {
  if (!found) return [];
  const { assembly, clinic } = found;
  const when = whenOf(found);
  const { name, municipality, state } = clinic;
  const values = { clinic: name, state, when, where: municipality, place: assembly.place };
  const lines: Text[] = [];
  if (assembly.demo) lines.push({ key: 'assembly:demo' });
  lines.push({ key: assembly.place ? 'assembly:facts' : 'assembly:factsWithoutPlace', values });
  if (assembly.agenda) lines.push({ key: 'assembly:agenda', values: { agenda: assembly.agenda } });
  const entered = { at: assembly.updatedAt, timeZone: clinic.timeZone, as: 'date' as const };
  lines.push(
    assembly.calledBy
      ? { key: 'assembly:calledBy', values: { calledBy: assembly.calledBy, entered } }
      : { key: 'assembly:entered', values: { entered } },
  );
  if (assembly.note) lines.push({ key: 'assembly:note', values: { note: assembly.note } });
  return lines;
}

export const screens = {
  asked: (context: AssemblyContext): Screen => ({
    text: [...(context.told ? [] : facts(context)), { key: 'assembly:ask' }],
    choices: [answer('yes'), answer('no'), answer('maybe'), choice('map'), choice('more')],
    number: companions,
    unfinished: true,
  }),
  companions: (context: AssemblyContext): Screen => ({
    text: [
      { key: `assembly:recorded.${context.answer}` },
      { key: 'assembly:askCompanions' },
      { key: 'assembly:openToAll' },
    ],
    expects: 'text',
    number: companions,
    unfinished: true,
  }),
  answered: (context: AssemblyContext): Screen => ({
    text: [...(context.told ? [] : facts(context)), ...answerText(context)],
    choices: [
      { ...choice('change'), means: context.assembly?.rsvp?.answer === 'yes' ? 'no' : 'yes' },
      choice('map'),
      choice('calendar'),
      choice('more'),
      choice('menu'),
    ],
    ...(context.assembly?.rsvp?.answer === 'no' ? {} : { number: companions }),
  }),
  more: (): Screen => ({
    text: [{ key: 'assembly:more' }],
    choices: [choice('calendar'), choice('wrong-date'), choice('other'), choice('back')],
  }),
  begun: (context: AssemblyContext): Screen => ({
    text: [...facts(context), { key: 'assembly:begun' }],
    choices: [choice('other'), choice('menu')],
  }),
  cancelled: ({ assembly: found }: AssemblyContext): Screen => ({
    text: found
      ? [
          {
            key: 'assembly:cancelled',
            values: {
              clinic: found.clinic.name,
              when: { at: found.assembly.startsAt, timeZone: found.clinic.timeZone },
            },
          },
          { key: 'assembly:offerToTell' },
        ]
      : [],
    choices: offers,
  }),
  undated: ({ undated }: AssemblyContext): Screen => ({
    text: undated
      ? [
          {
            key: 'assembly:undated',
            values: { clinic: undated.clinic.name, where: `${undated.clinic.municipality}, ${undated.clinic.state}` },
          },
          ...(undated.programme === 'in' ? [] : [{ key: `assembly:programme.${undated.programme}` }]),
          ...(undated.lastHeldAt === undefined
            ? []
            : [
                {
                  key: 'assembly:lastHeld',
                  values: { when: { at: undated.lastHeldAt, timeZone: undated.clinic.timeZone, as: 'date' as const } },
                },
              ]),
          { key: 'assembly:offerToTell' },
        ]
      : [],
    choices: offers,
    unfinished: true,
  }),
};

function answerText({ assembly: found, told }: AssemblyContext): Text[] {
  const rsvp = found?.rsvp;
  if (!found || !rsvp) return [];
  const lines: Text[] = [
    rsvp.answer !== 'no' && rsvp.companions > 0
      ? { key: `assembly:yourAnswer.${rsvp.answer}With`, values: { count: rsvp.companions } }
      : { key: `assembly:yourAnswer.${rsvp.answer}` },
  ];
  if (told) {
    const when = whenOf(found);
    const values = { clinic: found.clinic.name, when, where: found.clinic.municipality };
    lines.push({ key: rsvp.answer === 'no' ? 'assembly:rememberNo' : 'assembly:remember', values });
  }
  lines.push({ key: 'assembly:openToAll' });
  if (rsvp.checkInCode && rsvp.answer !== 'no')
    lines.push({ key: 'assembly:checkIn', values: { code: rsvp.checkInCode } });
  return lines;
}
