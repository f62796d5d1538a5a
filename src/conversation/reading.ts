/** A message is read in the person's language, and in the others where they may say more. */

import { setLanguage } from '../domain/people/people.ts';
import { clinicFinder } from './clinic-finder.ts';
import type { Directory } from './directory.ts';
import type { Content } from './inbound.ts';
import { courtesies, interpret, type OpenQuestion, type Reading } from './interpret.ts';
import type { Call } from './serve.ts';
import type { Understanding } from './understanding/understanding.ts';

interface ReadingOptions {
  understandings: ReadonlyMap<string, Understanding>;
  directory: Directory;
}

/** `chosen`: the language the person has, if any. */
export type Read = (
  content: Content,
  chosen: string | null,
  call: Call,
  open: OpenQuestion | undefined,
) => Promise<Reading>;

/**
 * Another language counts where it says more and is at least as familiar with the words. Who has chosen none and writes
 * in another is answered in that one from then on.
 */
export function createReading({ understandings, directory }: ReadingOptions): Read {
  const understandingOf = (language: string) => {
    const understanding = understandings.get(language);
    if (!understanding) throw new Error(`No understanding of ${language}.`);
    return understanding;
  };

  return async (content, chosen, call, open) => {
    const { namesClinic, byText } = clinicFinder(directory.index);
    const own = understandingOf(call.language);
    const reading = interpret(content, open, { understanding: own, namesClinic });
    if (content.type !== 'text' || reading.means === 'emergency') return reading;
    const { text } = content;
    for (const [language, understanding] of understandings) {
      if (language === call.language) continue;
      if (!mayGiveWay(reading) && !understanding.isEmergency(text)) continue;
      // A clinic's name says the same in every language.
      const other = interpret(content, open, { understanding, namesClinic: () => undefined });
      if (!saysMore(other, reading)) continue;
      if (isTyped(reading) && other.means !== 'emergency' && byText(text).found !== 'none') continue;
      if (understanding.familiar(text) < own.familiar(text)) continue;
      if (chosen === null) {
        call.language = language;
        // Of who is in danger nothing is kept.
        if (other.means !== 'emergency') await setLanguage(call.tx, { personId: call.personId, language });
      }
      return other;
    }
    return reading;
  };
}

/** The text as it was typed is the answer: nothing in it was understood. */
function isTyped(reading: Reading): boolean {
  return reading.means === 'event' && reading.event.type === 'text';
}

/** Whether a reading is so little that one in another language may say more; that somebody is in danger always does. */
function mayGiveWay(reading: Reading): boolean {
  return reading.means === 'unclear' || isTyped(reading) || isCourtesy(reading);
}

/** Whether this reading of a text understands what the other one, in another language, does not, beyond a courtesy. */
function saysMore(reading: Reading, other: Reading): boolean {
  if (reading.means === 'emergency') return other.means !== 'emergency';
  if (reading.means === 'unclear' || reading.means === 'clinic' || isTyped(reading)) return false;
  if (other.means === 'unclear' || isTyped(other)) return true;
  return isCourtesy(other) && reading.means === 'intent' && !isCourtesy(reading);
}

function isCourtesy(reading: Reading): boolean {
  if (reading.means === 'intent') return courtesies.has(reading.intent.name);
  return reading.means === 'remark' && [...courtesies].some((name) => reading.key === `conversation:aside.${name}`);
}
