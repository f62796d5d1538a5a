/** Who may import whom, by folder: `npm run check` fails on the first import that the two tables below do not allow. */

import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type FoundImport, scanImports } from './scan-imports.ts';

const PORT = [
  'src/channels/channel.ts',
  'src/channels/split.ts',
  'src/channels/under-way.ts',
  'src/channels/whatsapp-markup.ts',
  'src/conversation/reply.ts',
  'src/conversation/inbound.ts',
  'src/conversation/phone.ts',
];
const WHOLE_PROGRAM = ['src/', 'flows/', 'db/'];

/**
 * Files, and the files they may import; the first row that fits a file counts. A name that ends in a slash is a folder
 * with all in it; `*` is any one folder, and on the right the same one as on the left.
 */
const rooms: readonly [files: string, may: readonly string[]][] = [
  ['flows/index.ts', ['flows/', 'src/conversation/flow.ts']],
  ['flows/*/', ['flows/*/', 'src/conversation/flow.ts']],
  ['src/domain/', ['src/domain/', 'db/']],
  ['src/channels/channel.ts', PORT],
  ['src/channels/*/', ['src/channels/*/', ...PORT]],
  ['src/conversation/', ['src/conversation/', 'src/documents/', 'src/domain/', 'db/']],
  ['src/documents/', ['src/documents/', 'src/conversation/text.ts']],
  [
    'src/delivery/',
    [
      'src/delivery/',
      'src/channels/channel.ts',
      'src/conversation/reply.ts',
      'src/conversation/localize.ts',
      'src/conversation/text.ts',
      'src/conversation/inbound.ts',
      'src/domain/',
      'db/',
    ],
  ],
  ['src/jobs/', ['src/jobs/', 'src/domain/', 'src/delivery/', 'db/']],
  [
    'src/web/',
    ['src/web/', 'src/config.ts', 'src/domain/', 'src/conversation/reply.ts', 'src/conversation/inbound.ts', 'db/'],
  ],
  [
    'src/cli/whatsapp*.ts',
    [
      'src/cli/',
      'src/config.ts',
      'src/data-key.ts',
      'src/channels/whatsapp-web/',
      'src/conversation/localize.ts',
      'src/conversation/phone.ts',
      'src/delivery/outbox.ts',
      'src/delivery/template.ts',
      'src/domain/',
      'db/',
    ],
  ],
  [
    'src/cli/sheets.ts',
    ['src/cli/', 'src/config.ts', 'src/conversation/localize.ts', 'src/documents/', 'src/domain/', 'db/'],
  ],
  [
    'src/cli/',
    [
      'src/cli/',
      'src/config.ts',
      'src/data-key.ts',
      'src/lock.ts',
      'src/domain/',
      'src/conversation/reply.ts',
      'src/conversation/inbound.ts',
      'src/conversation/codes.ts',
      'db/',
    ],
  ],
  ['db/', ['db/']],
  ['src/main.ts', WHOLE_PROGRAM],
  ['src/open-channels.ts', WHOLE_PROGRAM],
  ['src/run-channels.ts', WHOLE_PROGRAM],
  ['src/chat.ts', WHOLE_PROGRAM],
  ['src/draw.ts', WHOLE_PROGRAM],
  /** The pieces that stand beside `main.ts`: config, key, lock, metrics. */
  ['src/', ['src/config.ts', 'src/domain/', 'db/']],
];

/** Libraries, and the files that may use them; `src/main.ts` puts the program together and may use any. */
const libraries: readonly [library: string, files: readonly string[]][] = [
  ['node:', ['src/', 'db/']],
  ['xstate', ['flows/*/', 'src/conversation/flow.ts', 'src/conversation/turn.ts', 'src/draw.ts']],
  ['i18next', ['src/conversation/localize.ts']],
  ['grammy', ['src/channels/telegram/']],
  ['@whiskeysockets/baileys', ['src/channels/whatsapp-web/']],
  ['better-sqlite3', ['db/', 'src/lock.ts', 'src/channels/whatsapp-web/auth-store.ts']],
  ['qrcode', ['src/channels/whatsapp-web/', 'src/conversation/qr.ts', 'src/web/', 'src/cli/']],
  ['postgres', ['db/']],
  ['drizzle-kit', ['db/']],
  [
    'drizzle-orm',
    [
      'db/',
      'src/domain/',
      'src/conversation/',
      'src/delivery/',
      'src/jobs/',
      'src/web/',
      'src/cli/',
      'src/data-key.ts',
    ],
  ],
  ['temporal-polyfill', ['src/domain/', 'src/conversation/', 'src/jobs/', 'src/cli/']],
  ['fastest-levenshtein', ['src/domain/', 'src/conversation/']],
  ['minisearch', ['src/domain/']],
  [
    'zod',
    [
      'db/',
      'src/domain/',
      'src/conversation/',
      'src/channels/whatsapp-cloud/',
      'src/web/',
      'src/cli/',
      'src/config.ts',
    ],
  ],
  ['ical-generator', ['src/conversation/']],
  ['sharp', ['src/conversation/photo.ts']],
  ['croner', ['src/jobs/']],
  ['hono', ['src/web/']],
  ['@hono/node-server', ['src/web/']],
  ['prom-client', ['src/metrics.ts']],
  ['pino', ['src/channels/whatsapp-web/']],
  ['pdfkit', ['src/documents/']],
  ['@resvg/resvg-js', ['src/conversation/']],
  ['dejavu-fonts-ttf', ['src/documents/']],
  ['csv-parse', ['db/', 'src/domain/csv/', 'src/domain/votes/']],
  ['csv-stringify', ['src/cli/', 'src/web/', 'src/conversation/', 'src/domain/votes/']],
  ['commander', ['src/cli/']],
  ['cli-progress', ['src/cli/']],
];

/** Every import that breaks the rules, as `file:line: …`. `root` is the folder of the project. */
export function violations(root: string): string[] {
  return ['db', 'flows', 'src']
    .flatMap((folder) => sourcesIn(root, folder))
    .flatMap((file) => violationsIn(root, file));
}

function sourcesIn(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name))
    .map((entry) => posix.relative(root, posix.join(entry.parentPath, entry.name)))
    .sort();
}

function violationsIn(root: string, file: string): string[] {
  const room = rooms.find(([files]) => covers(files, file));
  return scanImports(readFileSync(join(root, file), 'utf8')).flatMap(({ specifier, line }: FoundImport) => {
    const forbidden =
      room && specifier !== undefined ? forbiddenTo(room, file, specifier) : (specifier ?? 'a computed name');
    return forbidden === undefined ? [] : [`${file}:${line}: ${roomName(room, file)} may not import ${forbidden}`];
  });
}

/** What is imported, if it may not be. */
function forbiddenTo([files, may]: (typeof rooms)[number], file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file), specifier);
    return may.some((path) => covers(sameFolder(path, files, file), target)) ? undefined : target;
  }
  const library = specifier.startsWith('node:') ? 'node:' : specifier.match(/^(?:@[^/]+\/)?[^/]+/)?.[0];
  const users = libraries.find(([name]) => name === library)?.[1] ?? [];
  return file === 'src/main.ts' || users.some((path) => covers(path, file)) ? undefined : specifier;
}

/** Whether a name of the tables means this file. */
function covers(name: string, file: string): boolean {
  return posix.matchesGlob(file, name.endsWith('/') ? `${name}**` : name);
}

/** On the right of a row, `*` is the folder that it stood for on the left. */
function sameFolder(path: string, files: string, file: string): string {
  const depth = files.split('/').indexOf('*');
  return depth < 0 ? path : path.replace('*', file.split('/')[depth] ?? '*');
}

function roomName(room: (typeof rooms)[number] | undefined, file: string): string {
  return room?.[0].includes('*') || room?.[0] === 'src/' || !room ? posix.dirname(file) : room[0].replace(/\/$/, '');
}

if (import.meta.main) {
  const found = violations(join(import.meta.dirname, '../..'));
  for (const violation of found) process.stdout.write(`${violation}\n`);
  process.exitCode = found.length > 0 ? 1 : 0;
}
