/** `backup FILE` and `restore FILE`: the database, without the key and without the account on WhatsApp Web. */

import { existsSync, realpathSync, statSync } from 'node:fs';
import { type CopyFound, copySqlite, lookInto, restoreSqlite, UnusableCopy } from '../../db/copy.ts';
import { type Config, loadConfig } from '../config.ts';
import { fingerprintOfKey, keyFileOf } from '../data-key.ts';
import { takeLock } from '../lock.ts';
import { OperatorError } from './operator-error.ts';

/** While the bot runs, too: it goes on meanwhile. Never overwrites a file. */
export function backup(file: string, { json = false }: { json?: boolean }): void {
  const config = loadConfig(process.env);
  const from = sqliteFile(config, 'pg_dump --format=custom --file=FILE "$DATABASE_URL"');
  if (!existsSync(from)) throw new OperatorError(`There is no database ${from} yet. Is DATABASE_URL that of the bot?`);
  if (existsSync(file))
    throw new OperatorError(`${file} is there already, and nothing is overwritten: choose another name.`);
  const lock = takeLock(`${from}.lock`);
  lock?.release();
  const mark = { at: Date.now(), running: lock === undefined };
  const { people, waiting, openVotes } = copySqlite(from, file, mark);
  const { size } = statSync(file);
  if (json) console.log(JSON.stringify({ file, of: from, bytes: size, people, waiting, openVotes, ...mark }));
  else {
    console.log(`${file}: ${from} as of ${new Date(mark.at).toISOString()}, people: ${people}, ${megabytes(size)}.`);
    console.log(
      `Neither the key nor the account on WhatsApp Web is in it. Keep ${
        config.dataKey === undefined ? keyFileOf(config.databaseUrl) : 'DATA_KEY'
      } apart: without it nobody in the copy can be found.`,
    );
    if (openVotes > 0) {
      console.log(
        `Votes that are open: ${openVotes}. Who has this copy and the key can find out who chose what: destroy it once they are closed.`,
      );
    }
    if (mark.running && waiting > 0) {
      console.log(
        `Messages that wait in it, and that the bot is sending now: ${waiting}. To move the bot, stop it first.`,
      );
    }
  }
}

/** Only while the bot does not run. What stood there is kept beside it. */
export function restore(file: string, { sendWaiting = false }: { sendWaiting?: boolean }): void {
  const config = loadConfig(process.env);
  const to = sqliteFile(config, 'pg_restore --clean --dbname="$DATABASE_URL" FILE');
  if (!existsSync(file)) throw new OperatorError(`There is no file ${file}.`);
  if (existsSync(to) && realpathSync(file) === realpathSync(to))
    throw new OperatorError(`${file} is the database itself.`);
  const lock = takeLock(`${to}.lock`);
  if (!lock) throw new OperatorError(`The bot is running on ${to}. Stop it first.`);
  try {
    const found = lookedInto(file);
    proveKey(found, config);
    const now = Date.now();
    const keep = `${to}.before-${new Date(now).toISOString().replaceAll(/\D/g, '').slice(0, 14)}`;
    const hadOne = existsSync(to);
    // Of a copy made while the bot stood still nothing has been sent since.
    const sends = sendWaiting || !found.mark.running;
    const { keptDamaged, stopped } = restoreSqlite(file, to, { keep, sendWaiting: sends, now });
    console.log(`${to} is now ${file} as of ${new Date(found.mark.at).toISOString()}: people: ${found.people}.`);
    if (hadOne) console.log(`What stood there ${keptDamaged ? 'was damaged, and ' : ''}is kept as ${keep}.`);
    if (found.waiting > 0) console.log(waitingSentence(found.waiting, sends));
    if (stopped > 0) console.log(stoppedSentence(stopped));
    console.log(accountSentence(`${to}.whatsapp-web`));
  } finally {
    lock.release();
  }
}

function lookedInto(file: string): CopyFound {
  try {
    return lookInto(file);
  } catch (error) {
    throw error instanceof UnusableCopy ? new OperatorError(error.message) : error;
  }
}

function sqliteFile({ databaseUrl }: Config, instead: string): string {
  if (!databaseUrl.startsWith('file:')) {
    throw new OperatorError(`This database is PostgreSQL's, which has tools of its own: ${instead}`);
  }
  return databaseUrl.slice('file:'.length);
}

/** Without its key a database is of no use: nobody in it could be found again. */
function proveKey({ settings }: CopyFound, { databaseUrl, dataKey }: Config): void {
  const begunWith = settings.get('data-key');
  if (begunWith === undefined) return;
  const here = fingerprintOfKey(databaseUrl, dataKey);
  if (here === undefined) {
    throw new OperatorError(
      `The key is missing: put it into ${keyFileOf(databaseUrl)}, or set DATA_KEY, and try again.`,
    );
  }
  if (here !== begunWith) {
    const source = dataKey === undefined ? keyFileOf(databaseUrl) : 'DATA_KEY';
    throw new OperatorError(`${source} is not the key of this backup: nobody in it could be found again.`);
  }
}

const waitingSentence = (waiting: number, sends: boolean) =>
  sends
    ? `Messages that wait in it and go out when the bot starts: ${waiting}.`
    : `Messages that waited in it and are not sent: ${waiting}. The bot was running, and may have sent them since. To send them all the same, restore again with --send-waiting.`;

const stoppedSentence = (stopped: number) =>
  `Notices to many that were not over in it and are stopped: ${stopped}. Parts of them may have gone out since. Who wrote them can write them anew.`;

const accountSentence = (file: string) =>
  existsSync(file)
    ? `The account on WhatsApp Web in ${file} stays as it is.`
    : 'If the bot uses WhatsApp Web, pair it anew: npm run cli -- whatsapp pair. First remove the old device on the phone.';

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
