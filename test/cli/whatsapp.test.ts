/** `npm run cli -- whatsapp …` as a process of its own, against the WhatsApp Web server of the tests. */

import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { QUICK_IMPORTS } from '../testkit/program.ts';
import { Arrivals } from '../testkit/whatsapp-web/inbox.ts';
import { WhatsappTown } from '../testkit/whatsapp-web/town.ts';

const root = new URL('../../', import.meta.url).pathname;

let town: WhatsappTown;

beforeEach(async () => {
  town = await WhatsappTown.open();
});
afterEach(() => town.close());

const CLI = join(root, 'src/cli/cli.ts');
const PRELOAD = join(root, 'test/testkit/whatsapp-web/preload.ts');

type Ran = Promise<{ code: number; printed: string }>;

function run(
  args: string[],
  options: { cwd: string; env: Record<string, string> },
  onPrinted?: (all: string) => void,
): Ran {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['--import', QUICK_IMPORTS, ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, printed: stdout + stderr });
    });
    let printed = '';
    child.stdout?.on('data', (part) => {
      printed += part;
      onPrinted?.(printed);
    });
  });
}

const cli = (...words: string[]) => run([CLI, 'whatsapp', ...words], { cwd: root, env: town.env() });

it('says who is paired, refuses to pair twice, and forgets', async () => {
  expect(await cli('status')).toMatchObject({ code: 0, printed: expect.stringContaining('Paired with 525550000001') });
  expect(await cli('pair')).toMatchObject({ code: 1, printed: expect.stringContaining('whatsapp unpair') });
  expect((await cli('unpair')).printed).toContain('Remove the device on the phone too');
});

it('sends a test message by the running bot to who has written, and to nobody else', async () => {
  await town.start();
  await town.ask(town.ana, 'hola');
  expect(await cli('unpair')).toMatchObject({ code: 1, printed: expect.stringContaining('Another process uses') });
  expect((await cli('status')).printed).toContain('The bot is running on this account');
  const sent = await cli('test', '+52 55 1234 5678');
  expect(sent).toMatchObject({ code: 0, printed: expect.stringMatching(/^The message was (sent|delivered)\.$/m) });
  await town.ana.waitFor(({ text }) => text?.startsWith('Asamblea: ') === true);
  expect(await cli('test', '5213312345678')).toMatchObject({
    code: 1,
    printed: expect.stringContaining('has not written'),
  });
});

it('prints the templates with the name of who runs the bot', async () => {
  const { code, printed } = await cli('templates');
  expect(code).toBe(0);
  expect(printed).toContain('asamblea_moved_v1 (es_MX, utility)');
  expect(printed).toContain('Aviso de Vecinas de Loreto para {{clinic}}.');
});

it('tells a file that cannot be read from one that the bot uses', async () => {
  writeFileSync(`${town.town.file}.whatsapp-web`, 'no database at all'.repeat(1000));
  expect(await cli('status')).toMatchObject({ code: 1, printed: expect.stringContaining('is damaged') });
});

it('asks for a whole number, with the country', async () => {
  const printed = expect.stringContaining('12 or 13 digits with the country');
  expect(await cli('pair', '--number', '5512345678')).toMatchObject({ code: 1, printed });
});

describe('as documented, with no variable set', () => {
  let cwd: string;

  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'asamblea-cli-'));
  });
  afterEach(() => rmSync(cwd, { recursive: true, force: true }));

  it('makes nothing where nothing is', async () => {
    const bare = (...words: string[]) => run([CLI, 'whatsapp', ...words], { cwd, env: {} });
    expect(await bare('status')).toMatchObject({ code: 0, printed: expect.stringContaining('No phone is paired') });
    expect(await bare('unpair')).toMatchObject({ code: 0, printed: 'No phone was paired.\n' });
    expect(await bare('test', '525512345678')).toMatchObject({ code: 1 });
    expect(await bare('templates')).toMatchObject({ code: 0 });
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('pairs on the database that the bot will use, and touches no other', async () => {
    const { server } = town;
    const owner = server.addUser({ phone: '5215550000002', lid: '900000000000002', name: 'Otra' });
    const codes = new Arrivals<string>('codes');
    // The server of the tests is all that differs.
    const env = { ...server.env, WHATSAPP_WEB_URL: server.url };
    const ours = (words: string[], onPrinted?: (all: string) => void) =>
      run([`--import=${PRELOAD}`, CLI, 'whatsapp', ...words], { cwd, env }, onPrinted);
    const pairing = ours(['pair', '--number', owner.phone], (printed) => {
      const [, code] = /Código: (\S+)\n/.exec(printed) ?? [];
      if (code !== undefined && codes.all.length === 0) codes.put(code.replace('-', ''));
    });
    await server.enterCode(owner, await codes.waitFor(() => true, 30_000));
    expect(await pairing).toMatchObject({ code: 0, printed: expect.stringContaining('Paired with 525550000002.') });
    expect((await ours(['status'])).printed).toContain('Paired with 525550000002, not running.');
    const files = readdirSync(join(cwd, 'data')).filter((name) => !/-(wal|shm)$/.test(name));
    expect(files.toSorted()).toEqual(['asamblea.db', 'asamblea.db.key', 'asamblea.db.whatsapp-web']);
    expect((await ours(['unpair'])).printed).toContain('525550000002 is forgotten here.');
  });
});
