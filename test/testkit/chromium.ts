/** A real browser for the tests of the page, Debian's Chromium if it is there, and what can be measured in it. */

import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium as driver, type Page } from 'playwright-core';

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

/**
 * Opens the simulator's page as on a phone and waits for its history. `onTrouble` hears of errors on the console, but for
 * a cut line's, and of requests that leave the program.
 */
export async function openSimulator(
  browser: Browser,
  url: string,
  { onTrouble = () => {}, ...options }: BrowserContextOptions & { onTrouble?: (trouble: string) => void } = {},
): Promise<Page> {
  const phone = { viewport: { width: 360, height: 740 }, locale: 'es-MX', timezoneId: 'America/Mexico_City' };
  const context = await browser.newContext({ ...phone, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('console', (line) => {
    if (line.type() === 'error' && !line.text().includes('net::ERR_')) onTrouble(line.text());
  });
  page.on('pageerror', (error) => onTrouble(String(error)));
  page.on('request', (request) => {
    const local = [new URL(url).origin, 'blob:', 'data:'].some((start) => request.url().startsWith(start));
    if (!local) onTrouble(request.url());
  });
  await page.goto(url);
  await page.locator('#log[aria-busy="false"]').waitFor();
  return page;
}

/** What is hard to read or to press: "text or id: why". Contrast as in WCAG 2.2, 1.4.3; sizes in CSS pixels. */
export async function hardships(page: Page): Promise<string[]> {
  return await page.evaluate<string[]>(`(${findHardships})()`);
}

/** Runs in the page, so it is text: the program itself knows no DOM. */
const findHardships = String.raw`() => {
  const found = [];
  const numbers = (color) => color.match(/[\d.]+/g).map(Number);
  const light = (color) => {
    const [r, g, b] = numbers(color).map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if ((numbers(backgroundColor)[3] ?? 1) === 1) return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  for (const element of document.querySelectorAll('body *')) {
    const { width, height } = element.getBoundingClientRect();
    if (width < 2 || height < 2 || !element.checkVisibility()) continue;
    const name = element.id || element.textContent.trim().slice(0, 40);
    const style = getComputedStyle(element);
    if (element.matches('button, a, select, input, textarea') && (width < 44 || height < 44)) {
      found.push(name + ': ' + width + ' x ' + height);
    }
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
    if (parseFloat(style.fontSize) < 16) found.push(name + ': letters of ' + style.fontSize);
    const [dark, bright] = [light(style.color), light(behind(element))].sort((a, b) => a - b);
    const contrast = (bright + 0.05) / (dark + 0.05);
    if (contrast < 4.5) found.push(name + ': contrast ' + contrast.toFixed(2));
  }
  const { scrollWidth, scrollHeight } = document.documentElement;
  if (scrollWidth > innerWidth) found.push('the page: wider than the screen');
  if (scrollHeight > Math.max(innerHeight, document.querySelector('.phone').offsetHeight)) found.push('the page: empty below');
  return found;
}`;
