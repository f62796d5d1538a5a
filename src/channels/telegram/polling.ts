/**
 * Long polling that confirms an update only when it is committed. grammY's own `bot.start()` counts an update as done
 * when it begins with it (`lastTriedUpdateId`), so a turn that was not stored would be lost at the next poll or stop.
 */

import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import { describe, readFault } from './fault.ts';
import type { Intake } from './intake.ts';
import { senderOf, WANTED } from './read-update.ts';
import { reasonOf, type Trouble } from './trouble.ts';

interface PollingParts {
  /** For the polls: its requests break when `signal` aborts. */
  listen: Api;
  /** For the last confirmation, after that. */
  api: Api;
  intake: Intake;
  trouble: Trouble;
  pollSeconds: number;
  signal: AbortSignal;
}

/** Polls until `signal` aborts; then finishes the batch under way, confirms it and resolves. Never rejects. */
export async function poll({ listen, api, intake, trouble, pollSeconds, signal }: PollingParts): Promise<void> {
  let offset: number | undefined;
  let confirmed = true;
  while (!signal.aborted) {
    let updates: Update[];
    try {
      updates = await listen.getUpdates({ offset, timeout: pollSeconds, allowed_updates: WANTED });
    } catch (error) {
      if (!signal.aborted) await recover(error, trouble);
      continue;
    }
    confirmed = true;
    const failed = await takeBatch(updates, intake);
    const next = failed?.updateId ?? lastOf(updates) + 1;
    if (updates.length > 0 && next !== offset) {
      offset = next;
      confirmed = false;
    }
    if (failed) {
      trouble.tell(`A message was not stored and is asked for again: ${reasonOf(failed.error)}. See the database.`);
      await trouble.pause();
    } else trouble.over();
  }
  // If this fails too, the updates come again and the inbox knows them.
  if (!confirmed) await api.getUpdates({ offset, limit: 1, timeout: 0 }).catch(() => undefined);
}

const lastOf = (updates: readonly Update[]): number => Math.max(...updates.map((update) => update.update_id));

interface Failure {
  updateId: number;
  error: unknown;
}

/** People side by side, so that the writer can group their commits; one person's updates in order. */
async function takeBatch(updates: readonly Update[], intake: Intake): Promise<Failure | undefined> {
  const people = Map.groupBy(updates, (update) => senderOf(update) ?? `u${update.update_id}`);
  const failures = await Promise.all([...people.values()].map((own) => takeInOrder(own, intake)));
  // All from the first failure on comes again: what is stored by then has no second effect.
  return failures.filter((failure) => failure !== undefined).toSorted((a, b) => a.updateId - b.updateId)[0];
}

async function takeInOrder(updates: readonly Update[], intake: Intake): Promise<Failure | undefined> {
  for (const update of updates) {
    try {
      await intake(update);
    } catch (error) {
      return { updateId: update.update_id, error };
    }
  }
  return undefined;
}

async function recover(error: unknown, trouble: Trouble): Promise<void> {
  const fault = readFault(error);
  const said = describe(fault);
  if (fault.kind !== 'refused') {
    trouble.tell(`Telegram cannot be reached (${said}). Check the network and TELEGRAM_API_ROOT.`, true);
    return trouble.pause();
  }
  if (fault.code === 409)
    trouble.tell(`Another program takes this bot's messages (${said}). Stop it, or use a bot of its own.`);
  else if (fault.code === 401)
    trouble.tell(`Telegram no longer accepts TELEGRAM_BOT_TOKEN (${said}). Take the current one from @BotFather.`);
  else trouble.tell(`Telegram refuses to give messages (${said}).`, true);
  return trouble.pause(fault.afterMs);
}
