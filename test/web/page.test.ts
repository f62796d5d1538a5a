/** The simulator's page in a real browser: what a person sees, taps and types, and what becomes of it. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { importAssemblies } from '../../src/domain/assemblies/import.ts';
import { type Program, start } from '../../src/main.ts';
import { chromium, hardships, launchChromium, openSimulator } from '../testkit/chromium.ts';
import { post, townDatabase } from '../testkit/program.ts';
import { callAssembly, LORETO, NOW } from '../testkit/town.ts';

const TIJUANA = 2;
/** Loreto's, in the shape of a real one. */
const CODE = 'BSIST000113';

// Skipped where there is no browser to open the page with: `apt-get install chromium` puts it at /usr/bin/chromium.
describe.skipIf(!chromium)('the page of the simulator, in Chromium', () => {
  let town: Awaited<ReturnType<typeof townDatabase>>;
  let program: Program;
  let browser: Browser;
  let troubles: string[] = [];

  beforeAll(async () => {
    town = await townDatabase(async (store) => {
      await callAssembly(store, { latitude: 26.01, longitude: -111.34 });
      await callAssembly(store, { clinicId: TIJUANA });
      await store.run(({ db, tables: { clinics } }) =>
        db.update(clinics).set({ clues: CODE }).where(eq(clinics.id, LORETO)),
      );
    });
    program = await start(loadConfig(town.env), () => NOW);
    browser = await launchChromium();
  });

  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    const found = troubles;
    troubles = [];
    expect(found).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
    town?.remove();
  });

  /** Opens the page as somebody; what the console complains of fails the test. */
  const open = (search: string, options: BrowserContextOptions = {}) =>
    openSimulator(browser, `${program.url}/${search}`, { ...options, onTrouble: (trouble) => troubles.push(trouble) });

  const input = (page: Page) => page.getByLabel('Su mensaje');
  const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true }).last();
  const sees = (page: Page, text: string) => page.getByRole('log').getByText(text).last().waitFor();
  const times = (page: Page, text: string) => page.getByRole('log').getByText(text).count();
  const focused = (page: Page) => page.evaluate('document.activeElement.id || document.activeElement.textContent');

  async function say(page: Page, text: string, answer: string): Promise<void> {
    await input(page).fill(text);
    await input(page).press('Enter');
    await sees(page, answer);
  }

  describe('a conversation', () => {
    it('goes from a greeting to an RSVP by tapping, by a number and by keyboard alone', async () => {
      const page = await open('?de=ana');
      await say(page, 'hola', '¿Qué quiere hacer?');
      await say(page, 'umf loreto', '¿Irá usted?');
      await button(page, '1. Sí').click();
      await sees(page, '¿Cuántas personas irán con usted?');
      await say(page, '2', 'con 2 personas más');
      expect(await focused(page)).toBe('text');
      for (let presses = 0; (await focused(page)) !== '5. Menú'; presses += 1) {
        if (presses > 5) throw new Error('The choices are too far from the input.');
        await page.keyboard.press('Shift+Tab');
      }
      await page.keyboard.press('Enter');
      await expect.poll(() => times(page, '¿Qué quiere hacer?')).toBe(2);
      expect(await focused(page)).toBe('text');
    });

    it('keeps older choices within reach, and the bot says that they no longer count', async () => {
      const page = await open('?de=bety');
      await say(page, 'hola', '¿Qué quiere hacer?');
      await say(page, 'umf loreto', '¿Irá usted?');
      await expect.poll(() => page.locator('.choices.past').count()).toBe(1);
      await button(page, '4. El comité').click();
      await sees(page, 'Ese botón es de un mensaje anterior');
    });

    it('shows what is typed and sent as text, never as HTML, with its lines', async () => {
      const page = await open('?de=carla');
      await input(page).fill('<b>hola</b> *a* https://example.org\nsegundo renglón');
      await button(page, 'Enviar').click();
      const bubble = page.locator('.own .body');
      expect(await bubble.innerText()).toBe('<b>hola</b> *a* https://example.org\nsegundo renglón');
      expect(await bubble.locator('*').count()).toBe(0);
    });

    it('sends a voice note, a sticker, a photo and a document', async () => {
      const page = await open('?de=dora');
      const kinds = [
        ['Nota de voz', undefined, 'No puedo oír notas de voz'],
        ['Figura', undefined, 'Gracias por la figura'],
        [
          'Foto',
          { name: 'patio.png', mimeType: 'image/png', buffer: Buffer.from('89504e47', 'hex') },
          'Gracias por la foto',
        ],
        [
          'Documento',
          { name: 'acta.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF') },
          'Gracias por el archivo',
        ],
      ] as const;
      for (const [name, file, answer] of kinds) {
        await say(page, 'umf loreto', '¿Irá usted?');
        await button(page, 'Mandar otra cosa').click();
        const chosen = file && page.waitForEvent('filechooser');
        await button(page, name).click();
        if (file) await (await chosen)?.setFiles(file);
        await sees(page, answer);
      }
    });

    it('hands out the calendar file and the map', async () => {
      const page = await open('?de=eva');
      await say(page, 'umf loreto', '¿Irá usted?');
      await say(page, 'no', 'usted no irá');
      await button(page, '3. Guardar en mi calendario').click();
      const download = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Descargar asamblea-2027-02-20.ics' }).click();
      expect((await download).suggestedFilename()).toBe('asamblea-2027-02-20.ics');
      expect(readFileSync(await (await download).path(), 'utf8')).toMatch(/^BEGIN:VCALENDAR/);
      await button(page, '2. Ver el mapa').click();
      const link = (name: string) => page.getByRole('link', { name }).getAttribute('href');
      expect(await link('Abrir en mi teléfono')).toBe('geo:26.01,-111.34?q=26.01,-111.34');
      expect(await link('Ver en OpenStreetMap')).toContain('https://www.openstreetmap.org/?mlat=26.01&mlon=-111.34');
    });

    it('goes on where another client left it, and opens a deep link once, however often the page is loaded', async () => {
      await post(program.url, { from: 'fidel', text: 'hola' });
      const page = await open('?de=fidel&start=BSIST000113');
      await sees(page, '¿Irá usted?');
      expect(await times(page, '¿Qué quiere hacer?')).toBe(1);
      await page.reload();
      await sees(page, '¿Irá usted?');
      expect(await times(page, 'Abrió el enlace BSIST000113')).toBe(1);
      expect(await times(page, '¿Irá usted?')).toBe(1);
    });
  });

  describe('where the person is', () => {
    it('comes from the browser', async () => {
      const place = { permissions: ['geolocation'], geolocation: { latitude: 20, longitude: -100 } };
      const page = await open('?de=gil', place);
      await button(page, 'Mandar ubicación').click();
      await sees(page, 'Estas son las clínicas más cercanas');
    });

    it('is asked in a dialog when the browser does not tell, and where the bot waits for it the button stands out', async () => {
      const page = await open('?de=hilda');
      await say(page, 'mi clinica', '¿Cuál es su clínica?');
      await button(page, '2. Mandar mi ubicación').click();
      await page.locator('#place.wanted').click();
      const dialog = page.getByRole('dialog', { name: '¿Desde dónde escribe?' });
      const coordinates = dialog.getByLabel('O escriba latitud y longitud');
      await coordinates.fill('por la plaza');
      await coordinates.press('Enter');
      await dialog.getByRole('alert').getByText('Escriba dos números').waitFor();
      await coordinates.fill('20.01, -100.01');
      await coordinates.press('Enter');
      await sees(page, 'Estas son las clínicas más cercanas');
      await button(page, 'Mandar otra cosa').click();
      await button(page, 'Otro lugar').click();
      await dialog.getByRole('button', { name: 'Xalapa, Veracruz' }).click();
      await sees(page, 'Mi ubicación: 19.5438, -96.9102');
    });
  });

  describe('a message that does not get through', () => {
    it('says so, and its retry has the same id', async () => {
      const page = await open('?de=ines');
      const ids: unknown[] = [];
      page.on('request', (request) => request.method() === 'POST' && ids.push(request.postDataJSON().id));
      await page.context().setOffline(true);
      await input(page).fill('umf loreto');
      await input(page).press('Enter');
      await button(page, 'no enviado — reintentar').waitFor();
      await page.context().setOffline(false);
      await button(page, 'no enviado — reintentar').click();
      await sees(page, '¿Irá usted?');
      expect(ids).toHaveLength(2);
      expect(new Set(ids).size).toBe(1);
    });

    it('is answered once when only its answer was lost', async () => {
      const page = await open('?de=julia');
      await page.route('**/simulator/messages', async (route) => {
        await route.fetch();
        await route.abort();
      });
      await input(page).fill('umf loreto');
      await input(page).press('Enter');
      await button(page, 'no enviado — reintentar').waitFor();
      await page.unroute('**/simulator/messages');
      await page.reload();
      await button(page, 'no enviado — reintentar').click();
      await page.locator('.own.sent').waitFor();
      expect(await times(page, '¿Irá usted?')).toBe(1);
    });
  });

  it('plays several people, each with an own conversation that a reload keeps in order', async () => {
    const page = await open('');
    await say(page, 'hola, soy ana', '¿Qué quiere hacer?');
    await page.getByLabel('Usted es').selectOption('Luis');
    await page.locator('.start').waitFor();
    expect(await times(page, 'hola, soy ana')).toBe(0);
    await page.getByLabel('Usted es').selectOption('otro nombre…');
    await page.getByLabel('Nombre de prueba').fill('Doña Karla');
    await page.keyboard.press('Enter');
    await say(page, 'umf loreto', '¿Irá usted?');
    await say(page, 'sí', '¿Cuántas personas');
    expect(new URL(page.url()).searchParams.get('de')).toBe('Doña Karla');
    const before = await page.locator('.message .body').allInnerTexts();
    await page.reload();
    await sees(page, '¿Cuántas personas');
    expect(await page.locator('.message .body').allInnerTexts()).toEqual(before);
    expect(before).toHaveLength(4);
  });

  it('shows a notice as one, once, and leaves the question before it open', async () => {
    const page = await open('?de=lola');
    await say(page, 'umf tijuana', '¿Irá usted?');
    await say(page, 'sí voy, sin nadie más', 'usted sí irá');
    const moved = {
      line: 2,
      clues: 'TEST000002',
      date: '2027-02-27',
      time: '11:00',
      place: 'Patio',
      status: 'scheduled',
    } as const;
    await town.look((store) =>
      store.run((tx) => importAssemblies(tx, { clues: moved.clues, lines: [moved], mode: 'move', now: NOW })),
    );
    const notice = page.locator('.message.notice').getByText('Cambió la asamblea de UMF Tijuana');
    await notice.waitFor();
    await say(page, 'gracias', 'De nada');
    await page.reload();
    await notice.waitFor();
    expect(await page.locator('.message.notice').count()).toBe(1);
    expect(await button(page, '1. Cambiar mi respuesta').isVisible()).toBe(true);
  });

  describe('for everybody', () => {
    it.each<[string, BrowserContextOptions]>([
      ['a small phone', { viewport: { width: 320, height: 480 } }],
      ['a small phone enlarged to 200 %', { viewport: { width: 160, height: 240 } }],
      ['a wide screen', { viewport: { width: 1280, height: 800 } }],
      ['a wide screen in the dark, enlarged to 200 %', { viewport: { width: 640, height: 400 }, colorScheme: 'dark' }],
    ])('can be read and pressed on %s', async (screen, options) => {
      const page = await open(`?de=${encodeURIComponent(screen)}`, options);
      await button(page, 'Mandar otra cosa').click();
      expect(await hardships(page)).toEqual([]);
      await button(page, 'Mandar otra cosa').click();
      await say(page, 'mi clinica', '¿Cuál es su clínica?');
      await button(page, '2. Mandar mi ubicación').click();
      await page.locator('#place.wanted').click();
      await page.getByRole('dialog').waitFor();
      expect(await hardships(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await say(page, 'umf loreto', '¿Irá usted?');
      await say(page, 'no', 'usted no irá');
      await button(page, '2. Ver el mapa').click();
      await sees(page, 'Ver en OpenStreetMap');
      expect(await hardships(page)).toEqual([]);
    });

    it('has a name for every control and landmark', async () => {
      const page = await open('?de=nora');
      await say(page, 'umf loreto', '¿Irá usted?');
      await button(page, 'Mandar otra cosa').click();
      const tree = await page.locator('body').ariaSnapshot();
      expect(tree).not.toMatch(/- (button|textbox|combobox|link|img|log|form|group|heading)(:| \[|$)/m);
      for (const landmark of ['banner', 'main', 'form'] as const)
        expect(await page.getByRole(landmark).count()).toBe(1);
      expect(await page.getByRole('log').getAttribute('aria-live')).toBe('polite');
    });

    it('weighs less than 40 kB', () => {
      const folder = new URL('../../src/web/page/', import.meta.url);
      const bytes = readdirSync(folder).map((file) => statSync(new URL(file, folder)).size);
      expect(bytes.reduce((sum, size) => sum + size)).toBeLessThan(40_000);
    });
  });
});
