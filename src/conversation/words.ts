/** The understanding of every language, compiled from its folder. */

import { readFileSync } from 'node:fs';
import { remembering } from './understanding/memo.ts';
import { createUnderstanding, type Understanding, type Vocabulary } from './understanding/understanding.ts';

export function loadUnderstandings(
  languages: readonly string[],
  folder = new URL('../../locales/', import.meta.url),
): ReadonlyMap<string, Understanding> {
  return new Map(
    languages.map((language) => {
      const file = new URL(`${language}/understanding.json`, folder);
      const vocabulary = JSON.parse(readFileSync(file, 'utf8')) as Vocabulary;
      return [language, remembering(createUnderstanding(vocabulary))];
    }),
  );
}
