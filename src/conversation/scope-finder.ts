/** Which of a person's own clinics a text names: a municipality, a state or a clinic, typing errors forgiven. */

import type { ClinicIndex } from '../domain/clinics/search-index.ts';

/** A part of the country by its codes, with the name it goes by. */
export interface Part {
  name: string;
  stateCode: string;
  /** Absent: the whole state. */
  municipalityCode?: string;
}

interface Own {
  id: number;
  state: string;
  stateCode: string;
  municipality: string;
  municipalityCode: string;
}

/** Names of places are not longer. */
const MOST_WORDS = 5;
/** "cuántos van", "how many coming": what is asked stands before the name. */
const LEAST_BEFORE = 2;
/** The text calls a clinic by what it is. */
const CALLS_CLINIC = /\b(umf|cmf|caf|cmct|ch|clinica|centro de salud|hospital|consultorio)\b/;

/**
 * Undefined where none of them is named. `isName`: the text is a name and nothing else; otherwise the name is looked for
 * in its last words.
 */
export function findWithin(
  index: ClinicIndex,
  clinics: readonly Own[],
  text: string,
  isName: boolean,
): Part | { clinicId: number } | undefined {
  const words = text
    .slice(0, 200)
    .replace(/[¿?¡!.,;:"']/g, ' ')
    .trim()
    .split(/\s+/);
  const states = [...new Set(clinics.map(({ stateCode }) => stateCode))];
  const called = CALLS_CLINIC.exec(plain(words.join(' ')));
  if (called) {
    const clinic = clinicNamed(index, clinics, states, plain(words.join(' ')).slice(called.index));
    if (clinic) return clinic;
  }
  const most = Math.min(MOST_WORDS, words.length - (isName ? 0 : LEAST_BEFORE));
  for (let count = most; count >= 1; count--) {
    const name = words.slice(-count).join(' ');
    const part = municipalityNamed(index, clinics, states, name) ?? stateNamed(index, states, name);
    if (part) return part;
  }
  return isName ? clinicNamed(index, clinics, states, words.join(' ')) : undefined;
}

function municipalityNamed(
  index: ClinicIndex,
  clinics: readonly Own[],
  states: readonly string[],
  name: string,
): Part | undefined {
  for (const stateCode of states) {
    for (const { code } of index.findMunicipality(stateCode, name)) {
      const there = clinics.find((own) => own.stateCode === stateCode && own.municipalityCode === code);
      if (there) return { name: there.municipality, stateCode, municipalityCode: code };
    }
  }
  return undefined;
}

function stateNamed(index: ClinicIndex, states: readonly string[], name: string): Part | undefined {
  const state = index.findState(name);
  return state && states.includes(state.code) ? { name: state.name, stateCode: state.code } : undefined;
}

function clinicNamed(
  index: ClinicIndex,
  clinics: readonly Own[],
  states: readonly string[],
  name: string,
): { clinicId: number } | undefined {
  const own = new Set(clinics.map(({ id }) => id));
  const found = states.flatMap((stateCode) => {
    const { verdict, matches } = index.search(name, { stateCode });
    return verdict === 'one' || verdict === 'several' ? matches.slice(0, 1) : [];
  });
  const [best] = found.filter(({ clinic }) => own.has(clinic.id)).sort((a, b) => b.score - a.score);
  return best && { clinicId: best.clinic.id };
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
