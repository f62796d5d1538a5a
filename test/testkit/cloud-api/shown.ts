/** What a phone shows of a text: the signs that it reads as markup are gone, as greedily as any app might read them. */

const PAIRS = /(^|[^\p{L}\p{N}])([*_~`])(?=\S)([^\n]*?\S)\2(?![\p{L}\p{N}])/gmu;

export function asShown(text: string): string {
  const next = text.replaceAll(PAIRS, '$1$3').replaceAll(/^[^\S\n]*>[^\S\n]?/gmu, '');
  return next === text ? text : asShown(next);
}
