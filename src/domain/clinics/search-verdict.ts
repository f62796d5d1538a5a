/** Decides whether a search found its clinic: a wrong clinic means a wrong date, so in doubt the person is asked. */

import type { Query } from './search-query.ts';
import type { Scored } from './search-score.ts';

/** Below this nothing resembles what was typed. */
const RESEMBLES = 0.36;
/** Ordinary words name a clinic only as its whole name: "Nombre de Dios". */
const WHOLE_NAME = 0.97;
/** From here on the best is an answer, not a guess. */
const FITS = 0.66;
const EXPLAINS = 0.78;
/** A place alone, or a small part of a name, is not enough to be sure. */
const SAID = 0.55;
/** Words of this weight may be left over and the answer still be sure: a number, "colonia". */
const MISSED = 1.45;
/** In a sentence with other words: below this it is about something else. */
const SPEECH_EXPLAINED = 0.55;
/** A phrase that names a municipality and nothing else. */
const PLACE_SAID = 0.85;
/** What is closer to the best than this may be the one meant. */
const CLOSE = 0.06;
/** The less the best one fits, the further away another may still be the one meant. */
const CLOSE_IF_UNSURE = 0.35;
const NAME_SAID = 0.75;
const CLOSE_EXPLAINED = 0.04;

interface Verdict {
  verdict: 'one' | 'several' | 'near' | 'none';
  total: number;
}

/** A clinic that the person may as well have meant as the best one. */
function rivals(best: Scored, other: Scored): boolean {
  if (best.agrees && !other.agrees) return false;
  if (other.score >= best.score - CLOSE - CLOSE_IF_UNSURE * (1 - Math.min(1, best.score))) return true;
  // Not a clinic's own name but its place: the others there may be meant too.
  if (best.said < NAME_SAID && other.explained >= best.explained - CLOSE) return true;
  // The words typed are also part of a longer name: people shorten names.
  return (
    other.byName >= best.byName - CLOSE_EXPLAINED &&
    other.byName > 0.5 &&
    other.explained >= best.explained - CLOSE_EXPLAINED
  );
}

/** The verdict on clinics scored for a phrase, best first. */
export function judge(query: Query, scored: readonly Scored[]): Verdict {
  const [best] = scored;
  const isNamed = query.words.some(({ points }) => points);
  if (!best || best.score < (isNamed ? RESEMBLES : WHOLE_NAME)) return { verdict: 'none', total: 0 };
  const isSpeech = query.words.some(({ ordinary, matches }) => ordinary && matches.length === 0);
  const isPlace = best.placed >= PLACE_SAID && best.explained >= PLACE_SAID;
  const fits = best.agrees && best.explained >= EXPLAINS && (best.score >= FITS || isPlace);
  const isAboutElse = isSpeech && best.explained < SPEECH_EXPLAINED;
  if (!fits) return { verdict: isAboutElse ? 'none' : 'near', total: 0 };
  const total = 1 + scored.reduce((sum, other) => sum + (other !== best && rivals(best, other) ? 1 : 0), 0);
  if (total > 1) return { verdict: 'several', total };
  const isSure = best.missed < MISSED && best.said >= SAID && best.score >= FITS;
  return isSure && isNamed && !isSpeech ? { verdict: 'one', total } : { verdict: 'near', total: 0 };
}
