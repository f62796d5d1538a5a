/** What the many flow shows in each of its resting states. */

import { type Choice, page, type Screen, type Text } from '../../src/conversation/flow.ts';
import type { ManyContext } from './order.ts';

const label = (name: string): Text => ({ key: `many:label.${name}` });
const choice = (type: string): Choice => ({ label: label(type), event: { type } });
const free = { expects: 'text', free: true, unfinished: true } as const;

/** "de Orizaba, Veracruz" or "de todo Veracruz". */
function whereOf({ state, municipality }: ManyContext): Text {
  const values = { state: state?.name ?? '', municipality: municipality?.name ?? '' };
  return { key: municipality ? 'many:inMunicipality' : 'many:inState', values };
}

export const screens = {
  does: (): Screen => ({
    text: [{ key: 'many:does' }],
    choices: [
      { label: label('cancel'), event: { type: 'does', does: 'cancel' } },
      { label: label('move'), event: { type: 'does', does: 'move' } },
      choice('back'),
    ],
  }),
  state: ({ states, page: at }: ManyContext): Screen => ({
    text: [{ key: 'many:state' }],
    choices: page(states, at, (place) => ({ label: place.name, event: { type: 'state', place } })),
  }),
  municipality: ({ state }: ManyContext): Screen => ({
    text: [{ key: 'many:municipality', values: { state: state?.name ?? '' } }],
    choices: [choice('all'), choice('back')],
    expects: 'text',
    asksPlace: true,
    unfinished: true,
  }),
  places: ({ places, page: at }: ManyContext): Screen => ({
    text: [{ key: 'many:places' }],
    choices: page(places, at, (place) => ({ label: place.name, event: { type: 'place', place } })),
    expects: 'text',
    asksPlace: true,
    unfinished: true,
  }),
  days: (): Screen => ({
    text: [{ key: 'many:days' }],
    choices: [{ label: label('allDays'), event: { type: 'all' } }],
    expects: 'text',
    sentences: true,
    unfinished: true,
  }),
  newDay: (): Screen => ({ text: [{ key: 'many:newDay' }], ...free, digits: true }),
  reason: (): Screen => ({
    text: [{ key: 'call:explain.cancel' }],
    choices: [{ label: { key: 'call:label.skipReason' }, event: { type: 'skip' } }],
    ...free,
  }),
  confirm: (context: ManyContext): Screen => {
    const { does, preview, days, newDay, reason } = context;
    const count = preview?.assemblies ?? 0;
    return {
      text: [
        {
          key: `many:sure.${does}`,
          values: {
            count,
            where: whereOf(context),
            days: days ? days.shown : { key: 'many:allDays' },
            newDay: newDay ? newDay.shown : '',
          },
        },
        ...(reason === '' ? [] : [{ key: 'many:reason', values: { reason } }]),
        { key: 'many:people', values: { count: preview?.people ?? 0 } },
        { key: `many:type.${does}`, values: { count } },
      ],
      ...free,
    };
  },
};
