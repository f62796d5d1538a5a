/** What the calls flow shows in each of its resting states. */

import { type Choice, type ImportMode, page, type Screen, type Text } from '../../src/conversation/flow.ts';
import type { CallsContext } from './desk.ts';

const label = (name: string): Text => ({ key: `calls:label.${name}` });
const choice = (type: string): Choice => ({ label: label(type), event: { type } });
const mode = (name: ImportMode): Choice => ({ label: label(`mode.${name}`), event: { type: 'mode', mode: name } });

const upcoming = (count: number): Text[] => (count === 0 ? [] : [{ key: 'calls:upcoming', values: { count } }]);

export const screens = {
  desk: ({ desk }: CallsContext): Screen => {
    const pending = desk?.pending ?? 0;
    return {
      text: [
        ...(desk?.running
          ? [{ key: 'calls:running', values: { changed: desk.running.changed, told: desk.running.told } }]
          : []),
        { key: 'calls:desk' },
      ],
      choices: [
        ...(pending > 0
          ? [{ label: { key: 'calls:label.pending', values: { pending } }, event: { type: 'pending' } }]
          : []),
        choice('one'),
        choice('many'),
        choice('file'),
        ...(desk?.hasFile ? [choice('report')] : []),
        choice('menu'),
      ],
    };
  },
  name: (): Screen => ({
    text: [{ key: 'calls:name' }],
    choices: [choice('back')],
    expects: 'text',
    asksPlace: true,
    free: true,
  }),
  choose: ({ clinics, page: at }: CallsContext): Screen => ({
    text: [{ key: 'calls:choose' }],
    choices: page(clinics, at, (clinic) => ({
      label: clinic.name,
      hint: clinic.where,
      event: { type: 'clinic', clinic },
    })),
    expects: 'text',
    asksPlace: true,
  }),
  pending: ({ pending, page: at }: CallsContext): Screen => ({
    text: [{ key: 'calls:pending' }],
    choices: page(pending, at, (call) => ({
      label: call.clinic,
      hint: { key: 'calls:day', values: { date: { at: call.startsAt, timeZone: call.timeZone, as: 'date' } } },
      event: { type: 'call', call },
    })),
  }),
  file: (): Screen => ({ text: [{ key: 'calls:file' }], choices: [choice('back')] }),
  checked: ({ file }: CallsContext): Screen => {
    const { good = 0, wrong = 0, upcoming: dated = 0, shown = [] } = file ?? {};
    const modes: ImportMode[] = dated > 0 ? ['ask', 'move', 'add'] : ['ask'];
    return {
      text: [
        { key: 'calls:checked', values: { good, wrong } },
        ...shown,
        ...upcoming(dated),
        { key: good === 0 ? 'calls:noneGood' : 'calls:load' },
      ],
      choices: [...(good === 0 ? [] : modes.map(mode)), { label: label('leave'), event: { type: 'back' } }],
    };
  },
  filed: ({ loaded }: CallsContext): Screen => ({
    text: loaded?.texts ?? [],
    choices: [choice('file'), choice('menu')],
  }),
};
