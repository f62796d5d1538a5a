/** A real browser for the tests of the page: Debian's Chromium, if it is there. */

import { existsSync } from 'node:fs';
import { type Browser, chromium as driver } from 'playwright-core';

const EXECUTABLE = '/usr/bin/chromium';

/** The browser's path; undefined where it is not installed (`apt-get install chromium`). */
export const chromium: string | undefined = existsSync(EXECUTABLE) ? EXECUTABLE : undefined;

/** Starts one that asks nothing of the network by itself. */
export function launchChromium(): Promise<Browser> {
  return driver.launch({
    executablePath: EXECUTABLE,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
