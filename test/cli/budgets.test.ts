/** `import-budgets` as the operator meets it: what is loaded, what is not and why, what to look at again. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Store } from '../../db/unit-of-work.ts';
import { importBudgetsFile } from '../../src/cli/import-budgets.ts';
import { OperatorError } from '../../src/cli/operator-error.ts';
import { clinic, LORETO, TIJUANA } from '../domain/import-world.ts';
import { describeStores } from '../testkit/stores.ts';
import { NOW } from '../testkit/town.ts';

const folder = mkdtempSync(join(tmpdir(), 'asamblea-budgets-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

describeStores('import-budgets', (open) => {
  let store: Store;
  beforeEach(async () => {
    store = await open();
    await store.run(({ db, tables }) => db.insert(tables.clinics).values([clinic(LORETO), clinic(TIJUANA)]));
  });

  async function load(content: string | Uint8Array, json = false) {
    const file = join(folder, 'budgets.csv');
    writeFileSync(file, content);
    const printed: string[] = [];
    const complained: string[] = [];
    vi.spyOn(console, 'log').mockImplementation((line: string) => void printed.push(line.replaceAll(`${folder}/`, '')));
    vi.spyOn(console, 'error').mockImplementation((line: string) => void complained.push(line));
    const code = await importBudgetsFile({ store, now: NOW }, file, { json });
    return { code, printed, complained };
  }
  const loaded = () =>
    store.run(({ db, tables: { budgets } }) =>
      db
        .select({ clinic: budgets.clinicId, year: budgets.year, cents: budgets.amountCents })
        .from(budgets)
        .orderBy(budgets.year, budgets.clinicId),
    );

  it('loads pesos as people write them, once; a known year is updated', async () => {
    const rows = `clues,year,amount\n${LORETO},2027,"$1,100,000.50"\n${TIJUANA},2027,400000\n`;
    expect(await load(rows)).toEqual({
      code: 0,
      complained: [],
      printed: ['budgets.csv (2027): 2 new, 0 updated, 0 unchanged, 0 wrong.'],
    });
    expect((await load(rows)).printed).toEqual(['budgets.csv (2027): 0 new, 0 updated, 2 unchanged, 0 wrong.']);
    const changed = await load(rows.replace('400000', '"$ 450,000"'));
    expect(changed.printed).toEqual(['budgets.csv (2027): 0 new, 1 updated, 1 unchanged, 0 wrong.']);
    expect(await loaded()).toEqual([
      { clinic: 1, year: 2027, cents: 110_000_050 },
      { clinic: 2, year: 2027, cents: 45_000_000 },
    ]);
  });

  it('reads what a spreadsheet in Spanish saves: semicolons, Windows-1252', async () => {
    const bytes = Buffer.from(`CLUES;YEAR;AMOUNT;NOTA\r\n${LORETO};2027;400000;sí, año\r\n`, 'latin1');
    expect((await load(bytes)).code).toBe(0);
  });

  it('names the line of whatever is wrong, and loads the rest', async () => {
    const { code, printed, complained } = await load(
      [
        'clues,year,amount',
        `${LORETO},2027,400000`,
        'XXXXX000000,2027,400000',
        `${TIJUANA},2027,-5`,
        `${TIJUANA},27,400000`,
        `${TIJUANA},2027,400 mil`,
        `${TIJUANA},2027,0`,
        `${LORETO},2027,500000`,
        `${LORETO},2027,1,200,000`,
      ].join('\n'),
    );
    expect(code).toBe(1);
    expect(complained).toEqual([
      'line 3: clues: is not in the directory (XXXXX000000)',
      'line 4: amount: must be pesos, such as 400000 or $400,000.00 (-5)',
      'line 5: year: must be a year, such as 2027 (27)',
      'line 6: amount: must be pesos, such as 400000 or $400,000.00 (400 mil)',
      'line 7: amount: must be pesos, such as 400000 or $400,000.00 (0)',
      `line 8: clues: the clinic and year stand on line 2 already (${LORETO})`,
      'line 9: has 5 values for 3 columns: a value that contains "," must stand in quotes (200,000)',
    ]);
    expect(printed).toEqual(['budgets.csv (2027): 1 new, 0 updated, 0 unchanged, 7 wrong.']);
  });

  it('loads an amount that no year has seen, and points it out', async () => {
    const { code, printed } = await load(`clues,year,amount\n${LORETO},2027,4000000\n`);
    expect(code).toBe(0);
    expect(printed[1]).toBe(`Look at line 2: ${LORETO} has $4,000,000.00, not $370,000.00 to $1,200,000.00.`);
    const { printed: json } = await load(`clues,year,amount\n${LORETO},2027,4000000\n`, true);
    expect(JSON.parse(json[0] ?? '')).toMatchObject({ unchanged: 1, unusual: [{ line: 2, amount: '$4,000,000.00' }] });
  });

  it('loads nothing from a file without its columns', async () => {
    await expect(load('clues,amount\nBSIST000016,5\n')).rejects.toThrow(OperatorError);
    expect(await loaded()).toEqual([]);
  });
});
