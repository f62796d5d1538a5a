/** `npm run cli -- whatsapp …` as a process of its own, against the WhatsApp Web server of the tests. */

import { execFile } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WhatsappTown } from '../testkit/whatsapp-web/town.ts';

const root = new URL('../../', import.meta.url).pathname;

let town: WhatsappTown;

beforeEach(async () => {
  town = await WhatsappTown.open();
});
afterEach(() => town.close());

function cli(...words: string[]): Promise<{ code: number; printed: string }> {
  return new Promise((resolve) => {
    const args = ['src/cli/cli.ts', 'whatsapp', ...words];
    execFile(process.execPath, args, { cwd: root, env: town.env() }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, printed: stdout + stderr });
    });
  });
}

it('says who is paired, refuses to pair twice, and forgets', async () => {
  expect(await cli('status')).toMatchObject({ code: 0, printed: expect.stringContaining('Paired with 5215550000001') });
  expect(await cli('pair')).toMatchObject({ code: 1, printed: expect.stringContaining('whatsapp unpair') });
  expect((await cli('unpair')).printed).toContain('Remove the device on the phone too');
  expect((await cli('status')).printed).toContain('No phone is paired: npm run cli -- whatsapp pair');
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
