/** `whatsapp pair`, `unpair`, `status`, `test` and `templates`. */

import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { and, count, eq, inArray } from 'drizzle-orm';
import { pairPhone } from '../channels/whatsapp-web/pair.ts';
import { showPairing } from '../channels/whatsapp-web/show-pairing.ts';
import { loadConfig } from '../config.ts';
import { createLocalizer } from '../conversation/localize.ts';
import { foldNumber } from '../conversation/phone.ts';
import { registeredTemplates } from '../delivery/template.ts';
import { noticesSince } from '../domain/notices/load.ts';
import { OperatorError } from './operator-error.ts';
import {
  type Account,
  accountConfig,
  type Held,
  lookAtAccount,
  onAccount,
  openAccount,
  vaultOf,
} from './whatsapp-account.ts';

const DAY_MS = 86_400_000;
const CHANNEL = 'whatsapp-web';
const NOT_PAIRED = 'No phone is paired: npm run cli -- whatsapp pair';

/** Digits with the country; undefined for a pairing by QR. */
function numberToPair(given: string | undefined): string | undefined {
  const digits = given?.replaceAll(/\D/g, '');
  if (digits === undefined || /^52\d{10,11}$/.test(digits)) return digits;
  throw new OperatorError('--number needs 12 or 13 digits with the country, such as 525512345678.');
}

/** Shows a QR, or a code for a number, until a phone is paired. */
export async function pair({ number }: { number?: string }): Promise<void> {
  const pairWith = numberToPair(number);
  await onAccount(async (account) => {
    const store = await openAccount(account);
    try {
      const known = store.number();
      if (known !== undefined) throw new OperatorError(`${known} is paired. First: npm run cli -- whatsapp unpair`);
      const { url } = account.whatsappWeb;
      const paired = await pairPhone({ store, url, pairWith, onPairing: showPairing });
      console.log(paired ? `Paired with ${paired}. Now: WHATSAPP_WEB=on npm start` : 'Nobody paired a phone in time.');
      return paired ? 0 : 1;
    } finally {
      store.close();
    }
  });
}

export async function unpair(): Promise<void> {
  const tellNone = () => {
    console.log('No phone was paired.');
    return 0;
  };
  await onAccount(async (account) => {
    if (!existsSync(account.whatsappWeb.authFile)) return tellNone();
    const store = await openAccount(account);
    try {
      const number = store.number();
      store.clear();
      if (number === undefined) return tellNone();
      console.log(`${number} is forgotten here. Remove the device on the phone too: WhatsApp → Linked devices.`);
      return 0;
    } finally {
      store.close();
    }
  }, tellNone);
}

/** Who is paired, what waits, and how much of the day's notices is used up. */
export async function status({ json = false }: { json?: boolean }): Promise<void> {
  const tell = (held: Held, waiting: number, notices: number) => {
    const { perDay } = accountConfig().whatsappWeb;
    if (json) console.log(JSON.stringify({ ...held, waiting, notices, perDay }));
    else {
      console.log(
        held.running ? 'The bot is running on this account; its state is in /metrics.' : pairedSentence(held.number),
      );
      console.log(`Messages that wait: ${waiting}. Notices in the last 24 hours: ${notices} of at most ${perDay}.`);
    }
    return 0;
  };
  await onAccount(
    async (account) => {
      const held = await lookAtAccount(account);
      const { waiting, notices } = await account.store.run(async (tx) => {
        const { outbox } = tx.tables;
        const queued = and(eq(outbox.channel, CHANNEL), eq(outbox.status, 'queued'));
        const [row] = await tx.db.select({ rows: count() }).from(outbox).where(queued);
        const since = account.now - DAY_MS;
        return { waiting: Number(row?.rows ?? 0), notices: await noticesSince(tx, { channel: CHANNEL, since }) };
      });
      return tell(held, waiting, notices);
    },
    () => tell({ running: false }, 0, 0),
  );
}

const pairedSentence = (paired: string | undefined) =>
  paired === undefined ? NOT_PAIRED : `Paired with ${paired}, not running.`;

const PATIENCE_MS = 30_000;
const LOOK_EVERY_MS = 500;
const STRANGER = 'This number has not written to the bot. Write to it first: strangers are never written to.';

/** A message to somebody who has written to the bot before; it goes out by the running bot. */
export async function sendTestMessage(given: string): Promise<void> {
  await onAccount(
    async (account) => {
      const id = await queueTestMessage(account, given);
      for (let waited = 0; waited < PATIENCE_MS; waited += LOOK_EVERY_MS) {
        await setTimeout(LOOK_EVERY_MS);
        const [row] = await account.store.run(({ db, tables: { outbox } }) =>
          db.select({ status: outbox.status, receipt: outbox.receipt }).from(outbox).where(eq(outbox.id, id)),
        );
        if (row && row.status !== 'queued') {
          console.log(`The message was ${row.receipt ?? row.status}.`);
          return row.status === 'sent' ? 0 : 1;
        }
      }
      console.log('The message still waits: is the bot running and connected?');
      return 1;
    },
    () => {
      throw new OperatorError(STRANGER);
    },
  );
}

async function queueTestMessage(account: Account, given: string): Promise<number> {
  const { store, now } = account;
  const phone = (await vaultOf(account)).lookup('phone', foldNumber(given));
  return await store.run(async ({ db, tables: { identities, conversations, outbox } }) => {
    const [known] = await db
      .select({ conversationId: conversations.id, personId: conversations.personId, channel: conversations.channel })
      .from(identities)
      .innerJoin(conversations, eq(conversations.id, identities.conversationId))
      .where(and(eq(identities.phone, phone), inArray(conversations.channel, ['whatsapp-web', 'whatsapp-cloud'])));
    if (!known) throw new OperatorError(STRANGER);
    const times = { deadline: now, notBefore: now, createdAt: now };
    const reply = { text: `Asamblea: ${randomUUID().slice(0, 8)}` };
    const [row] = await db
      .insert(outbox)
      .values({ ...known, kind: 'answer', priority: 0, reply, ...times })
      .returning({ id: outbox.id });
    return row?.id ?? 0;
  });
}

/** The templates to register for the Cloud API, in the words of this operator. */
export function templates({ json = false }: { json?: boolean }): void {
  const list = registeredTemplates(createLocalizer(loadConfig(process.env).operator));
  if (json) console.log(JSON.stringify(list));
  else for (const { name, language, body } of list) console.log(`${name} (${language}, utility)\n\n${body}\n`);
}
