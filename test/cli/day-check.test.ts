/** day-check and sheets as they are run: on a bot that answers, and on one that does not. */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dateIn } from '../../src/domain/assemblies/calendar.ts';
import { type BotApi, startBotApi } from '../testkit/bot-api/bot-api.ts';
import { runCli } from '../testkit/cli.ts';
import { pdfText } from '../testkit/pdf-text.ts';
import { endAll, spawnProgram, townDatabase } from '../testkit/program.ts';
import { answer, callAssembly, DAY, settle } from '../testkit/town.ts';

const TOKEN = '4242:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const ZONE = 'America/Mazatlan';

let api: BotApi;
let town: Awaited<ReturnType<typeof townDatabase>>;
let folder: string;

beforeEach(async () => {
  api = await startBotApi({ token: TOKEN });
  folder = mkdtempSync(join(tmpdir(), 'asamblea-day-'));
  const now = Date.now();
  const date = dateIn(now + DAY, ZONE);
  town = await townDatabase(async (store) => {
    const assembly = await callAssembly(store, { date, time: '23:59', startsAt: now + DAY });
    await answer(store, await settle(store, 'ana'), assembly, 'yes', { companions: 2, newCode: () => 'K7PM', now });
    await answer(store, await settle(store, 'luis'), assembly, 'maybe', { now });
  });
});
afterEach(async () => {
  endAll();
  await api.close();
  town.remove();
  rmSync(folder, { recursive: true });
});

const env = (port: string) => ({
  ...town.env,
  PORT: port,
  OPERATOR_NAME: 'Vecinas de Loreto',
  OPERATOR_CONTACT: '613 135 0000',
  TELEGRAM_BOT_TOKEN: TOKEN,
  TELEGRAM_API_ROOT: api.root,
});
interface Told {
  ok: boolean;
  lines: { topic: string; state: string; what: string }[];
}

describe('day-check', { timeout: 60_000 }, () => {
  it('tells what is in order, and ends with 1 while anything is to be mended', async () => {
    const idle = await runCli(env('1'), 'day-check');
    expect(idle.code).toBe(1);
    expect(idle.stdout).toMatch(/^✗ bot: not running .*\n {4}→ npm start$/m);
    expect(idle.stdout).toMatch(/^✗ backup: none was ever made$/m);
    expect(idle.stdout).toMatch(/^To mend: \d+\.$/m);

    const program = spawnProgram(env('0'));
    const { port } = new URL(await program.url);
    expect(await runCli(env(port), 'backup', join(folder, 'copy.db'))).toMatchObject({ code: 0 });
    const { stdout } = await runCli(env(port), 'day-check', '--json');
    await program.end('SIGTERM');
    const { lines } = JSON.parse(stdout) as Told;
    // Power, sleep and clock are those of whatever machine this runs on.
    const told = lines.filter(({ topic }) => !['power', 'sleep', 'clock'].includes(topic));
    expect(told.map(({ topic, state }) => `${state} ${topic}`)).toEqual([
      'ok bot',
      'ok telegram',
      'ok telegram queue',
      'ok disk',
      'ok backup',
      'unknown key',
      'ok assembly',
    ]);
    expect(lines.at(-1)?.what).toMatch(/ UMF Loreto \(TEST000001\): 3 expected, 1 maybe$/);
  });

  it('tells a token that Telegram does not take', async () => {
    const wrong = { ...env('1'), TELEGRAM_BOT_TOKEN: '4242:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB' };
    const { stdout } = await runCli(wrong, 'day-check');
    expect(stdout).toMatch(/^✗ telegram: 127\.0\.0\.1:\d+ refuses: the token is wrong$/m);
    expect(stdout).not.toContain('BBBB');
  });
});

describe('sheets', { timeout: 60_000 }, () => {
  it('are one PDF with the codes of those who said that they come', async () => {
    const out = join(folder, 'sheets.pdf');
    const { code, stdout } = await runCli(town.env, 'sheets', '--clinic', 'test000001', '--out', out);
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('UMF Loreto') });
    const text = pdfText(readFileSync(out)).pages.join('\n');
    expect(text).toContain('☐ K7PM (3)');
    expect(text).toContain('Hoja para contar votos a mano alzada');
    const none = await runCli(town.env, 'sheets', '--clinic', 'TEST000002', '--out', out);
    expect(none).toMatchObject({ code: 1, stderr: 'TEST000002 has no assembly.\n' });
    expect(await runCli(town.env, 'sheets', '--clinic', 'X', '--out', out)).toMatchObject({ code: 1 });
  });
});
