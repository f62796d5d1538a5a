/** What the call flow shows in each of its resting states. */

import type { CallAim, CalledAssembly, CallPart, Choice, Screen, Text } from '../../src/conversation/flow.ts';
import { type CallContext, toldText, wanted } from './sheet.ts';

const label = (name: string): Text => ({ key: `call:label.${name}` });
const choice = (type: string): Choice => ({ label: label(type), event: { type } });
const aim = (name: CallAim): Choice => ({ label: label(name), event: { type: 'aim', aim: name } });
const part = (name: CallPart): Choice => ({ label: label(name), event: { type: 'part', part: name } });

const clinicIn = ({ sheet }: CallContext) => sheet?.clinic ?? { name: '', municipality: '', timeZone: 'UTC' };
const whenOf = (context: CallContext, at: number) => ({ at, timeZone: clinicIn(context).timeZone });
const dayOf = (context: CallContext, at: number) => ({ ...whenOf(context, at), as: 'date' as const });
const placeOf = (place: string | undefined) => place || { key: 'notice:placePending' };

/** "11:00 de la mañana"; on the hour without its minutes where that reads better. */
function clock(time: string): Text {
  const hour = Number(time.slice(0, 2));
  const minutes = time.slice(3);
  const shown = `${hour % 12 === 0 ? 12 : hour % 12}${minutes === '00' ? '' : `:${minutes}`}`;
  const name = hour < 12 ? 'morning' : hour < 19 ? 'afternoon' : 'evening';
  return { key: `moment:${name}`, values: { clock: shown } };
}

function facts(context: CallContext, assembly: CalledAssembly): Text {
  const { name, municipality } = clinicIn(context);
  return {
    key: assembly.isPending ? 'call:factsPending' : 'call:facts',
    values: { clinic: name, when: whenOf(context, assembly.at), where: municipality, place: placeOf(assembly.place) },
  };
}

function askDay(context: CallContext): Screen {
  if (!context.days) {
    const text = { key: 'call:ask.day', values: { clinic: clinicIn(context).name } };
    return { text: [text], expects: 'text', free: true, digits: true, unfinished: true };
  }
  const choices = context.days.map(({ date, shown }): Choice => ({ label: shown, event: { type: 'day', date } }));
  return { text: [{ key: 'call:ask.meantDay' }], choices, expects: 'text', free: true, unfinished: true };
}

function askHour({ draft: { either } }: CallContext): Screen {
  if (!either) return { text: [{ key: 'call:ask.hour' }], expects: 'text', free: true, digits: true, unfinished: true };
  const hour = (time: string): Choice => ({ label: clock(time), event: { type: 'hour', time } });
  const values = { morning: clock(either.morning), night: clock(either.night) };
  return {
    text: [{ key: 'call:ask.part', values }],
    choices: [hour(either.morning), hour(either.night)],
    expects: 'text',
    free: true,
    unfinished: true,
  };
}

function askOther(context: CallContext, name: CallPart): Screen {
  const free = { expects: 'text', free: true, unfinished: true } as const;
  switch (name) {
    case 'place': {
      const key = context.draft.lat === undefined ? 'call:ask.place' : 'call:ask.placeName';
      return { text: [{ key }], choices: [{ label: label('skipPlace'), event: { type: 'skip' } }], ...free };
    }
    case 'agenda':
      return {
        text: [{ key: 'call:ask.agenda' }],
        choices: [{ label: label('skipAgenda'), event: { type: 'skip' } }],
        ...free,
      };
    case 'pin':
      return {
        text: [{ key: 'call:ask.pin' }],
        choices: [{ label: label('skipPin'), event: { type: 'skip' } }],
        expects: 'location',
        unfinished: true,
      };
    default:
      return { text: [{ key: 'call:ask.capacity' }], ...free, digits: true };
  }
}

/** What the call says beside day, hour and place. */
function extras({ draft: { agenda, capacity, lat } }: CallContext): Text[] {
  return [
    ...(agenda ? [{ key: 'call:agenda', values: { agenda } }] : []),
    ...(capacity === undefined ? [] : [{ key: 'call:capacity', values: { count: capacity } }]),
    ...(lat === undefined ? [] : [{ key: 'call:withMap' }]),
  ];
}

function readBack(context: CallContext): Text {
  const { aim: name, assembly, draft, preview, reason } = context;
  const isNew = name === 'call' || name === 'change';
  const values = {
    clinic: clinicIn(context).name,
    when: whenOf(context, preview?.at ?? 0),
    where: clinicIn(context).municipality,
    place: placeOf(isNew ? draft.place : assembly?.place),
    reason,
  };
  return { key: `call:read.${name}${reason === '' ? '' : 'Because'}`, values };
}

export const screens = {
  choose: (context: CallContext): Screen => {
    const upcoming = context.sheet?.upcoming ?? [];
    const [first] = upcoming;
    return {
      text: [
        upcoming.length === 1 && first
          ? facts(context, first)
          : {
              key: upcoming.length === 0 ? 'call:choose.none' : 'call:choose.several',
              values: { clinic: clinicIn(context).name },
            },
        { key: 'call:choose.ask' },
      ],
      choices: [
        ...upcoming.map(
          (assembly): Choice => ({
            label: { key: 'call:label.one', values: { date: dayOf(context, assembly.at) } },
            event: { type: 'assembly', assembly },
          }),
        ),
        choice('new'),
        ...(context.sheet?.confirms ? [choice('many')] : []),
        choice('menu'),
      ],
      expects: 'text',
      sentences: true,
    };
  },
  decide: (context: CallContext): Screen => {
    const settles = context.sheet?.confirms === true && context.assembly?.isPending === true;
    return {
      text: [...(context.assembly ? [facts(context, context.assembly)] : []), { key: 'call:choose.ask' }],
      choices: [
        ...(settles ? [aim('confirm'), aim('decline')] : []),
        aim('change'),
        ...(settles ? [] : [aim('cancel')]),
        choice('new'),
        ...(context.sheet?.confirms ? [choice('many')] : []),
        choice('menu'),
      ],
      expects: 'text',
      sentences: true,
    };
  },
  aim: (context: CallContext): Screen => {
    const upcoming = context.sheet?.upcoming ?? [];
    return {
      text: [{ key: 'call:aim', values: { clinic: clinicIn(context).name } }],
      choices: [
        ...upcoming.map(
          (assembly): Choice => ({
            label: { key: 'call:label.replaces', values: { date: dayOf(context, assembly.at) } },
            event: { type: 'assembly', assembly },
          }),
        ),
        { label: label('another'), event: { type: 'new' } },
        { label: label('leave'), event: { type: 'menu' } },
      ],
      unfinished: true,
    };
  },
  ask: (context: CallContext): Screen => {
    const name = wanted(context) ?? 'day';
    if (name === 'day') return askDay(context);
    return name === 'hour' ? askHour(context) : askOther(context, name);
  },
  explain: (context: CallContext): Screen => ({
    text: [{ key: `call:explain.${context.aim === 'decline' ? 'decline' : 'cancel'}` }],
    choices: [{ label: label('skipReason'), event: { type: 'skip' } }],
    expects: 'text',
    free: true,
    unfinished: true,
  }),
  confirm: (context: CallContext): Screen => {
    const { aim: name, preview } = context;
    const isNew = name === 'call' || name === 'change';
    return {
      text: [
        readBack(context),
        ...(isNew ? extras(context) : []),
        ...(isNew && preview?.year ? [{ key: 'call:year', values: { year: preview.year } }] : []),
        toldText(preview?.told ?? 0),
        ...(isNew && preview?.waits ? [{ key: 'call:waits' }] : []),
        { key: `call:sure.${name}` },
      ],
      choices: [
        { label: label(`yes.${name}`), event: { type: 'yes' }, means: 'yes' },
        ...(isNew ? [choice('edit')] : []),
        { label: label('no'), event: { type: 'no' }, means: 'no' },
      ],
      ...(isNew ? { expects: 'text' as const, sentences: true } : {}),
      unfinished: true,
    };
  },
  edit: (): Screen => ({
    text: [{ key: 'call:edit' }],
    choices: [part('day'), part('hour'), part('place'), part('pin'), part('agenda'), part('capacity'), choice('back')],
    expects: 'text',
    sentences: true,
    unfinished: true,
  }),
};
