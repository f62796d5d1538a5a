/** The catalogue: what comes with the project, and what people's words find in it. */

import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { seedCatalogue } from '../../db/seed/catalogue.ts';
import { entriesOf, entryByCode, findEntries } from '../../src/domain/works/catalogue.ts';

const entries = seedCatalogue();
const file = new URL('catalogue-phrases.csv', import.meta.url);
/** An empty code: nothing in the catalogue is meant. */
const phrases = parse(readFileSync(file), { columns: true }) as { code: string; phrase: string }[];
const meant = phrases.filter(({ code }) => code !== '');
const found = (text: string) => findEntries(text).map(({ code }) => code);

describe('the catalogue', () => {
  it('has 31 works, 19 pieces of equipment and 29 of furniture, each with a code of its own', () => {
    const count = (['obra', 'equipo', 'mobiliario'] as const).map((kind) => entriesOf(kind).length);
    expect(count).toEqual([31, 19, 29]);
    expect(new Set(entries.map(({ code }) => code)).size).toBe(79);
    for (const entry of entries) expect(entryByCode(entry.code)).toEqual(entry);
    expect(entryByCode('laboratorio')).toBeUndefined();
  });

  it('finds every entry by its own name, first', () => {
    expect(entries.filter(({ code, name }) => found(name)[0] !== code).map(({ name }) => name)).toEqual([]);
  });

  it('finds every entry by each of its synonyms, among the first three', () => {
    const lost = entries.flatMap(({ code, synonyms }) =>
      synonyms.filter((synonym) => !found(synonym).slice(0, 3).includes(code)).map((synonym) => `${code}: ${synonym}`),
    );
    expect(lost).toEqual([]);
  });
});

describe('what people say', () => {
  const wrong = meant.filter(({ code, phrase }) => found(phrase)[0] !== code);
  const missing = meant.filter(({ code, phrase }) => !found(phrase).slice(0, 3).includes(code));
  const told = (all: typeof meant) =>
    all.map(({ code, phrase }) => `${phrase}: ${code}, not ${found(phrase).join(', ')}`);

  it('finds what they mean first, in 95 of 100 cases', () => {
    expect(wrong.length / meant.length, told(wrong).join('\n')).toBeLessThanOrEqual(0.05);
  });

  it('finds it among the first three, in 98 of 100 cases', () => {
    expect(missing.length / meant.length, told(missing).join('\n')).toBeLessThanOrEqual(0.02);
  });

  it.each(phrases.filter(({ code }) => code === ''))('finds nothing for «$phrase»', ({ phrase }) => {
    expect(found(phrase)).toEqual([]);
  });

  it('is asked which one where two are meant alike', () => {
    expect(found('pintura')).toEqual(['pintura-acabados', 'pintura-nueva-imagen']);
  });

  it.each([
    '',
    '   ',
    '¿?',
    '1',
    'a'.repeat(5000),
    'techo '.repeat(500),
    '\0',
    '👍',
    'ñ',
  ])('never throws: %#', (text) => {
    expect(findEntries(text).length).toBeLessThanOrEqual(5);
  });
});
