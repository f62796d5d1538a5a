/** What a phrase says about the kind of clinic: ISSSTE or IMSS-Bienestar, family clinic, consulting room, health centre. */

import { distance } from './search-distance.ts';
import { sound } from './search-normalize.ts';

/** Kinds as people tell them apart; `issste` and `imss` are said without a type. */
export type Kind = 'unit' | 'family' | 'room' | 'workplace' | 'specialty' | 'centre' | 'rural' | 'issste' | 'imss';

/** The kind of one clinic of the directory; `side` is who runs it. */
export interface KindOfClinic {
  side: 'issste' | 'imss';
  type: 'unit' | 'clinic' | 'room' | 'workplace' | 'specialty' | 'other' | 'centre' | 'rural';
}

/** Several words that together name a kind, longest first; they are taken out of the phrase. */
const PHRASES: readonly [words: readonly string[], kind: Kind][] = (
  [
    ['unidad de medicina familiar', 'unit'],
    ['unidad medica familiar', 'unit'],
    ['clinica de medicina familiar', 'family'],
    ['consultorio de atencion familiar', 'room'],
    ['consultorio medico en centro de trabajo', 'workplace'],
    ['consultorio medico de centro de trabajo', 'workplace'],
    ['clinica de especialidades', 'specialty'],
    ['centro de salud con servicios ampliados', 'centre'],
    ['centro de salud con hospitalizacion', 'centre'],
    ['centro de salud rural', 'rural'],
    ['centro de salud urbano', 'centre'],
    ['centro de salud microregional', 'centre'],
    ['centro de salud', 'centre'],
    ['centro salud', 'centre'],
    ['casa de salud', 'centre'],
    ['unidad medica rural', 'rural'],
    ['unidad de salud', 'centre'],
    ['salud rural', 'rural'],
    ['medicina familiar', 'family'],
    ['medico familiar', 'family'],
    ['atencion familiar', 'room'],
    ['imss bienestar', 'imss'],
    ['salud bienestar', 'imss'],
    ['servicios ampliados', 'centre'],
    ['familiar', 'family'],
    ['microregional', 'centre'],
  ] as const
).map(([words, kind]) => [words.split(' '), kind]);

const ACRONYMS: ReadonlyMap<string, Kind> = new Map([
  ['umf', 'unit'],
  ['cmf', 'family'],
  ['cmfe', 'family'],
  ['caf', 'room'],
  ['cmct', 'workplace'],
  ['umr', 'rural'],
  ['csr', 'rural'],
  ['cs', 'centre'],
  ['css', 'centre'],
  ['csu', 'centre'],
  ['cst', 'centre'],
  ['csc', 'centre'],
  ['ceaps', 'centre'],
  ['cessa', 'centre'],
  ['caaps', 'centre'],
  ['imss', 'imss'],
  ['ims', 'imss'],
  ['imms', 'imss'],
  ['imssb', 'imss'],
  ['inss', 'imss'],
  ['bienestar', 'imss'],
  ['vienestar', 'imss'],
  ['insabi', 'imss'],
]);
const SLIPPED = ['umf', 'cmf', 'caf', 'cmct'] as const;

function isMistyped(word: string, wanted: string): boolean {
  if (word === wanted) return true;
  if (wanted.length < 5 || Math.abs(word.length - wanted.length) > 2) return false;
  if (word.charCodeAt(0) !== wanted.charCodeAt(0) && word.charCodeAt(1) !== wanted.charCodeAt(1)) return false;
  return distance(word, wanted, wanted.length >= 8 ? 2 : 1) <= 2;
}

/** The kind an acronym stands for, slips allowed ("isste", "ufm"); `isKnown` tells words that are names of places. */
export function kindOfWord(word: string, isKnown: (word: string) => boolean): Kind | undefined {
  const exact = ACRONYMS.get(word);
  if (exact) return exact;
  if (/^i?s+t+e$|^i[st]+e+$/.test(word) || sound(word) === 'iste') return 'issste';
  if (isKnown(word)) return undefined;
  if (/^is{2,}[a-z]{1,3}$/.test(word) && distance(word, 'isste', 2) <= 2) return 'issste';
  if (word.length < 3 || word.length > 4) return undefined;
  const slipped = SLIPPED.find((acronym) => distance(word, acronym, acronym.length === 4 ? 1 : 0.8) <= 1);
  return slipped && ACRONYMS.get(slipped);
}

/** The kind named at `from`, and how many words name it; `isLike` says when a word is the one wanted. */
export function kindPhraseAt(
  words: readonly string[],
  from: number,
  isLike: (word: string, wanted: string) => boolean = isMistyped,
): { kind: Kind; words: number } | undefined {
  for (const [phrase, kind] of PHRASES) {
    if (phrase.every((word, index) => isLike(words[from + index] ?? '', word))) return { kind, words: phrase.length };
  }
  return undefined;
}

export function kindOfClinic(institution: string, type: string): KindOfClinic {
  if (institution !== 'ISSSTE') return { side: 'imss', type: /rural/i.test(type) ? 'rural' : 'centre' };
  const types: [RegExp, KindOfClinic['type']][] = [
    [/^Unidad de Medicina/, 'unit'],
    [/^Clínica de Medicina/, 'clinic'],
    [/^Consultorio de Atención/, 'room'],
    [/Centro de Trabajo/, 'workplace'],
    [/Especialidades/, 'specialty'],
  ];
  return { side: 'issste', type: types.find(([name]) => name.test(type))?.[1] ?? 'other' };
}

/** Without a word about the kind: a clinic open to all of a town before one inside a ministry or a shelter. */
const LIKELY: Record<KindOfClinic['type'], number> = {
  unit: 1,
  clinic: 1,
  room: 0.985,
  centre: 0.985,
  rural: 0.98,
  specialty: 0.93,
  workplace: 0.93,
  other: 0.9,
};
const ASKED: Record<Kind, Partial<Record<KindOfClinic['type'], number>>> = {
  unit: { unit: 1.04, clinic: 1.01, room: 0.97, workplace: 0.85 },
  family: { unit: 1.03, clinic: 1.04, room: 0.98, workplace: 0.85 },
  room: { room: 1.04, unit: 0.98, clinic: 0.97, workplace: 0.95 },
  workplace: { workplace: 1.08, room: 0.92 },
  specialty: { specialty: 1.1 },
  centre: { centre: 1.03, rural: 1.02 },
  rural: { rural: 1.04, centre: 1 },
  issste: { unit: 1.02, clinic: 1.02, room: 1, specialty: 0.95, workplace: 0.93, other: 0.9 },
  imss: { centre: 1.03, rural: 1.02 },
};
const OTHER_SIDE = 0.8;

const SIDE: Record<Kind, KindOfClinic['side']> = {
  unit: 'issste',
  family: 'issste',
  room: 'issste',
  workplace: 'issste',
  specialty: 'issste',
  issste: 'issste',
  centre: 'imss',
  rural: 'imss',
  imss: 'imss',
};

/** Factor on a clinic's score for the kinds said, and whether it is run by whom the person named. */
export function kindFit(kinds: ReadonlySet<Kind>, clinic: KindOfClinic): { factor: number; agrees: boolean } {
  if (kinds.size === 0) return { factor: LIKELY[clinic.type], agrees: true };
  let factor = 1;
  let agrees = true;
  for (const kind of kinds) {
    if (SIDE[kind] !== clinic.side) {
      factor *= OTHER_SIDE;
      agrees = false;
    } else factor *= ASKED[kind][clinic.type] ?? LIKELY[clinic.type];
  }
  return { factor, agrees };
}
