/** The operator's commands as a process of their own, on one database: exit codes and what is printed. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../db/schema/tables.ts';
import { openSqlite } from '../../db/sqlite.ts';
import { seedDirectory } from '../../src/domain/clinics/seed.ts';
import { takeReport } from '../../src/domain/reports/reports.ts';
import { COMPILED, QUICK_IMPORTS } from '../testkit/program.ts';

const CLI = fileURLToPath(new URL('../../src/cli/cli.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'asamblea-cli-'));
const database = join(folder, 'cli.db');
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(async () => {
  const store = openSqlite(database);
  await seedDirectory(store);
  await store.close();
}, 60_000);

function run(...args: string[]) {
  const env = { PATH: process.env.PATH, ...COMPILED, DATABASE_URL: `file:${database}` };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', QUICK_IMPORTS, CLI, ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

async function holdInLoreto(role: Role): Promise<void> {
  const store = openSqlite(database);
  await store.run(async ({ db, tables: { people, roles, clinics } }) => {
    const [person] = await db.insert(people).values({ createdAt: 1 }).returning();
    const [clinic] = await db.select().from(clinics).where(eq(clinics.clues, 'BSIST000113'));
    await db.insert(roles).values({ personId: person?.id, role, clinicId: clinic?.id, grantedAt: 1 });
  });
  await store.close();
}

function write(name: string, ...lines: string[]): string {
  writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  return name;
}

/** A Saturday of next year: the child has the real clock. */
const date = `${new Date().getFullYear() + 1}-11-20`;

describe('the command line', { timeout: 60_000 }, () => {
  it('ends with 2 for wrong usage, with 1 and one line for a file that is not there', () => {
    expect(run('import-assemblies', 'a.csv', '--move', '--add').status).toBe(2);
    expect(run('import-assemblies', 'none.csv')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'There is no file none.csv.\n',
    });
  });

  it('import-clinics loads the right rows and explains the wrong ones', () => {
    const [titles = '', row = ''] = readFileSync(
      new URL('../../db/seed/clinics-issste.csv', import.meta.url),
      'utf8',
    ).split('\n');
    const file = write(
      'clinics.csv',
      titles,
      row,
      row.replace(/^\w+/, 'ASIST000999'),
      row.replace('21.9014', '3.2').replace(/^\w+/, 'ASIST000998'),
    );
    expect(run('import-clinics', file)).toEqual({
      status: 1,
      stdout: 'clinics.csv (a directory file): 1 new, 0 changed, 1 unchanged, 1 wrong.\n',
      stderr: 'line 4: latitude: must be a number from 14 to 33 (3.2)\n',
    });
    const again = run(
      'import-clinics',
      '--json',
      write('clinics.csv', titles, row, row.replace(/^\w+/, 'ASIST000999')),
    );
    expect(again).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(again.stdout)).toMatchObject({
      format: 'directory',
      new: 0,
      changed: 0,
      unchanged: 2,
      wrong: 0,
      problems: [],
    });
    const lacking = run('import-clinics', write('lacking.csv', 'clues,name', 'ASIST000021,X'));
    expect(lacking).toMatchObject({ status: 1, stdout: '' });
    expect(lacking.stderr).toMatch(
      /^Missing column: institution, .*timezone\. Columns seen: clues, name\. Nothing was loaded\.\n$/,
    );
  });

  it('import-clinics takes the official table, in Windows-1252 with semicolons', () => {
    const file = join(folder, 'official.csv');
    const table = [
      'CLUES;CLAVE DE LA INSTITUCION;CLAVE DE LA ENTIDAD;ENTIDAD;CLAVE DEL MUNICIPIO;MUNICIPIO;NOMBRE DE LA UNIDAD;NOMBRE DE TIPOLOGIA;NIVEL ATENCION;ESTATUS DE OPERACION;LATITUD;LONGITUD',
      'BCIST000999;IST;02;BAJA CALIFORNIA;004;TIJUANA;UMF EL PEÑÓN;UNIDAD DE MEDICINA FAMILIAR;PRIMER NIVEL;EN OPERACION;32.5;-117.0',
      'BCSSA000999;SSA;02;BAJA CALIFORNIA;004;TIJUANA;OTRA;RURAL;PRIMER NIVEL;EN OPERACION;32.5;-117.0',
    ];
    writeFileSync(file, Buffer.from(table.join('\r\n'), 'latin1'));
    const result = run('import-clinics', file, '--json');
    expect(result.status).toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({ format: 'official', new: 1, leftOut: 1, wrong: 0 });
  });

  it('import-assemblies loads what is right, lists the hours by zone, and again changes nothing', () => {
    const right = [`BCIST000105,${date},11:00,Patio`, `DFIST000411,${date},11:00,Patio`];
    const file = write('assemblies.csv', 'clues,date,time,place,lugar', ...right, `DFIST000522,2020-01-01,11:00,Patio`);
    expect(run('import-assemblies', file)).toEqual({
      status: 1,
      stdout: [
        'assemblies.csv: 2 new, 0 changed, 0 unchanged, 0 in conflict, 1 wrong.',
        'Notices queued: 0.',
        'Columns not used: lugar.',
        '11:00 in Mexico City: 1 assembly',
        '11:00 in Tijuana = 13:00 in Mexico City: 1 assembly',
        '',
      ].join('\n'),
      stderr: 'line 4: date: is in the past (2020-01-01 11:00)\n',
    });
    write('assemblies.csv', 'clues,date,time,place', ...right);
    expect(JSON.parse(run('import-assemblies', file, '--json').stdout)).toMatchObject({
      new: 0,
      unchanged: 2,
      wrong: 0,
    });
    const other = write('other.csv', 'clues,date,time,place', `BCIST000105,${date.replace('-20', '-27')},11:00,Patio`);
    const conflict = run('import-assemblies', other, '--json');
    expect(conflict.status).toBe(1);
    expect(JSON.parse(conflict.stdout)).toMatchObject({
      conflicts: 1,
      problems: [{ line: 2, kind: 'conflict', column: 'date' }],
    });
    expect(run('import-assemblies', other, '--move').status).toBe(0);
  });

  it('import-programme loads a year', () => {
    const file = write('programme.csv', 'clues,year', 'BCIST000105,2027', 'DFIST000411,27', 'XXIST000001,2027');
    expect(run('import-programme', file)).toEqual({
      status: 1,
      stdout: 'programme.csv (2027): 1 new, 0 unchanged, 2 wrong.\n',
      stderr: [
        'line 3: year: must be a year, such as 2027 (27)',
        'line 4: clues: is not in the directory (XXIST000001)',
        '',
      ].join('\n'),
    });
  });

  it('exports who is expected, and what people reported', async () => {
    const store = openSqlite(database);
    await store.run(async (tx) => {
      const { assemblies, rsvps } = tx.tables;
      const rows = await tx.db.select().from(assemblies).orderBy(assemblies.id);
      const assemblyId = rows[1]?.id ?? 0;
      await tx.db.update(assemblies).set({ capacity: 3 });
      await tx.db.insert(rsvps).values([
        { assemblyId, answer: 'yes', companions: 2, answeredAt: 0 },
        { assemblyId, answer: 'yes', answeredAt: 0 },
        { assemblyId, answer: 'maybe', companions: 4, answeredAt: 0 },
        { assemblyId, answer: 'no', answeredAt: 0 },
      ]);
      await tx.db.insert(tx.tables.entries).values([
        { assemblyId, code: '7K3P', people: 3, enteredAt: 0 },
        { assemblyId, people: 2, enteredAt: 0 },
      ]);
      await tx.db.insert(tx.tables.headCounts).values({ assemblyId, people: 30, countedAt: 0 });
      await takeReport(tx, { kind: 'wrong-date', assemblyId, clinicId: rows[1]?.clinicId, text: '', now: 0 });
      await takeReport(tx, { kind: 'missing-clinic', text: '=HYPERLINK("x"), la de Loreto', now: 1 });
    });
    await store.close();
    const rsvps = run('export', 'rsvps', '--clinic', 'dfist000411');
    expect(rsvps.status).toBe(0);
    expect(rsvps.stdout.split('\n')[1]).toMatch(/,DFIST000411,.*,Patio,2,1,1,2,4,3,over capacity,$/);
    const json = JSON.parse(run('export', 'rsvps', '--json').stdout);
    expect(json).toMatchObject([
      { clues: 'DFIST000411', expected: 4, overCapacity: true },
      { yes: 0, overCapacity: false },
    ]);
    expect(run('export', 'rsvps', '--clinic', 'XXIST000001')).toMatchObject({ status: 1, stdout: '' });
    const came = run('export', 'attendance').stdout.trim().split('\n');
    expect(came).toHaveLength(2);
    expect(came[1]).toMatch(/,DFIST000411,.*,America\/Mexico_City,4,3,2,30,$/);
    const [, wrongDate, missing] = run('export', 'reports').stdout.split('\n');
    expect(wrongDate).toMatch(/^1,1970-01-01T00:00:00.000Z,wrong-date,DFIST000411,.*,[\d-]+T[\d:.]+Z,$/);
    expect(missing).toBe(`2,1970-01-01T00:00:00.001Z,missing-clinic,,,,"'=HYPERLINK(""x""), la de Loreto"`);
  });
});

describe('roles', () => {
  it('are given by a code, alone on the last line, and listed without saying who has them', () => {
    const { status, stdout } = run('invite', 'president', '--clinic', 'bsist000113', '--post', 'Presidencia');
    const lines = stdout.trimEnd().split('\n');
    expect(status).toBe(0);
    expect(lines[0]).toMatch(/^Invitation 1: president of UMF Loreto, once, until \d{4}-/);
    expect(lines.at(-1)).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
    expect(run('invite', 'facilitator', '--state', '3', '--json').stdout).toContain('"where":"Baja California Sur"');
    const listed = run('roles');
    expect(listed.stdout).toContain('invitation  1  president (Presidencia)  BSIST000113 UMF Loreto, until ');
    expect(listed.stdout).toContain('invitation  2  facilitator  state 03, until ');
    expect(run('revoke', '1', '--invitation')).toMatchObject({
      status: 0,
      stdout: 'The invitation is good no more.\n',
    });
    expect(run('revoke', '1', '--invitation').stderr).toBe('There is no open invitation 1.\n');
  });

  it('are offered to a second one too, which is said', async () => {
    const president = ['invite', 'president', '--clinic', 'BSIST000113'];
    expect(run(...president).stdout).not.toContain('already');
    await holdInLoreto('president');
    expect(run(...president)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('Somebody is president there already and stays so'),
    });
    expect(JSON.parse(run('invite', 'treasurer', '--clinic', 'BSIST000113', '--json').stdout)).toMatchObject({
      isHeld: false,
    });
  });

  it.each([
    [['invite', 'pope', '--clinic', 'BSIST000113'], 'There is no role pope: facilitator, president, treasurer'],
    [['invite', 'president'], 'Say where: --clinic CLUES'],
    [['invite', 'president', '--state', '03'], 'A president belongs to one clinic'],
    [['invite', 'president', '--clinic', 'NONE'], 'No clinic of the directory has the CLUES NONE.'],
    [['invite', 'facilitator', '--state', '77'], 'No clinic of the directory is in a state 77'],
    [['invite', 'president', '--clinic', 'BSIST000113', '--days', '0'], '--days is a whole number from 1 to 365.'],
    [['revoke', '77'], 'There is no open role 77.'],
  ])('%j says what is wrong', (args, sentence) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(1);
    expect(stderr).toContain(sentence);
  });
});
