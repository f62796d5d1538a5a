/** The texts: the same in every language, all of them used and none missing. */

import { globSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { literals } from './scan-imports.ts';
import { textsOf } from './texts.ts';

const root = new URL('../../', import.meta.url);
const MODEL = 'es-MX';
const PLURAL = /_(zero|one|two|few|many|other)$/;

const languages = readdirSync(new URL('locales/', root)).sort();
const texts = new Map(languages.map((language) => [language, textsOf(language)]));
const model = textsOf(MODEL);

function baseOf(key: string): string {
  return key.replace(PLURAL, '');
}

/** The placeholders of a text in all its plural forms. */
function placeholders(all: ReadonlyMap<string, string>, base: string): string[] {
  const forms = [...all].filter(([key]) => baseOf(key) === base).map(([, text]) => text);
  return [
    ...new Set(forms.flatMap((text) => [...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, name = '']) => name))),
  ].sort();
}

describe.each([...texts])('%s', (language, all) => {
  it('has the texts that Spanish has', () => {
    expect([...new Set([...all.keys()].map(baseOf))].sort()).toEqual(
      [...new Set([...model.keys()].map(baseOf))].sort(),
    );
  });

  it('has every plural form of its own grammar, and no other', () => {
    const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const plural = new Set([...all.keys()].filter((key) => PLURAL.test(key)).map(baseOf));
    for (const base of plural) {
      const forms = [...all.keys()].filter((key) => baseOf(key) === base).map((key) => key.match(PLURAL)?.[1]);
      expect([base, ...forms.sort()]).toEqual([base, ...[...wanted].sort()]);
    }
  });

  it('has the placeholders that Spanish has', () => {
    const other = [...new Set([...all.keys()].map(baseOf))].filter(
      (base) => placeholders(all, base).join() !== placeholders(model, base).join(),
    );
    expect(other).toEqual([]);
  });

  it('says something everywhere, without stray spaces', () => {
    expect(
      [...all].filter(([, text]) => text === '' || text !== text.trim() || / {2}/.test(text)).map(([key]) => key),
    ).toEqual([]);
  });
});

describe('the texts that the code uses', () => {
  const namespaces = [...new Set([...model.keys()].map((key) => key.split(':')[0] ?? ''))];
  const sources = globSync(['flows/**/*.ts', 'src/**/*.ts'], { cwd: root.pathname });
  const written = sources.flatMap((file) =>
    literals(readFileSync(new URL(file, root), 'utf8')).map((literal) => ({ ...literal, file })),
  );
  const named = written.filter(
    ({ text }) => namespaces.some((namespace) => text.startsWith(`${namespace}:`)) && !/\s/.test(text),
  );
  const keys = [...new Set([...model.keys()].flatMap((key) => [key, baseOf(key)]))];

  it('exist', () => {
    const missing = named.filter(({ text, whole }) =>
      whole ? !keys.includes(text) : !keys.some((key) => key.startsWith(text)),
    );
    expect(missing.map(({ file, text }) => `${file}: ${text}`)).toEqual([]);
  });

  it('are all the texts there are', () => {
    const whole = new Set(named.filter((literal) => literal.whole).map(({ text }) => text));
    const heads = named.filter((literal) => !literal.whole).map(({ text }) => text);
    // `menu:${remark}` leaves all open: then the rest of the key, or its beginning, has to stand somewhere by itself.
    const rests = new Set(written.filter((literal) => literal.whole).map(({ text }) => text));
    const beginnings = written
      .filter((literal) => !literal.whole && /^\w+\.$/.test(literal.text))
      .map(({ text }) => text);
    const unused = [...model.keys()].filter((key) => {
      const [namespace = '', rest = ''] = baseOf(key).split(':');
      if (whole.has(baseOf(key)) || heads.some((head) => !head.endsWith(':') && key.startsWith(head))) return false;
      return (
        !heads.includes(`${namespace}:`) ||
        !(rests.has(rest) || beginnings.some((beginning) => rest.startsWith(beginning)))
      );
    });
    expect(unused).toEqual([]);
  });
});
