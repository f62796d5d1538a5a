/** The composition root: builds the program out of its rooms, starts it, and stops it gracefully. */

import { randomInt } from 'node:crypto';
import pino from 'pino';
import { openStore } from '../db/open.ts';
import type { Store } from '../db/unit-of-work.ts';
import { flows } from '../flows/index.ts';
import { SIMULATOR_ACCOUNT } from './channels/simulator/simulator.ts';
import { type Config, ConfigError, loadConfig } from './config.ts';
import { openDirectory } from './conversation/directory.ts';
import { createFloodGate } from './conversation/flood.ts';
import { createLocalizer } from './conversation/localize.ts';
import { createReceive } from './conversation/receive.ts';
import { loadUnderstandings } from './conversation/words.ts';
import { openVault } from './data-key.ts';
import { createWording } from './delivery/notice.ts';
import { waiting } from './delivery/outbox.ts';
import { holdsDemoAssemblies, seedDemoAssemblies } from './domain/assemblies/demo.ts';
import { seedDirectory } from './domain/clinics/seed.ts';
import { faultOf } from './fault.ts';
import { startJobs } from './jobs/jobs.ts';
import { takeLock } from './lock.ts';
import { createMetrics } from './metrics.ts';
import { openChannels } from './open-channels.ts';
import { runChannels } from './run-channels.ts';
import { speedsOf } from './speeds.ts';
import { createApp } from './web/app.ts';
import { listen } from './web/listen.ts';
import { simulatorDoor } from './web/simulator-door.ts';

export interface Program {
  /** Where the web answers. */
  url: string;
  stop(): Promise<void>;
}

/** Starts everything. Rejects with a ConfigError, a message for the operator, when it may not or cannot start. */
export async function start(config: Config, clock: () => number = Date.now): Promise<Program> {
  const log = pino({ level: config.logLevel, base: undefined });
  const lock = config.databaseUrl.startsWith('file:') ? lockOf(config.databaseUrl) : undefined;
  const store = await openStore(config.databaseUrl).catch((error) => {
    lock?.release();
    throw new ConfigError(`DATABASE_URL cannot be opened: ${reasonOf(error)}.`);
  });
  const closing: (() => Promise<unknown> | undefined)[] = [() => store.close(), async () => lock?.release()];
  const stop = async () => {
    for (const close of closing.splice(0)) {
      try {
        await close();
      } catch (error) {
        log.error({ error: faultOf(error) }, 'something did not stop as it should');
      }
    }
  };
  try {
    const vault = await openVault(store, config.databaseUrl, config.dataKey);
    await seedDirectory(store);
    await refuseDemoData(store, config);
    if (config.demo) await seedDemoAssemblies(store, clock());

    const directory = await openDirectory(store);
    const localizer = createLocalizer(config.operator);
    const wording = createWording(localizer);
    const metrics = createMetrics({
      queued: () => store.run(waiting),
      channels: () => channels.all.map((channel) => ({ name: channel.name, ready: channel.ready?.() ?? true })),
    });
    const alarm = (message: string, cause?: unknown) =>
      log.warn(cause === undefined ? {} : { cause: faultOf(cause) }, message);
    // Link codes and the ids of ballots are made of it: nobody may guess the next one.
    const random = () => randomInt(2 ** 47) / 2 ** 47;
    const receive = createReceive({
      store,
      flows,
      directory,
      localizer,
      understandings: loadUnderstandings(localizer.languages),
      vault,
      random,
      clock,
      callsNeedConfirmation: config.callsNeedConfirmation,
      broadcasting: { speeds: speedsOf(config), perDay: config.noticesPerDay },
      flood: createFloodGate({ onFlood: () => alarm('Somebody floods the bot and is not answered for an hour.') }),
      onFailure(error) {
        metrics.failed();
        log.error({ error: faultOf(error) }, 'a turn failed; the person got an apology');
      },
    });

    const channels = await openChannels(config, { localizer, vault });
    const running = runChannels(channels.all, {
      store,
      vault,
      wording,
      clock,
      random: Math.random,
      onAlarm: alarm,
      onResult: (name, outcome) => metrics.delivered(name, outcome),
    });

    const take: typeof receive = async (inbound) => {
      const begun = performance.now();
      const received = await receive(inbound);
      metrics.received(inbound.channel, received.duplicate, (performance.now() - begun) / 1000);
      running.wake(inbound.channel);
      return received;
    };

    const app = createApp({
      lacking: async () => (running.isUp() ? undefined : 'The channels are not up yet.'),
      metrics: () => metrics.render(),
      telegram: channels.telegram?.handleUpdate,
      whatsapp: channels.whatsappCloud,
      simulator: config.simulator
        ? simulatorDoor({ account: SIMULATOR_ACCOUNT, receive: take, store, vault, wording })
        : undefined,
      onError: (error) => log.error({ error: faultOf(error) }, 'a request failed'),
    });
    const server = await listen(app.fetch, config);
    closing.unshift(server.close);
    closing.unshift(running.stop);
    await running.start(take);
    const jobs = startJobs({
      store,
      refreshDirectory: () => directory.refresh(),
      clock,
      random,
      onAlarm: alarm,
      wake: () => running.wake(),
    });
    closing.unshift(jobs.stop);
    return { url: server.url, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Drizzle's message repeats the query and its values; what lies beneath says what is wrong. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : 'unknown error';
}

function lockOf(databaseUrl: string) {
  const file = databaseUrl.slice('file:'.length);
  const lock = lockBeside(file);
  if (!lock) {
    throw new ConfigError(
      `Another Asamblea is already running on ${file}. Stop it first, or set DATABASE_URL to another file.`,
    );
  }
  return lock;
}

function lockBeside(file: string) {
  try {
    return takeLock(`${file}.lock`);
  } catch (error) {
    throw new ConfigError(`DATABASE_URL cannot be opened: ${reasonOf(error)}.`);
  }
}

/** Nobody may be sent to an invented assembly: a real channel does not start on a database that holds some. */
async function refuseDemoData(store: Store, config: Config): Promise<void> {
  if (!config.reachesPeople) return;
  if (config.demo || (await store.run(holdsDemoAssemblies))) {
    throw new ConfigError(
      'This database holds invented assemblies: set DATABASE_URL to another one, and DEMO=off, for a real channel.',
    );
  }
}

/** Prints what is on, what is off and what to do next. */
function announce(config: Config, url: string): void {
  const lines = [
    '',
    `Asamblea — ${config.demo ? 'DEMOSTRACIÓN con asambleas inventadas' : config.operator.name}`,
    `  Datos: ${config.databaseUrl.replace(/:\/\/.*@/, '://…@')}`,
    `  Simulador: ${config.simulator ? url : 'apagado (SIMULATOR=on)'}`,
    `  Telegram: ${config.telegram ? (config.telegram.webhook ? 'webhook' : 'encendido') : 'apagado (TELEGRAM_BOT_TOKEN)'}`,
    `  WhatsApp Web: ${config.whatsappWeb ? 'encendido (docs/whatsapp.md)' : 'apagado (WHATSAPP_WEB=on)'}`,
    `  WhatsApp Cloud API: ${config.whatsappCloud ? 'encendido' : 'apagado (WHATSAPP_CLOUD_PHONE_ID)'}`,
    `  Salud: ${url}/healthz  ${url}/readyz  ${url}/metrics`,
    '  Sigue: abra el simulador, o en otra terminal: npm run cli -- --help',
    '',
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

/** A connection that says nothing may hold up the end; what it carried is still in the outbox. */
const LONGEST_STOP_MS = 40_000;

async function main(): Promise<void> {
  try {
    const config = loadConfig(process.env);
    const program = await start(config);
    announce(config, program.url);
    let stopping = false;
    const end = () => {
      if (stopping) return;
      stopping = true;
      setTimeout(() => process.exit(0), LONGEST_STOP_MS).unref();
      void program.stop().then(() => process.exit(0));
    };
    process.on('SIGTERM', end);
    process.on('SIGINT', end);
  } catch (error) {
    process.stderr.write(`\n${error instanceof ConfigError ? error.message : (error as Error).stack}\n`);
    process.exit(1);
  }
}

if (import.meta.main) await main();
