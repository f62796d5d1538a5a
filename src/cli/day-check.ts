/** `day-check`: before an assembly, what is in order on this machine and what is to be mended. */

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { openStore } from '../../db/open.ts';
import type { Store } from '../../db/unit-of-work.ts';
import { type Config, loadConfig } from '../config.ts';
import { takeLock } from '../lock.ts';
import { lookAtDatabase, lookAtQueue, speedOf } from './day/database.ts';
import type { ChannelFacts, Facts } from './day/facts.ts';
import { judge, type Line, type State } from './day/judgement.ts';
import { lookAtMachine, machineProbes } from './day/machine.ts';
import { addressOf, askChannels, askReady, askSending } from './day/network.ts';

const SIGN: Readonly<Record<State, string>> = { ok: '✓', mend: '✗', unknown: '?' };

/** Prints a line for each thing; 1 if one is to be mended. Changes nothing. */
export async function dayCheck({ json = false }: { json?: boolean }): Promise<void> {
  const config = loadConfig(process.env);
  const lines = judge(await factsOf(config, Date.now()));
  const toMend = lines.filter(({ state }) => state === 'mend').length;
  if (json) console.log(JSON.stringify({ ok: toMend === 0, lines }));
  else {
    for (const line of lines) console.log(shown(line));
    console.log(toMend === 0 ? '\nAll that can be known is in order.' : `\nTo mend: ${toMend}.`);
  }
  process.exitCode = toMend === 0 ? 0 : 1;
}

const shown = ({ topic, state, what, todo }: Line) =>
  `${SIGN[state]} ${topic}: ${what}${todo === undefined ? '' : `\n    → ${todo}`}`;

async function factsOf(config: Config, now: number): Promise<Facts> {
  const { databaseUrl } = config;
  const file = databaseUrl.startsWith('file:') ? databaseUrl.slice('file:'.length) : undefined;
  const url = addressOf(config);
  const folder = file !== undefined && existsSync(dirname(file)) ? dirname(file) : '.';
  const [machine, ready, sending, reached, paired] = await Promise.all([
    lookAtMachine(machineProbes, folder),
    askReady(url),
    askSending(url),
    askChannels(config),
    isPaired(config),
  ]);
  const isThere = file === undefined || existsSync(file);
  const store = isThere ? await openStore(databaseUrl).catch(() => undefined) : undefined;
  try {
    const channels: ChannelFacts[] = [];
    for (const one of reached) {
      channels.push({
        ...one,
        ready: sending.get(one.name),
        paired: one.name === 'whatsapp-web' ? paired : undefined,
        queue: await queueOf(store, one.name, config, now),
      });
    }
    return {
      now,
      machine,
      program: { locked: isThere && file !== undefined ? isLocked(file) : undefined, url, ready },
      channels,
      database: store && (await lookAtDatabase(store, config, now)),
    };
  } finally {
    await store?.close();
  }
}

async function queueOf(store: Store | undefined, channel: string, config: Config, now: number) {
  if (!store) return { waiting: 0, notices: 0, takesMs: 0, late: 0 };
  return await lookAtQueue(store, speedOf(channel, config), now);
}

function isLocked(file: string): boolean {
  const lock = takeLock(`${file}.lock`);
  lock?.release();
  return lock === undefined;
}

/** Undefined without that channel, and where nobody can tell: its library is loaded for this alone. */
async function isPaired({ whatsappWeb }: Config): Promise<boolean | undefined> {
  if (!whatsappWeb) return undefined;
  if (!existsSync(whatsappWeb.authFile)) return false;
  const { lookAtAccount, onAccount } = await import('./whatsapp-account.ts');
  let paired: boolean | undefined;
  await onAccount(async (account) => {
    const { running, number } = await lookAtAccount(account);
    // Only a paired account is worth holding; the bot's own readiness says the rest.
    paired = running || number !== undefined;
    return 0;
  }).catch(() => {});
  return paired;
}
