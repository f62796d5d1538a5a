/** Reads a CLUES, the official key of a clinic ("VZIST000254"), as people write it. */

const LENGTH = 11;
const LETTERS = 5;
const AS_DIGIT: Readonly<Record<string, string>> = { O: '0', Q: '0', D: '0', I: '1', L: '1', S: '5', B: '8', Z: '2' };
const AS_LETTER: Readonly<Record<string, string>> = { '0': 'O', '1': 'I', '5': 'S', '8': 'B' };
/** Fewer real digits than this are a word, not a key. */
const LEAST_DIGITS = 2;

function corrected(eleven: string): string | undefined {
  const letters = eleven.slice(0, LETTERS);
  const digits = eleven.slice(LETTERS);
  if (digits.replace(/\D/g, '').length < LEAST_DIGITS) return undefined;
  return (
    [...letters].map((letter) => AS_LETTER[letter] ?? letter).join('') +
    [...digits].map((digit) => AS_DIGIT[digit] ?? digit).join('')
  );
}

/** The first key in the text that `isKnown`: any case, with spaces or dashes, O for 0, zeros left out; else undefined. */
export function cluesIn(text: string, isKnown: (clues: string) => boolean): string | undefined {
  const together = text
    .slice(0, 200)
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '');
  for (let at = 0; at + LENGTH <= together.length; at++) {
    const clues = corrected(together.slice(at, at + LENGTH));
    if (clues && isKnown(clues)) return clues;
  }
  for (const [, letters = '', digits = ''] of together.matchAll(/([A-Z]{2}(?:IST|IMB|IMS))(\d{2,6})(?!\d)/g)) {
    const clues = letters + digits.padStart(LENGTH - LETTERS, '0');
    if (isKnown(clues)) return clues;
  }
  return undefined;
}
