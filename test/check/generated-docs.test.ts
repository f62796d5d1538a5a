/** Pages of `docs/` that are made of the code: `UPDATE=1` writes them anew. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createLocalizer } from '../../src/conversation/localize.ts';
import { registeredTemplates } from '../../src/delivery/template.ts';

const root = new URL('../../', import.meta.url).pathname;

function isCurrent(page: string, made: string): void {
  const file = join(root, 'docs', page);
  if (process.env.UPDATE) writeFileSync(file, made);
  else expect(readFileSync(file, 'utf8')).toBe(made);
}

it('whatsapp-templates.md lists the templates to register', () => {
  const operator = { name: 'OPERATOR_NAME', contact: 'OPERATOR_CONTACT' };
  const forms = registeredTemplates(createLocalizer(operator)).map(({ name, language, body, examples }) =>
    [
      `## \`${name}\`, ${language}`,
      `\`\`\`text\n${body}\n\`\`\``,
      Object.entries(examples)
        .map(([gap, example]) => `* \`{{${gap}}}\`: ${example}`)
        .join('\n'),
    ].join('\n\n'),
  );
  const head = [
    '# Templates of WhatsApp',
    'Made of `locales/*/notice.json` by a test: `UPDATE=1 npx vitest run test/check/generated-docs.test.ts`. Register each',
    'with category *utility* and named variables; `npm run cli -- whatsapp templates` prints them with the name of who runs',
    'the bot in the place of OPERATOR_NAME.',
  ];
  isCurrent('whatsapp-templates.md', `${head[0]}\n\n${head.slice(1).join('\n')}\n\n${forms.join('\n\n')}\n`);
});

/** What the bot must survive, by number. */
const faults = [
  'the same message is delivered twice',
  'the process dies after storing, before answering',
  'the process dies before storing',
  'the process dies after sending, before marking it sent',
  'the line drops and comes back; messages were queued meanwhile',
  'a half-open line',
  'an end of the connection that passes (515, 503, 428, 408)',
  'an end of the connection that does not pass (401, 403, 440)',
  'a refused send',
  'a send that is swallowed',
  'a phone that cannot decrypt and asks again',
  'receipts out of order',
  'no number, number later, number and LID, 521 and 52, BSUID alone',
  'two identifiers that are already two people',
  'two answers of one person at once',
  'an old button, an old number, an answer to an assembly that is over',
  'groups, status, channels, own messages, reactions, edits, deletions, stubs',
  'text beyond limits, emoji, right to left, zero width, 64 KB, markup',
  'a webhook with a bad signature, a wrong token, 3 MB, replayed, for another number',
  'a broadcast interrupted at any point',
  '429 in the middle of a broadcast',
  'somebody blocks the bot, or says BAJA',
  'the database is busy, full or read-only',
  'the clock jumps; time zones',
  'a restart in the middle of a flow; a new version of a flow',
  'two instances',
  'the first half minute after pairing',
  'a flood from one person',
] as const;

it('faults.md names the tests of every fault', () => {
  const found = new Map<number, string[]>();
  for (const file of readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' }).sort()) {
    if (!file.endsWith('.test.ts')) continue;
    const source = readFileSync(join(root, 'test', file), 'utf8');
    for (const [, numbers = '', title = ''] of source.matchAll(/['`]faults? ([\d, ]+): (.+?)['`],?\s*(?:,|\()/g)) {
      for (const number of numbers.split(',').map(Number)) {
        found.set(number, [...(found.get(number) ?? []), `${title.replaceAll('|', '\\|')} (\`test/${file}\`)`]);
      }
    }
  }
  const rows = faults.map((fault, at) => `| ${at + 1} | ${fault} | ${found.get(at + 1)?.join('<br>') ?? ''} |`);
  const head = [
    '# What the bot survives',
    '',
    'Made of the names of the tests: `UPDATE=1 npx vitest run test/check/generated-docs.test.ts`. Most run the real',
    'Baileys, the real grammY or a real HTTP client against a server of the tests, or the whole program; the rest are',
    'properties and store tests of the part that decides.',
    '',
    '| | fault | tests |',
    '| --- | --- | --- |',
  ];
  isCurrent('faults.md', `${head.join('\n')}\n${rows.join('\n')}\n`);
  const missing = faults.filter((_, at) => !found.has(at + 1));
  expect(missing).toEqual([]);
});
