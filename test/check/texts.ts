/** The texts of a language, as the files of its folder hold them. */

import { readdirSync, readFileSync } from 'node:fs';

/** Every text by `namespace:key`. `understanding.json` is left out: it is what people say, not what the bot says. */
export function textsOf(language: string): Map<string, string> {
  const folder = new URL(`../../locales/${language}/`, import.meta.url);
  return new Map(
    readdirSync(folder)
      .filter((file) => file.endsWith('.json') && file !== 'understanding.json')
      .flatMap((file) => flat(file.replace('.json', ':'), JSON.parse(readFileSync(new URL(file, folder), 'utf8')))),
  );
}

function flat(path: string, value: unknown): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) =>
    flat(path.endsWith(':') ? path + key : `${path}.${key}`, inner),
  );
}
