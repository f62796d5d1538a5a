/** Turns what a person typed into plain words, and a word into the sound it stands for. */

/** Longer texts are no clinic's name; what follows is not read. */
const LONGEST = 200;

const APOSTROPHES = /[´`'’‘]/g;
const DOTTED_LETTERS = /(?<![\p{L}\d])(?:\p{L}\.\s?)+\p{L}\.(?:\p{L}(?![\p{L}\d.]))?/gu;
const SPACED_LETTERS = /(?<![^\s,.])\p{L}(?: \p{L}){2,}(?![^\s,.])/gu;
const ORDINAL = /(\d+)(?:ra|da|ta|ro|do|to|er|na|vo|a|o)(?![a-z])/g;

/** Lower-case Latin words and numbers of a text: no accents, no signs, "U.M.F." and "u m f" in one word. Never throws. */
export function plainWords(text: string): string[] {
  const plain = text
    .slice(0, LONGEST)
    .replace(APOSTROPHES, '')
    .normalize('NFKD')
    .slice(0, 2 * LONGEST)
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(DOTTED_LETTERS, (letters) => `${letters.replace(/[.\s]/g, '')} `)
    .replace(SPACED_LETTERS, (letters) => letters.replaceAll(' ', ''))
    .replace(/(?<![a-z])c s(?![a-z])/g, 'cs')
    .replace(ORDINAL, '$1 ')
    .replace(/([a-z])\1{2,}/g, '$1$1');
  return plain.match(/[a-z]{1,40}|\d{1,10}/g) ?? [];
}

function isSoftVowel(letter: string | undefined): boolean {
  return letter === 'e' || letter === 'i' || letter === 'y';
}

function isVowel(letter: string | undefined): boolean {
  return letter !== undefined && 'aeiou'.includes(letter);
}

/** The letter a sound is written with here, and how many letters of the word it takes. */
function soundAt(word: string, at: number): [sound: string, taken: number] {
  const letter = word.charAt(at);
  const next = word[at + 1];
  switch (letter) {
    case 'h':
      return next === 'u' && isVowel(word[at + 2]) ? ['w', 2] : ['', 1];
    case 'c':
      if (next === 'h') return ['C', 2];
      return [isSoftVowel(next) ? 's' : 'k', 1];
    case 'q':
      return ['k', next === 'u' && isSoftVowel(word[at + 2]) ? 2 : 1];
    case 'g':
      if (next === 'u' && isSoftVowel(word[at + 2])) return ['g', 2];
      if (next === 'u' && isVowel(word[at + 2])) return ['w', 2];
      return [isSoftVowel(next) ? 'j' : 'g', 1];
    case 'l':
      return next === 'l' ? ['y', 2] : ['l', 1];
    case 'p':
      return next === 'h' ? ['f', 2] : ['p', 1];
    case 'y':
      return [isVowel(next) ? 'y' : 'i', 1];
    case 'm':
      return [next === 'b' || next === 'p' || next === 'v' ? 'n' : 'm', 1];
    case 'v':
      return ['b', 1];
    case 'z':
      return ['s', 1];
    default:
      return [letter, 1];
  }
}

/** How a word sounds in Mexican Spanish: equal for b/v, s/c/z, ll/y, g/j, qu/k/c, silent h and doubled letters. */
export function sound(word: string): string {
  let sounds = '';
  for (let at = 0; at < word.length; ) {
    const [letter, taken] = soundAt(word, at);
    if (letter !== sounds.at(-1)) sounds += letter;
    at += taken;
  }
  return sounds;
}
