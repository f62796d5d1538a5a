/** Readable names out of the official table, which is written in capitals. */

const small = new Set(['a', 'al', 'con', 'de', 'del', 'e', 'el', 'en', 'la', 'las', 'los', 'para', 'por', 'sin', 'y']);

/** Short forms that stay in capitals; what has no vowel or is a Roman number stays so too. */
const shortForms = new Set(
  `caf caaps ce ceaps cessa cma cmct cmf cmfe cmfeq cr cs csr csu csuc csurd dif esi fovissste imss infonavit issste
  sedena ssa uap umf umr uneme unam`.split(/\s+/),
);

/**
 * "UMF PABELLÓN DE ARTEAGA" becomes "UMF Pabellón de Arteaga". A text that has small letters is left as it is; accents
 * that the source lacks stay missing.
 */
export function readable(text: string): string {
  const tidy = text.replace(/\s+/g, ' ').trim();
  if (/\p{Ll}/u.test(tidy)) return tidy;
  return tidy.toLowerCase().replace(/[\p{L}\d/]+/gu, (word, at: number, whole: string) => {
    const opening = at === 0 || /[([]/.test(whole.charAt(at - 1));
    if (shortForms.has(word) || word === 's/n' || /^[ivx]+$/.test(word)) return word.toUpperCase();
    if (!opening && small.has(word)) return word;
    return word.charAt(0).toUpperCase() + word.slice(1);
  });
}
