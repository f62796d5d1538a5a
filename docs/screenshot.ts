/** Draws docs/simulator.png anew: `node docs/screenshot.ts` plays the main conversation on the demonstration's data. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../src/config.ts';
import { start } from '../src/main.ts';
import { chromium, launchChromium, openSimulator } from '../test/testkit/chromium.ts';

/** A fixed day, so that the picture changes only when the program does. */
const NOW = Date.parse('2027-02-10T19:00:00Z');
const SAID = ['hola', '¿cuándo es la asamblea de la UMF Calkiní?'];
const PICTURE = new URL('./simulator.png', import.meta.url).pathname;

if (!chromium) throw new Error('This needs Chromium: apt-get install chromium');
const folder = mkdtempSync(join(tmpdir(), 'asamblea-'));
const env = { PORT: '0', DATABASE_URL: `file:${folder}/demo.db`, SIMULATOR: 'on', DEMO: 'on', LOG_LEVEL: 'warn' };
const program = await start(loadConfig(env), () => NOW);
const browser = await launchChromium();
try {
  const page = await openSimulator(browser, `${program.url}/?de=elena`, {
    viewport: { width: 412, height: 932 },
    deviceScaleFactor: 2,
  });
  await page.clock.setFixedTime(NOW);
  for (const [index, text] of SAID.entries()) {
    await page.getByLabel('Su mensaje').fill(text);
    await page.keyboard.press('Enter');
    await page.locator('.message:not(.own)').nth(index).waitFor();
  }
  await page.screenshot({ path: PICTURE, animations: 'disabled' });
} finally {
  await browser.close();
  await program.stop();
  rmSync(folder, { recursive: true });
}
