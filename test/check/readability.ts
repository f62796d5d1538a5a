/** How easily a Spanish text is read: the INFLESZ scale (Szigriszt-Pazos' formula), with a counter of Spanish syllables. */

/** Above 80 "very easy" (primary school), 65 to 80 "fairly easy", 55 to 65 "normal" (Barrio Cantalejo 2008). */
export function inflesz(text: string): number {
  const words = wordsOf(text);
  const count = words.reduce((sum, word) => sum + syllables(word), 0);
  return 206.835 - (62.3 * count) / words.length - words.length / sentences(text);
}

/** A number with its points and colons ("11:00") is one word. */
export function wordsOf(text: string): string[] {
  return text.match(/\p{N}+(?:[.,:]\p{N}+)*|[\p{L}\p{M}]+/gu) ?? [];
}

/** A sentence ends at a full stop, question or exclamation mark, ellipsis or line; colons and semicolons do not end one. */
function sentences(text: string): number {
  return text.split(/[.!?…]+(?=[\s)»"”]|$)|\n/).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence)).length;
}

/** A number is taken in at a glance, not spelled out: it counts like "once" or "veinte". */
const NUMBER = 2;

export function syllables(word: string): number {
  if (/^\p{N}/u.test(word)) return NUMBER;
  const runs = vowelsOf(word).match(/[aeouiáéóíú]+/g) ?? [];
  return Math.max(
    1,
    runs.reduce((sum, run) => sum + nuclei(run), 0),
  );
}

/** The word with only its sounding vowels as vowels: no silent u, no h between vowels, y where it is one. */
function vowelsOf(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFC')
    .replace(/([aeiouáéíóúü])h(?=[aeiouáéíóúü])/g, '$1')
    .replace(/q[uü](?=[eiéí])/g, 'q')
    .replace(/gu(?=[eiéí])/g, 'g')
    .replace(/ü/g, 'u')
    .replace(/y(?![aeiouáéíóú])/g, 'i');
}

/**
 * Vowels side by side: each open one (a, e, o) begins a syllable of its own; a closed one (i, u) joins its neighbour,
 * unless it bears the accent beside an open one (pa-ís) or meets itself (chi-i-ta).
 */
function nuclei(run: string): number {
  const open = run.match(/[aeoáéó]/g)?.length ?? 0;
  if (open > 0) return open + (run.match(/[íú]/g)?.length ?? 0);
  return 1 + (run.match(/i[ií]|u[uú]/g)?.length ?? 0);
}
