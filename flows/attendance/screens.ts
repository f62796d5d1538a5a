/** What the attendance flow shows: numbers in words that can be read out in a meeting. */

import type { Choice, ClinicCount, CountRow, ScopeCount, Screen, Text } from '../../src/conversation/flow.ts';
import type { AttendanceContext } from './machine.ts';

const PAGE = 7;
/** As many can be compared line by line; more are better seen. */
const MANY = 7;

const label = (key: string) => ({ key: `attendance:label.${key}` });
const choice = (type: string): Choice => ({ label: label(type), event: { type } });

/** "Desde ayer": nothing where nothing changed. */
function changed(change: number): Text[] {
  if (change === 0) return [];
  return [{ key: change > 0 ? 'attendance:more' : 'attendance:fewer', values: { count: Math.abs(change) } }];
}

function clinicText(clinic: ClinicCount): Text[] {
  const { name, turnout, timeZone } = clinic;
  if (!turnout) return [{ key: 'attendance:undated', values: { clinic: name } }];
  const { startsAt, expected, yes, companions, maybe, no, capacity, came, demo } = turnout;
  const texts: Text[] = demo ? [{ key: 'attendance:demo' }] : [];
  texts.push({ key: 'attendance:clinic', values: { clinic: name, when: { at: startsAt, timeZone } } });
  if (came) texts.push(...cameText(came));
  texts.push({
    key: turnout.begun ? 'attendance:had' : 'attendance:expected',
    values: { count: expected, yes, companions, maybe, no },
  });
  if (!turnout.begun) texts.push(...changed(turnout.change));
  if (capacity !== null && !turnout.begun) {
    texts.push({ key: expected > capacity ? 'attendance:tooMany' : 'attendance:fits', values: { capacity } });
  }
  return texts;
}

function cameText(came: { withCode: number; withoutCode: number; headCount: number | null }): Text[] {
  const { withCode, withoutCode, headCount } = came;
  const texts: Text[] = [];
  const count = withCode + withoutCode;
  if (count > 0) texts.push({ key: 'attendance:came', values: { count, withCode, withoutCode } });
  if (headCount !== null) texts.push({ key: 'attendance:head', values: { count: headCount } });
  return texts;
}

function scopeText({ part, clinics, dated, undated, expected, change, maybe, no, came, demo }: ScopeCount): Text[] {
  return [
    ...(demo ? [{ key: 'attendance:demoSome' }] : []),
    part
      ? { key: 'attendance:part', values: { part: part.name, count: clinics, dated, undated } }
      : { key: 'attendance:scope', values: { count: clinics, dated, undated } },
    ...(dated > 0 ? [{ key: 'attendance:sum', values: { count: expected, maybe, no } }, ...changed(change)] : []),
    ...(came === undefined ? [] : [{ key: 'attendance:cameSum', values: { count: came } }]),
    { key: 'attendance:narrow' },
  ];
}

function row({ id, name, where, timeZone, expected, startsAt }: CountRow): Choice {
  return {
    label: name,
    hint:
      startsAt === undefined
        ? where
        : { key: 'attendance:row', values: { where, expected, when: { at: startsAt, timeZone, as: 'date' } } },
    event: { type: 'clinic', clinicId: id },
  };
}

export const screens = {
  summary: ({ scope, told }: AttendanceContext): Screen => ({
    text: scope && !told ? scopeText(scope) : [{ key: 'attendance:again' }],
    choices: scope
      ? [
          ...(scope.dated > 0 ? [choice('few')] : []),
          ...(scope.undated > 0 ? [choice('undated')] : []),
          ...(scope.dated > MANY ? [choice('picture')] : []),
          choice('files'),
          ...(scope.part ? [choice('all')] : []),
          choice('menu'),
        ]
      : [],
    expects: 'text',
    asksPlace: true,
  }),
  list: ({ list, page, rows, total }: AttendanceContext): Screen => ({
    text: [
      {
        key: `attendance:list.${list}`,
        values: { from: page * PAGE + 1, to: page * PAGE + rows.length, of: total },
      },
    ],
    choices: [
      ...rows.map(row),
      ...(total > PAGE ? [{ label: { key: 'conversation:more' }, event: { type: 'more' } }] : []),
      choice('back'),
    ],
    expects: 'text',
    asksPlace: true,
  }),
  files: (): Screen => ({
    text: [{ key: 'attendance:file.ask' }],
    choices: [
      { label: label('xlsx'), event: { type: 'file', format: 'xlsx' } },
      { label: label('csv'), event: { type: 'file', format: 'csv' } },
      choice('back'),
    ],
  }),
  clinic: ({ clinic, scope, told }: AttendanceContext): Screen => ({
    text: clinic && !told ? clinicText(clinic) : [{ key: 'attendance:again' }],
    choices: [
      ...(clinic?.may.door ? [choice('door')] : []),
      ...(clinic?.may.headCount ? [choice('head')] : []),
      ...(clinic?.may.helper ? [choice('helper')] : []),
      ...(clinic?.may.endHelp ? [choice('end-help')] : []),
      ...(scope ? [choice('back')] : []),
      choice('menu'),
    ],
  }),
  head: (): Screen => ({ text: [{ key: 'attendance:askHead' }], expects: 'text', free: true, digits: true }),
};
