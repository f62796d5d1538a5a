/** What the search of the directory finds, put as the choices of a conversation. */

import type { ClinicIndex, SearchableClinic } from '../domain/clinics/search-index.ts';
import { Memory } from './memory.ts';
import type { ClinicOption, ClinicsFound, PlaceOption } from './services.ts';

/** As many as a person can be expected to read through, page by page. */
const MOST_CLINICS = 21;
const NEAREST = 5;
/** "en el estado de Veracruz" */
const MOST_WORDS_OF_STATE = 5;
/** A name follows, perhaps not quite as it is written. */
const BEFORE_PLACE = /^(en|de|del|in|at|of)$/i;
/** What is asked stands before the name. */
const LEAST_BEFORE = 2;
/** "umf comitán", "la clínica del issste en córdoba": meant for a clinic, also where none is found. */
const CALLED_CLINIC = /^(la |mi |de |del )*(umf|cmf|caf|cmct|clinica|centro de salud|iss?s?te)( \S+){1,5}$/;
/** The search reads no further. */
const MOST_READ = 200;
/** A name less alike than this is no help to who looks for another. */
const LIKELY = 0.6;
/** Farther than this from every clinic, one is not in Mexico. */
const FAR_KM = 150;

/** What is kept beside a directory for as long as it is in force. */
interface Notes {
  /** A text is looked up to see what it means, and again to answer it. */
  answers: Memory<ClinicsFound>;
  names: Memory<'surely' | 'perhaps' | undefined>;
  /** Municipalities by their whole name and by the last word of it, without accents. */
  places: ReadonlyMap<string, Municipality[]>;
}

interface Municipality {
  state: string;
  code: string;
}

const notes = new WeakMap<ClinicIndex, Notes>();

function notesOn(index: ClinicIndex): Notes {
  let kept = notes.get(index);
  if (!kept) {
    kept = { answers: new Memory(2000), names: new Memory(2000), places: placesOf(index) };
    notes.set(index, kept);
  }
  return kept;
}

function placesOf(index: ClinicIndex): Map<string, Municipality[]> {
  const places = new Map<string, Municipality[]>();
  for (const { code: state } of index.states()) {
    for (const { code, name } of index.municipalities(state)) {
      const whole = plain(name);
      for (const key of new Set([whole, whole.split(' ').at(-1) ?? whole])) {
        places.set(key, [...(places.get(key) ?? []), { state, code }]);
      }
    }
  }
  return places;
}

export function clinicFinder(index: ClinicIndex) {
  const option = (clinic: SearchableClinic): ClinicOption => ({
    id: clinic.id,
    name: clinic.name,
    where: `${clinic.municipality}, ${clinic.state}`,
  });

  /** Two of one name in one municipality are told apart by their CLUES. */
  function options(clinics: readonly SearchableClinic[]): ClinicOption[] {
    const names = clinics.map((clinic) => `${clinic.name}, ${clinic.municipality}, ${clinic.state}`);
    return clinics.map((clinic, at) => {
      const isTwin = names.some((name, other) => other !== at && name === names[at]);
      const { where, ...rest } = option(clinic);
      return { ...rest, where: isTwin ? `${where} · ${clinic.clues}` : where };
    });
  }

  /** The clinics of the municipalities that were typed, and nothing else. */
  function clinicsOfPlace(text: string): SearchableClinic[] {
    const named = plain(text);
    const places = named.length < 4 ? [] : (notesOn(index).places.get(named) ?? []);
    return places.flatMap(({ state, code }) => index.clinicsOf(state, code));
  }

  const byText = (text: string): ClinicsFound =>
    notesOn(index).answers.recall(text.slice(0, MOST_READ), () => read(text));

  function read(text: string): ClinicsFound {
    const clues = index.byClues(text);
    if (clues) return { found: 'one', clinic: option(clues) };
    const { verdict, matches, total } = index.search(text, { limit: MOST_CLINICS });
    const clinics = options(matches.map(({ clinic }) => clinic));
    const [best] = clinics;
    if (verdict === 'one' && best) return { found: 'one', clinic: best };
    const state = text.trim().split(/\s+/).length <= MOST_WORDS_OF_STATE ? index.findState(text) : undefined;
    if (state) return { found: 'state', state };
    if (verdict === 'several') return { found: 'several', clinics, total };
    const there = clinicsOfPlace(text);
    if (there.length > 0)
      return { found: 'several', clinics: options(there).slice(0, MOST_CLINICS), total: there.length };
    const near = matches.filter(({ score }) => score >= LIKELY).slice(0, NEAREST);
    if (verdict !== 'near' || near.length === 0) return { found: 'none' };
    return { found: 'near', clinics: options(near.map(({ clinic }) => clinic)) };
  }

  function names(text: string): 'surely' | 'perhaps' | undefined {
    const { found } = byText(text);
    if (found === 'one') return 'surely';
    return found === 'several' || found === 'state' || CALLED_CLINIC.test(plain(text)) ? 'perhaps' : undefined;
  }

  /** "cuántos van en Coatepec": whether the last words are of a place or a clinic, and not of this one. */
  function namesAnother(text: string, id: number): boolean {
    const own = index.byId(id);
    const words = text.slice(0, MOST_READ).match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
    for (let at = Math.max(LEAST_BEFORE, words.length - MOST_WORDS_OF_STATE); at < words.length; at++) {
      const tail = words.slice(at).join(' ');
      if (!BEFORE_PLACE.test(words[at - 1] ?? '') && clinicsOfPlace(tail).length === 0) continue;
      const named = byText(tail);
      if (named.found === 'state') return named.state.code !== own?.stateCode;
      if (named.found === 'one') return named.clinic.id !== id;
      if (named.found === 'several') return named.clinics.every((clinic) => clinic.id !== id);
    }
    return false;
  }

  function byLocation(lat: number, lng: number): ClinicsFound {
    const nearest = index.nearest(lat, lng, NEAREST);
    if (nearest.length === 0 || (nearest[0]?.km ?? 0) > FAR_KM) return { found: 'abroad' };
    const clinics = nearest.map(({ clinic, km }) => ({
      ...option(clinic),
      where: `${km.toFixed(km < 10 ? 1 : 0)} km`,
    }));
    return { found: 'several', clinics, total: clinics.length };
  }

  return {
    byText,
    find: ({ text, lat, lng }: { text?: string; lat?: number; lng?: number }): ClinicsFound =>
      lat !== undefined && lng !== undefined ? byLocation(lat, lng) : byText(text ?? ''),
    /** Whether a text names a clinic: surely this one, or one of several. */
    namesClinic: (text: string) => notesOn(index).names.recall(text.slice(0, MOST_READ), () => names(text)),
    namesAnother,
    option(id: number): ClinicOption | undefined {
      const clinic = index.byId(id);
      return clinic && option(clinic);
    },
    states: (): PlaceOption[] => index.states().map(place),
    municipalities: (stateCode: string): PlaceOption[] => index.municipalities(stateCode).map(place),
    clinicsOf: (stateCode: string, municipalityCode: string): ClinicOption[] =>
      options(index.clinicsOf(stateCode, municipalityCode)),
    places({ text, stateCode }: { text: string; stateCode?: string }): PlaceOption[] {
      if (stateCode !== undefined) return index.findMunicipality(stateCode, text).map(place);
      const state = text.trim().split(/\s+/).length <= MOST_WORDS_OF_STATE ? index.findState(text) : undefined;
      return state ? [place(state)] : [];
    },
  };
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}

function place({ code, name }: PlaceOption): PlaceOption {
  return { code, name };
}
