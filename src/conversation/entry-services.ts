/** What flows may ask at the door of an assembly: who came in, counted by several people at once. */

import { type Came, came } from '../domain/assemblies/came.ts';
import {
  correctEntry,
  countWithoutCode,
  doorOf,
  type Marked,
  MOST_AT_ONCE,
  markEntry,
  openDoor,
  undoEntry,
} from '../domain/assemblies/entries.ts';
import { clinicById } from '../domain/clinics/clinics.ts';
import { sound } from '../domain/clinics/search-normalize.ts';
import { numbersIn } from '../domain/works/spoken-numbers.ts';
import { checkInCodesIn } from './codes.ts';
import type { Call, Premises } from './serve.ts';

/** How many came in so far. */
export interface Arrived {
  total: number;
  withCode: number;
  withoutCode: number;
}

export type DoorFound =
  /** `doors`: of more than one assembly people can be counted now. */
  | {
      open: true;
      clinic: string;
      arrived: Arrived;
      timeZone: string;
      assemblyId: number;
      doors: { assemblyId: number; startsAt: number }[];
    }
  /** `opensAt`: absent where no assembly is to come. */
  | { open: false; clinic: string; timeZone: string; opensAt?: number };

/** What was typed at the door. */
export type DoorSaid =
  | { says: 'codes'; codes: string[] }
  /** Nothing but a number, or "eran 3": of those who were counted last. */
  | { says: 'number'; people: number }
  /** More people came in: nothing was said of a code. */
  | { says: 'more'; people: number }
  /** A number, but of whom is not clear. */
  | { says: 'some'; people: number }
  /** `people`: absent where it was not said. */
  | { says: 'without'; people?: number }
  | { says: 'undo' | 'done' | 'nothing' };

export type EntryMarked = (
  | Exclude<Marked, { outcome: 'already' }>
  | { outcome: 'already'; people: number; at: number; timeZone: string; isOwn: boolean }
) & { code: string };

/** A person at a door. */
interface AtDoor {
  clinicId: number;
  /** Where two doors are open. */
  assemblyId?: number;
}

export interface EntryServices {
  doorOf(input: AtDoor): Promise<DoorFound>;
  /** Writes nothing. */
  readAtDoor(input: { text: string }): Promise<DoorSaid>;
  /** Each code on its own: what became of one says nothing of the others. */
  markEntries(input: AtDoor & { codes: readonly string[] }): Promise<{
    marked: EntryMarked[];
    /** One for each code. */
    lines: string;
    arrived: Arrived;
  }>;
  countWithoutCode(input: AtDoor & { people: number }): Promise<{ entryId: number; arrived: Arrived }>;
  /** `corrected` false: what was to be corrected is not there any more. */
  correctEntry(input: AtDoor & { entryId: number; people: number }): Promise<{ corrected: boolean; arrived: Arrived }>;
  /** `people`: absent where there was nothing to take back. */
  undoEntry(input: AtDoor): Promise<{ people?: number; arrived: Arrived }>;
}

const WORDS = ['undo', 'without', 'done'] as const;

/** They write. */
export const entryCommands = ['markEntries', 'countWithoutCode', 'correctEntry', 'undoEntry'] as const;

export function entryServices({ localizer }: Premises, call: Call): EntryServices {
  const { tx, now, personId } = call;
  const asked = ({ clinicId, assemblyId }: AtDoor) => ({ personId, clinicId, assemblyId, now });

  async function arrived(door: AtDoor): Promise<Arrived> {
    const { assemblyId } = await openDoor(tx, asked(door));
    return arrivedOf((await came(tx, [assemblyId])).get(assemblyId));
  }

  async function clinicOf(clinicId: number) {
    const clinic = await clinicById(tx, clinicId);
    return { clinic: clinic?.name ?? '', timeZone: clinic?.timeZone ?? '' };
  }

  /** The ways to say it, as the texts of the flow print them. */
  const ways = (word: (typeof WORDS)[number] | 'more' | 'correction' | 'people') =>
    localizer
      .text(call.language, { key: `entry:word.${word}` })
      .split(',')
      .map(plain);

  const line = ({ code, ...became }: EntryMarked) => {
    const values = { code, ...(became.outcome === 'unknown' ? {} : { count: became.people }) };
    return localizer.text(call.language, { key: `entry:line.${became.outcome}`, values });
  };

  return {
    async doorOf(input) {
      const door = await doorOf(tx, asked(input));
      const { clinic, timeZone } = await clinicOf(input.clinicId);
      if (!door.open) return { open: false, clinic, timeZone, ...(door.opensAt ? { opensAt: door.opensAt } : {}) };
      const { assemblyId, doors } = door;
      const counted = arrivedOf((await came(tx, [assemblyId])).get(assemblyId));
      return { open: true, clinic, arrived: counted, timeZone, assemblyId, doors };
    },
    async readAtDoor({ text }) {
      const said = plain(text);
      const word = WORDS.find((each) => ways(each).some((way) => said === way || said.startsWith(`${way} `)));
      const [number, ...more] = numbersIn(text);
      const people =
        number && more.length === 0 && number.value >= 1 && number.value <= MOST_AT_ONCE ? number.value : undefined;
      if (word === 'without') return { says: 'without', ...(people === undefined ? {} : { people }) };
      if (word) return { says: word };
      const codes = checkInCodesIn(text);
      if (codes.length > 0) return { says: 'codes', codes };
      if (people === undefined) return { says: 'nothing' };
      const around = said.split(' ').filter((each) => numbersIn(each).length === 0);
      const isOf = (kind: Parameters<typeof ways>[0]) => {
        const heard = ways(kind).map(sound);
        return (each: string) => heard.includes(sound(each));
      };
      if (around.some(isOf('more'))) return { says: 'more', people };
      const isOfLast = around.some(isOf('correction')) || around.every(isOf('people'));
      return { says: isOfLast ? 'number' : 'some', people };
    },
    async markEntries({ codes, ...door }) {
      const { timeZone } = await clinicOf(door.clinicId);
      const marked: EntryMarked[] = [];
      for (const code of codes) {
        const one = await markEntry(tx, { ...asked(door), code });
        marked.push(one.outcome === 'already' ? { ...one, timeZone, code } : { ...one, code });
      }
      return { marked, lines: marked.map(line).join('\n'), arrived: await arrived(door) };
    },
    async countWithoutCode({ people, ...door }) {
      const entryId = await countWithoutCode(tx, { ...asked(door), people });
      return { entryId, arrived: await arrived(door) };
    },
    async correctEntry({ entryId, people, ...door }) {
      const corrected = await correctEntry(tx, { ...asked(door), entryId, people });
      return { corrected, arrived: await arrived(door) };
    },
    async undoEntry(door) {
      const people = await undoEntry(tx, asked(door));
      return { ...(people === undefined ? {} : { people }), arrived: await arrived(door) };
    },
  };
}

function arrivedOf({ withCode, withoutCode }: Came = { withCode: 0, withoutCode: 0, headCount: null }): Arrived {
  return { total: withCode + withoutCode, withCode, withoutCode };
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
