/** `tally` and `verify-vote` as processes of their own: what they print, and that they leave nothing behind. */

import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawLot } from '../../src/domain/votes/lot.ts';
import { type PublishedItem, publish } from '../../src/domain/votes/publication.ts';
import { resultOf } from '../../src/domain/votes/verification.ts';
import { runCli } from '../testkit/cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'asamblea-votes-'));
afterAll(() => rmSync(folder, { recursive: true }));
const written: string[] = [];

/** Its name: the commands run in the folder. */
function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  written.push(name);
  return name;
}

/** Without `DATABASE_URL` and `DATA_KEY`. */
const run = (...words: string[]) => runCli({}, ...words);

const PROJECTS = 'PROJECTS\r\nproject_id;cost\r\ntecho;90.50\r\nrampa;30\r\nsilla;20\r\n';
const vote = (type: string, ...votes: string[]) =>
  `META\r\nkey;value\r\nbudget;100\r\nvote_type;${type}\r\n${PROJECTS}VOTES\r\nvoter_id;vote\r\n${votes.join('\r\n')}`;

const items: PublishedItem[] = drawLot('5e', [1, 2]).map((number) => ({
  item: String(number),
  name: number === 1 ? 'Techo' : 'Rampa',
  costCents: 5_000_000,
  paper: 0,
}));
const published = publish({
  vote: {
    ...{ vote: 1, clinic: { clues: 'BSIST000113', name: 'UMF Loreto' }, budgetCents: 6_000_000, most: 1, seed: '5e' },
    ...{ opened: '2027-02-12T09:00:00-07:00', closed: '2027-02-19T20:00:00-07:00', log: 'ab' },
  },
  items,
  receipts: Array.from({ length: 20 }, (_, at) => `R${at}`),
  ballots: Array.from({ length: 20 }, () => ({ ballot: ['2'], proven: false })),
  totals: {
    ballots: 20,
    receipts: 20,
    paperBallots: 0,
    chat: items.map(({ item }) => (item === '2' ? 20 : 0)),
    provenBallots: 0,
    proven: [0, 0],
  },
  result: resultOf(6_000_000, items, { chat: items.map(({ item }) => (item === '2' ? 20 : 0)) }),
});

describe('without a database', { timeout: 60_000 }, () => {
  beforeAll(() => {
    const home = process.cwd();
    process.chdir(folder);
    return () => process.chdir(home);
  });
  afterAll(() => expect(readdirSync(folder).sort()).toEqual(written.sort()));

  it('tally counts by either rule, and prints what it was asked for and nothing else', async () => {
    const file = write('vote.pb', vote('approval', '1;techo', '2;techo', '3;rampa,silla', '4;'));
    const empty = 'vote.pb: 1 ballots name nothing and are no votes.\n';
    expect(
      await Promise.all([run('tally', file, '--json'), run('tally', file, '--rule', 'equal-shares', '--json')]),
    ).toEqual([
      { code: 0, stdout: '{"rule":"greedy","winners":["techo"],"cost":90.5,"left":9.5}\n', stderr: empty },
      { code: 0, stdout: '{"rule":"equal-shares","winners":["silla"],"cost":20,"left":80}\n', stderr: empty },
    ]);
    expect((await run('tally', file)).stdout).toBe('1. techo\nCost 90.5, left 9.5.\n');
  });

  it('tally says what it does not count, and where a file is wrong', async () => {
    const ranked = write('ranked.pb', vote('ordinal', '1;techo,silla'));
    const wrong = write('wrong.pb', vote('approval', '1;techo', '2;tehco'));
    expect(
      await Promise.all([
        run('tally', ranked, '--rule', 'equal-shares', '--json'),
        run('tally', wrong, '--json'),
        run('tally', 'none.pb'),
        run('tally', ranked, '--rule', 'schulze'),
      ]),
    ).toEqual([
      {
        code: 1,
        stdout: '',
        stderr: 'Equal shares counts approval and choose-1 ballots; those of ranked.pb are ordinal.\n',
      },
      { code: 1, stdout: '', stderr: 'wrong.pb, line 13: there is no project «tehco».\n' },
      { code: 1, stdout: '', stderr: 'There is no file none.pb.\n' },
      { code: 2, stdout: '', stderr: expect.stringContaining('Allowed choices are greedy, equal-shares') },
    ]);
  });

  it('verify-vote recounts what was published, and names the line that was altered', async () => {
    const { text, digest } = published;
    const file = write('published.jsonl', text);
    const altered = write('altered.jsonl', text.replace('"ballot":["2"]', '"ballot":["1"]'));
    const line = text.slice(0, text.indexOf('"ballot":["2"]')).split('\n').length;
    const [sound, told, otherwise, short, json, tampered, asJson] = await Promise.all([
      run('verify-vote', file),
      run('verify-vote', file, '--digest', digest.slice(0, 32).toUpperCase()),
      run('verify-vote', file, '--digest', '0'.repeat(64)),
      run('verify-vote', file, '--digest', digest.slice(0, 31)),
      run('verify-vote', file, '--json'),
      run('verify-vote', altered),
      run('verify-vote', altered, '--json'),
    ]);
    const found = `Sound: 20 ballots in the chat, recounted one by one.\n1. 2: Rampa\nDigest ${digest}\n`;
    expect(sound).toMatchObject({
      code: 0,
      stdout: `${found}Compare the digest with the one that was told: --digest does it.\n`,
    });
    expect(told).toEqual({ code: 0, stdout: found, stderr: '' });
    expect(otherwise).toMatchObject({ code: 1, stderr: expect.stringContaining('another digest') });
    expect(short).toMatchObject({ code: 1, stderr: expect.stringContaining('A digest has 64 figures') });
    const whole = { sound: true, digest, ballots: 20, listed: true, winners: ['2'], names: ['Rampa'] };
    expect(JSON.parse(json.stdout)).toEqual(whole);
    expect(tampered).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(`^altered.jsonl, line ${line}: `),
    });
    expect(JSON.parse(asJson.stdout)).toMatchObject({ sound: false, line });
  });
});
