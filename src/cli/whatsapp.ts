/** `whatsapp pair`, `unpair`, `status`, `test` and `templates`. */

import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { and, count, eq, gt, inArray, ne } from 'drizzle-orm';
import { type AuthStore, openAuthStore } from '../channels/whatsapp-web/auth-store.ts';
import { pairPhone } from '../channels/whatsapp-web/pair.ts';
import { showPairing } from '../channels/whatsapp-web/show-pairing.ts';
import { loadConfig, type WhatsappWebConfig } from '../config.ts';
import { createLocalizer } from '../conversation/localize.ts';
import { foldNumber } from '../conversation/phone.ts';
import { openVault } from '../data-key.ts';
import { registeredTemplates } from '../delivery/template.ts';
import type { Vault } from '../domain/people/vault.ts';
import type { Context } from './command.ts';
import { OperatorError } from './operator-error.ts';

const DAY_MS = 86_400_000;

interface Account {
  config: WhatsappWebConfig;
  vault: Vault;
}

async function accountOf({ store }: Context): Promise<Account> {
  const config = loadConfig({ ...process.env, WHATSAPP_WEB: 'on' });
  if (!config.whatsappWeb) throw new Error('WHATSAPP_WEB is on and yet not configured.');
  return { config: config.whatsappWeb, vault: await openVault(store, config.databaseUrl, config.dataKey) };
}

/** Throws OperatorError while the bot holds it. */
function hold({ config, vault }: Account): AuthStore {
  try {
    return openAuthStore(config.authFile, vault);
  } catch (error) {
    throw new OperatorError(error instanceof Error ? error.message : 'The WhatsApp account cannot be opened.');
  }
}

/** Shows a QR, or a code for a number, until a phone is paired. */
export async function pair(context: Context, { number }: { number?: string }): Promise<number> {
  const account = await accountOf(context);
  const store = hold(account);
  try {
    const known = store.number();
    if (known !== undefined) throw new OperatorError(`${known} is paired. First: npm run cli -- whatsapp unpair`);
    const pairWith = number?.replaceAll(/\D/g, '');
    const { url } = account.config;
    const paired = await pairPhone({ store, url, pairWith, onPairing: showPairing });
    console.log(paired ? `Paired with ${paired}. Now: WHATSAPP_WEB=on npm start` : 'Nobody paired a phone in time.');
    return paired ? 0 : 1;
  } finally {
    store.close();
  }
}

export async function unpair(context: Context): Promise<number> {
  const store = hold(await accountOf(context));
  try {
    const number = store.number();
    store.clear();
    console.log(
      number === undefined
        ? 'No phone was paired.'
        : `${number} is forgotten here. Remove the device on the phone too: WhatsApp → Linked devices.`,
    );
    return 0;
  } finally {
    store.close();
  }
}

/** Who is paired, what waits, and how much of the day's notices is used up. */
export async function status(context: Context, { json = false }: { json?: boolean }): Promise<number> {
  const account = await accountOf(context);
  const held = number(account);
  const { waiting, notices } = await context.store.run(async ({ db, tables: { outbox } }) => {
    const channel = eq(outbox.channel, 'whatsapp-web');
    const [queued] = await db
      .select({ rows: count() })
      .from(outbox)
      .where(and(channel, eq(outbox.status, 'queued')));
    const sent = and(
      channel,
      ne(outbox.kind, 'answer'),
      inArray(outbox.status, ['sent', 'unconfirmed']),
      gt(outbox.doneAt, context.now - DAY_MS),
    );
    const [noticed] = await db.select({ rows: count() }).from(outbox).where(sent);
    return { waiting: Number(queued?.rows ?? 0), notices: Number(noticed?.rows ?? 0) };
  });
  const { perDay } = account.config;
  if (json) console.log(JSON.stringify({ ...held, waiting, notices, perDay }));
  else {
    console.log(
      held.running ? 'The bot is running on this account; its state is in /metrics.' : pairedSentence(held.number),
    );
    console.log(`Messages that wait: ${waiting}. Notices in the last 24 hours: ${notices} of at most ${perDay}.`);
  }
  return 0;
}

const pairedSentence = (paired: string | undefined) =>
  paired === undefined ? 'No phone is paired: npm run cli -- whatsapp pair' : `Paired with ${paired}, not running.`;

function number(account: Account): { running: boolean; number?: string } {
  let store: AuthStore;
  try {
    store = openAuthStore(account.config.authFile, account.vault);
  } catch {
    return { running: true };
  }
  const found = store.number();
  store.close();
  return { running: false, number: found };
}

const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 500;

/** A message to somebody who has written to the bot before; it goes out by the running bot. */
export async function test(context: Context, given: string): Promise<number> {
  const { vault } = await accountOf(context);
  const { store, now } = context;
  const phone = vault.lookup('phone', foldNumber(given));
  const id = await store.run(async ({ db, tables: { identities, conversations, outbox } }) => {
    const [known] = await db
      .select({ conversationId: conversations.id, personId: conversations.personId, channel: conversations.channel })
      .from(identities)
      .innerJoin(conversations, eq(conversations.id, identities.conversationId))
      .where(and(eq(identities.phone, phone), inArray(conversations.channel, ['whatsapp-web', 'whatsapp-cloud'])));
    if (!known)
      throw new OperatorError(
        'This number has not written to the bot. Write to it first: strangers are never written to.',
      );
    const times = { deadline: now, notBefore: now, createdAt: now };
    const reply = { text: `Asamblea: ${randomUUID().slice(0, 8)}` };
    const [row] = await db
      .insert(outbox)
      .values({ ...known, kind: 'answer', priority: 0, reply, ...times })
      .returning({ id: outbox.id });
    return row?.id ?? 0;
  });
  for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
    await setTimeout(LOOK_EVERY_MS);
    const [row] = await store.run(({ db, tables: { outbox } }) =>
      db.select({ status: outbox.status, receipt: outbox.receipt }).from(outbox).where(eq(outbox.id, id)),
    );
    if (row && row.status !== 'queued') {
      console.log(`The message was ${row.receipt ?? row.status}.`);
      return row.status === 'sent' ? 0 : 1;
    }
  }
  console.log('The message still waits: is the bot running and connected?');
  return 1;
}

/** The templates to register for the Cloud API, in the words of this operator. */
export async function templates(_: Context, { json = false }: { json?: boolean }): Promise<number> {
  const list = registeredTemplates(createLocalizer(loadConfig(process.env).operator));
  if (json) console.log(JSON.stringify(list));
  else for (const { name, language, body } of list) console.log(`${name} (${language}, utility)\n\n${body}\n`);
  return 0;
}
