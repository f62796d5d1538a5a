/** Decides what each line of a file means for the assemblies of one clinic. Pure: what is decided is carried out in `import.ts`. */

import type { AssemblyFacts, AssemblyRow } from './changes.ts';
import type { AssemblyLine } from './import-line.ts';

/** What the operator means by a new date for a clinic that has an upcoming assembly on another. */
export type Mode = 'ask' | 'move' | 'add';

export interface TimedLine extends AssemblyLine {
  startsAt: number;
}

export type Decision =
  | { does: 'add'; line: TimedLine }
  | { does: 'change'; line: TimedLine; assembly: AssemblyRow; set: Partial<AssemblyFacts> }
  | { does: 'keep'; line: TimedLine; assembly: AssemblyRow }
  /** `conflict`: nothing is wrong with the line itself, the operator must say what is meant. */
  | { does: 'refuse'; line: TimedLine; column: string; reason: string; code: string; conflict: boolean };

export interface Situation {
  /** Of one clinic, in the order of the file; no date and no id twice. */
  lines: readonly TimedLine[];
  /** All of that clinic but the invented ones. */
  known: readonly AssemblyRow[];
  /** Ids in the file that belong to assemblies of other clinics. */
  foreignIds: ReadonlySet<string>;
  mode: Mode;
  now: number;
}

/**
 * A line means the assembly with its id, else the one of that date. Any other line is a new date: entered where the
 * clinic has no upcoming assembly once the lines above have been followed, else as `mode` says.
 */
export function plan(situation: Situation): Decision[] {
  const { lines, mode } = situation;
  const meant = match(situation);
  const decided = new Map<TimedLine, Decision>();
  for (const line of lines) {
    const assembly = meant.get(line);
    if (assembly) decided.set(line, decideKnown(situation, line, assembly, meant));
  }
  const upcoming = upcomingAfter(situation, decided);
  const fresh = lines.filter((line) => !decided.has(line));
  const newDates = fresh.filter((line) => line.status === 'scheduled' && !faultOf(situation, line)).length;
  const claimed = new Set(meant.values());
  const movable = upcoming.filter((assembly) => !claimed.has(assembly));
  const dates = upcoming.map(({ date, time }) => `${date} at ${time}`);

  for (const line of fresh) {
    const fault = faultOf(situation, line);
    if (fault) decided.set(line, fault);
    else if (line.status === 'cancelled' && dates.length > 0 && mode !== 'add') {
      decided.set(
        line,
        conflict(
          line,
          `the clinic has none on this date to cancel, but one on ${dates.join(' and ')}`,
          'none-to-cancel',
        ),
      );
    } else if (mode === 'add' || dates.length === 0) {
      decided.set(line, { does: 'add', line });
      if (line.status === 'scheduled') dates.push(`${line.date} at ${line.time}`);
    } else if (mode === 'move') {
      decided.set(line, move(line, movable, newDates));
    } else {
      const reason = `the clinic has an upcoming assembly on ${dates.join(' and ')}: say --move if it moves to this date, --add if this is a second one`;
      decided.set(line, conflict(line, reason));
    }
  }
  return lines.flatMap((line) => decided.get(line) ?? []);
}

/** By id first, then by date among those that no id claims. */
function match({ lines, known, mode, now }: Situation): Map<TimedLine, AssemblyRow> {
  const meant = new Map<TimedLine, AssemblyRow>();
  const claimed = new Set<AssemblyRow>();
  const claim = (line: TimedLine, assembly: AssemblyRow | undefined) => {
    if (!assembly) return;
    meant.set(line, assembly);
    claimed.add(assembly);
  };
  for (const line of lines) {
    if (line.id !== undefined)
      claim(
        line,
        known.find(({ externalId }) => externalId === line.id),
      );
  }
  const upcoming = known.filter((assembly) => isUpcoming(assembly, now));
  for (const line of lines) {
    if (meant.has(line)) continue;
    const sameDay = known.filter((assembly) => assembly.date === line.date && !claimed.has(assembly));
    const on = sameDay.find(({ status }) => status === 'scheduled');
    // With --move, a date that was once cancelled is where the upcoming assembly goes, not one to bring back beside it.
    const bringBack = !(mode === 'move' && line.status === 'scheduled' && upcoming.some((row) => !claimed.has(row)));
    claim(line, on ?? (bringBack ? sameDay[0] : undefined));
  }
  return meant;
}

function decideKnown(
  situation: Situation,
  line: TimedLine,
  assembly: AssemblyRow,
  meant: ReadonlyMap<TimedLine, AssemblyRow>,
): Decision {
  const { known, mode, now } = situation;
  const set = differences(line, assembly);
  // Also one that is over: a file that lists all of the year's assemblies may be loaded again and again.
  if (Object.keys(set).length === 0) return { does: 'keep', line, assembly };
  const fault = faultOf(situation, line);
  if (fault) return fault;
  if (assembly.startsAt <= now) {
    return wrong(
      line,
      'date',
      'past',
      `the assembly of ${assembly.date} at ${assembly.time} is over and is not changed any more`,
    );
  }
  if (line.id !== undefined && assembly.externalId !== null && line.id !== assembly.externalId) {
    return wrong(line, 'id', 'other-id', `the clinic's assembly of this date has the id ${assembly.externalId}`);
  }
  const staying = [...known].filter(
    (other) => other !== assembly && other.status === 'scheduled' && !leaves(other, meant),
  );
  if (staying.some(({ date }) => date === line.date)) {
    return wrong(line, 'date', 'same-day', 'the clinic has another assembly on this date');
  }
  const others = staying.filter(({ startsAt }) => startsAt > now);
  const backOn = assembly.status === 'cancelled' && line.status === 'scheduled';
  if (backOn && others.length > 0 && mode !== 'add') {
    const dates = others.map(({ date, time }) => `${date} at ${time}`).join(' and ');
    return conflict(
      line,
      `this date was cancelled, and the clinic has an upcoming assembly on ${dates}: say --add if both take place`,
    );
  }
  return { does: 'change', line, assembly, set };
}

/** Whether a line of the same file cancels it or takes it to another date. */
function leaves(assembly: AssemblyRow, meant: ReadonlyMap<TimedLine, AssemblyRow>): boolean {
  for (const [line, other] of meant) {
    if (other === assembly) return line.status === 'cancelled' || line.date !== assembly.date;
  }
  return false;
}

function upcomingAfter({ known, now }: Situation, decided: ReadonlyMap<TimedLine, Decision>): AssemblyRow[] {
  const changed = new Map<AssemblyRow, Partial<AssemblyFacts>>();
  for (const decision of decided.values()) {
    if (decision.does === 'change') changed.set(decision.assembly, decision.set);
  }
  return known.filter((assembly) => isUpcoming({ ...assembly, ...changed.get(assembly) }, now));
}

function move(line: TimedLine, movable: readonly AssemblyRow[], newDates: number): Decision {
  const [assembly] = movable;
  if (movable.length > 1)
    return conflict(line, `the clinic has ${movable.length} upcoming assemblies: give the id of the one that moves`);
  if (!assembly)
    return conflict(line, 'the upcoming assembly of the clinic is in this file too: say --add if this is a second one');
  if (newDates > 1)
    return conflict(line, 'the file has several new dates for this clinic: which one it moves to cannot be told');
  if (line.id !== undefined && assembly.externalId !== null) {
    return wrong(line, 'id', 'other-id', `the upcoming assembly of the clinic has the id ${assembly.externalId}`);
  }
  return { does: 'change', line, assembly, set: differences(line, assembly) };
}

function faultOf({ foreignIds, now }: Situation, line: TimedLine): Decision | undefined {
  if (line.id !== undefined && foreignIds.has(line.id)) {
    return wrong(line, 'id', 'other-id', 'belongs to an assembly of another clinic');
  }
  return line.startsAt <= now ? wrong(line, 'date', 'past', 'is in the past') : undefined;
}

/** What the line says otherwise than what is stored. */
function differences(line: TimedLine, assembly: AssemblyRow): Partial<AssemblyFacts> {
  const { line: _, clues: __, id, ...facts } = line;
  // Whoever loads a file answers for it: what a committee called is confirmed with it.
  const sure = { ...facts, isPending: false };
  const said: Partial<AssemblyFacts> = id === undefined ? sure : { ...sure, externalId: id };
  return Object.fromEntries(
    Object.entries(said).filter(
      ([name, value]) => value !== undefined && value !== assembly[name as keyof AssemblyFacts],
    ),
  );
}

function isUpcoming({ status, startsAt }: AssemblyRow, now: number): boolean {
  return status === 'scheduled' && startsAt > now;
}

function wrong(line: TimedLine, column: string, code: string, reason: string): Decision {
  return { does: 'refuse', line, column, code, reason, conflict: false };
}

function conflict(line: TimedLine, reason: string, code = 'has-upcoming'): Decision {
  return { does: 'refuse', line, column: 'date', reason, code, conflict: true };
}
