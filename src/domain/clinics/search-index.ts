/** The clinic directory in memory: finds the clinic a person means from what they type, without network or database. */

import { type Area, Areas } from './search-areas.ts';
import { cluesIn } from './search-clues.ts';
import { type Query, readPhrase } from './search-query.ts';
import { type Scored, Scorer } from './search-score.ts';
import { judge } from './search-verdict.ts';

export interface SearchableClinic {
  id: number;
  clues: string;
  name: string;
  institution: string;
  type: string;
  state: string;
  stateCode: string;
  municipality: string;
  municipalityCode: string;
  locality: string;
  latitude: number | null;
  longitude: number | null;
}

export interface ClinicMatch {
  clinic: SearchableClinic;
  /** 0..1 */
  score: number;
}

/** one: confident of a single clinic; several: more than one fits equally, ask back; near: none fits, these are the nearest names; none. */
export interface ClinicSearchResult {
  verdict: 'one' | 'several' | 'near' | 'none';
  /** Best first, at most `limit`. */
  matches: ClinicMatch[];
  /** How many fit equally, for "several". */
  total: number;
}

interface SearchOptions {
  stateCode?: string;
  municipalityCode?: string;
  /** 5 unless told. */
  limit?: number;
}

const EARTH_KM = 6371;
const NOTHING: ClinicSearchResult = { verdict: 'none', matches: [], total: 0 };

const radians = (degrees: number) => (degrees * Math.PI) / 180;

function kilometres(lat: number, lng: number, toLat: number, toLng: number): number {
  const half = (degrees: number) => Math.sin(radians(degrees) / 2) ** 2;
  const chord = half(toLat - lat) + Math.cos(radians(lat)) * Math.cos(radians(toLat)) * half(toLng - lng);
  return 2 * EARTH_KM * Math.asin(Math.sqrt(Math.min(1, chord)));
}

function count(
  clinics: readonly SearchableClinic[],
  area: (clinic: SearchableClinic) => [code: string, name: string],
): Area[] {
  const areas = new Map<string, Area>();
  for (const clinic of clinics) {
    const [code, name] = area(clinic);
    const known = areas.get(code);
    if (known) known.clinics += 1;
    else areas.set(code, { code, name, clinics: 1 });
  }
  return [...areas.values()];
}

/** A directory that does not change: to take in a new one, build another index. No method throws, whatever the text. */
export class ClinicIndex {
  readonly #clinics: readonly SearchableClinic[];
  readonly #byId: ReadonlyMap<number, SearchableClinic>;
  readonly #byClues: ReadonlyMap<string, SearchableClinic>;
  readonly #scorer: Scorer;
  readonly #states: Areas;
  readonly #municipalities: ReadonlyMap<string, Areas>;

  constructor(clinics: readonly SearchableClinic[]) {
    this.#clinics = [...clinics];
    this.#byId = new Map(clinics.map((clinic) => [clinic.id, clinic]));
    this.#byClues = new Map(clinics.map((clinic) => [clinic.clues.toUpperCase(), clinic]));
    this.#scorer = new Scorer(clinics);
    this.#states = Areas.ofStates(count(clinics, ({ stateCode, state }) => [stateCode, state]));
    this.#municipalities = new Map(
      [...Map.groupBy(clinics, ({ stateCode }) => stateCode)].map(([state, inState]) => [
        state,
        Areas.ofMunicipalities(
          state,
          count(inState, (clinic) => [clinic.municipalityCode, clinic.municipality]),
        ),
      ]),
    );
  }

  /** What the text may mean. `one` is only said where no other clinic fits about as well. */
  search(text: string, options: SearchOptions = {}): ClinicSearchResult {
    const { stateCode, municipalityCode, limit = 5 } = options;
    const byClues = this.byClues(text);
    const isAllowed = (clinic: SearchableClinic | undefined) =>
      (stateCode === undefined || clinic?.stateCode === stateCode) &&
      (municipalityCode === undefined || clinic?.municipalityCode === municipalityCode);
    if (byClues && isAllowed(byClues)) return { verdict: 'one', matches: [{ clinic: byClues, score: 1 }], total: 1 };
    const answers = new Map<number, Scored>();
    let best: { query: Query; score: number } | undefined;
    for (const query of readPhrase(text, this.#scorer)) {
      for (const scored of this.#scorer.score(query, (at) => isAllowed(this.#clinics[at]))) {
        if (scored.score > (answers.get(scored.at)?.score ?? 0)) answers.set(scored.at, scored);
        if (scored.score > (best?.score ?? 0)) best = { query, score: scored.score };
      }
    }
    if (!best) return NOTHING;
    const ranked = [...answers.values()].sort((a, b) => b.score - a.score || a.at - b.at);
    const { verdict, total } = judge(best.query, ranked);
    if (verdict === 'none') return NOTHING;
    const matches = ranked.slice(0, limit).flatMap(({ at, score }) => {
      const clinic = this.#clinics[at];
      return clinic ? [{ clinic, score: Math.min(1, score) }] : [];
    });
    return { verdict, matches, total };
  }

  byId(id: number): SearchableClinic | undefined {
    return this.#byId.get(id);
  }

  /** The clinic with this CLUES, forgiving case, spaces, dashes and letters typed for digits. */
  byClues(text: string): SearchableClinic | undefined {
    const clues = cluesIn(text, (key) => this.#byClues.has(key));
    return clues === undefined ? undefined : this.#byClues.get(clues);
  }

  /** The clinics closest to a point, those without a position left out. */
  nearest(lat: number, lng: number, limit = 5): { clinic: SearchableClinic; km: number }[] {
    return this.#clinics
      .flatMap((clinic) =>
        clinic.latitude === null || clinic.longitude === null
          ? []
          : [{ clinic, km: kilometres(lat, lng, clinic.latitude, clinic.longitude) }],
      )
      .sort((a, b) => a.km - b.km)
      .slice(0, limit);
  }

  /** The states that have clinics, by name. */
  states(): { code: string; name: string; clinics: number }[] {
    return this.#states.list();
  }

  /** The municipalities of a state that have clinics, by name. */
  municipalities(stateCode: string): { code: string; name: string; clinics: number }[] {
    return this.#municipalities.get(stateCode)?.list() ?? [];
  }

  /** The clinics of a municipality, by name. */
  clinicsOf(stateCode: string, municipalityCode: string): SearchableClinic[] {
    return this.#clinics
      .filter((clinic) => clinic.stateCode === stateCode && clinic.municipalityCode === municipalityCode)
      .sort((a, b) => a.name.localeCompare(b.name, 'es'));
  }

  /** The state a text names, forgiving errors and short forms; undefined when it names none. */
  findState(text: string): { code: string; name: string } | undefined {
    const [best] = this.#states.find(text);
    return best && { code: best.code, name: best.name };
  }

  /** The municipalities of a state that a text may name, best first. */
  findMunicipality(stateCode: string, text: string): { code: string; name: string }[] {
    const found = this.#municipalities.get(stateCode)?.find(text) ?? [];
    return found.map(({ code, name }) => ({ code, name }));
  }
}
