/** The checker of imports is believed only because it finds what is planted here. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { violations } from './imports.ts';
import { scanImports } from './scan-imports.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'asamblea-imports-'));
  for (const folder of ['db', 'flows', 'src']) mkdirSync(join(root, folder));
});

afterEach(() => rmSync(root, { recursive: true }));

function plant(file: string, source: string): string[] {
  mkdirSync(join(root, dirname(file)), { recursive: true });
  writeFileSync(join(root, file), source);
  return violations(root);
}

describe('the project as it stands', () => {
  it('keeps the rules', () => expect(violations(join(import.meta.dirname, '../..'))).toEqual([]));
});

describe('what is forbidden', () => {
  it.each([
    ['flows/menu/machine.ts', '../../src/conversation/text.ts'],
    ['flows/menu/machine.ts', '../../src/domain/refusal.ts'],
    ['flows/menu/machine.ts', '../clinic/machine.ts'],
    ['flows/menu/machine.ts', 'zod'],
    ['flows/menu/machine.ts', 'node:fs'],
    ['flows/index.ts', '../src/conversation/turn.ts'],
    ['src/domain/people/people.ts', '../../conversation/reply.ts'],
    ['src/domain/people/people.ts', '../../config.ts'],
    ['src/domain/people/people.ts', 'grammy'],
    ['src/domain/people/people.ts', 'hono'],
    ['src/domain/people/people.ts', 'i18next'],
    ['src/domain/people/people.ts', 'xstate'],
    ['src/domain/people/people.ts', '@whiskeysockets/baileys'],
    ['src/domain/people/people.ts', 'better-sqlite3'],
    ['src/channels/channel.ts', '../domain/refusal.ts'],
    ['src/channels/telegram/send.ts', '../../conversation/localize.ts'],
    ['src/channels/telegram/send.ts', '../simulator/simulator.ts'],
    ['src/channels/telegram/send.ts', '../../../db/unit-of-work.ts'],
    ['src/channels/telegram/send.ts', '@whiskeysockets/baileys'],
    ['src/channels/whatsapp-web/socket.ts', 'grammy'],
    ['src/channels/whatsapp-cloud/send.ts', 'grammy/types'],
    ['src/conversation/turn.ts', '../../flows/index.ts'],
    ['src/conversation/turn.ts', '../channels/channel.ts'],
    ['src/conversation/turn.ts', 'i18next'],
    ['src/conversation/receive.ts', 'xstate'],
    ['src/delivery/deliver.ts', '../conversation/receive.ts'],
    ['src/delivery/deliver.ts', '../channels/telegram/telegram.ts'],
    ['src/delivery/deliver.ts', 'grammy'],
    ['src/jobs/reminders.ts', '../conversation/localize.ts'],
    ['src/jobs/reminders.ts', '../web/app.ts'],
    ['src/web/app.ts', '../conversation/receive.ts'],
    ['src/web/app.ts', '../channels/simulator/simulator.ts'],
    ['src/cli/cli.ts', '../main.ts'],
    ['src/cli/cli.ts', '../delivery/deliver.ts'],
    ['db/sqlite.ts', '../src/domain/refusal.ts'],
    ['db/sqlite.ts', 'hono'],
    ['src/lock.ts', './conversation/turn.ts'],
    ['src/config.ts', 'better-sqlite3'],
    ['src/main.ts', '../test/world.ts'],
    ['src/jobs/reminders.ts', 'lodash'],
  ])('%s with %s', (file, specifier) => {
    const [found, ...more] = plant(file, `/** A file. */\n\nimport type { X } from '${specifier}';\n`);
    expect(found).toMatch(new RegExp(`^${file}:3: .+ may not import `));
    expect(more).toEqual([]);
  });

  it('is told with file, line, room and what was imported', () => {
    const source = "/** A file. */\nexport const x = 1;\nexport * from '../../conversation/flow.ts';\n";
    expect(plant('src/domain/people/people.ts', source)).toEqual([
      'src/domain/people/people.ts:3: src/domain may not import src/conversation/flow.ts',
    ]);
  });

  it('includes imports whose name is computed', () => {
    expect(plant('src/jobs/jobs.ts', 'const x = await import(name);\n')).toEqual([
      'src/jobs/jobs.ts:1: src/jobs may not import a computed name',
    ]);
  });
});

describe('what is allowed', () => {
  it.each([
    ['flows/menu/screens.ts', './machine.ts'],
    ['flows/menu/machine.ts', 'xstate'],
    ['src/channels/telegram/send.ts', 'grammy/types'],
    ['src/channels/telegram/send.ts', '../channel.ts'],
    ['src/domain/people/people.ts', '../../../db/unit-of-work.ts'],
    ['src/domain/people/people.ts', 'drizzle-orm'],
    ['src/conversation/localize.ts', 'i18next'],
    ['src/cli/cli.ts', '../../db/seed/clinics.ts'],
    ['src/main.ts', 'pino'],
    ['db/seed/clinics.ts', 'csv-parse/sync'],
  ])('%s with %s', (file, specifier) => expect(plant(file, `import x from '${specifier}';\n`)).toEqual([]));
});

describe('the scanner', () => {
  it('finds every way to import', () => {
    const source = `
      import 'a';
      import b from "b";
      import type { C } from 'c';
      import { type D, e as f } from 'd';
      import * as g from 'e'; import h, { i } from 'f';
      export { j } from 'g';
      export * as k from 'h';
      const l = await import('i');
      type M = import('j').N;
      const o = require('k');
      import data from 'l' with { type: 'json' };
      import {
        m,
      } from 'm';`;
    expect(scanImports(source).map(({ specifier }) => specifier)).toEqual([...'abcdefghijklm']);
    expect(scanImports(source).at(-1)?.line).toBe(15);
  });

  it('is not misled by what only looks like an import', () => {
    const source = `
      // import 'a';
      /* import b from 'b'; */
      const c = "import 'c'";
      const d = \`import 'd' \${fun({ e: "import 'e'" })} } import 'f' \${\`import 'g'\`} import 'h'\`;
      const i = /import 'i'/g.test("it's") ? x / y / z : /[/'"\`]import 'j'/u;
      const k = Array.from('k'), l = { from: 'l', import: 'm' }, n = loader.import('n');
      const o = import.meta.url, importing = 'p';
      return /'/.test(importing);`;
    expect(scanImports(source)).toEqual([]);
  });

  it('goes on after a template', () => {
    expect(scanImports(`const a = \`\${{ b: \`\${c}\` }.b}\`;\nimport d from 'd';`)).toEqual([
      { specifier: 'd', line: 2 },
    ]);
  });
});
