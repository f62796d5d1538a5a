/** The whole program on the small town: in this process, or as a child that can be killed. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite } from '../../db/sqlite.ts';
import type { Store } from '../../db/unit-of-work.ts';
import { buildTown } from './town.ts';

export interface ShownReply {
  id: number;
  text: string;
  choices: { id: string; label: string }[];
  location?: { lat: number; lng: number };
  document?: { url: string; name: string; mime: string };
}

/** A database file with the town in it, and what else `fill` puts there. */
export async function townDatabase(fill: (store: Store) => Promise<unknown> = async () => {}) {
  const folder = mkdtempSync(join(tmpdir(), 'asamblea-'));
  const file = join(folder, 'town.db');
  const look = async <T>(at: (store: Store) => Promise<T>): Promise<T> => {
    const store = openSqlite(file);
    try {
      return await at(store);
    } finally {
      await store.close();
    }
  };
  await look(buildTown);
  await look(fill);
  const env = { PORT: '0', DATABASE_URL: `file:${file}`, SIMULATOR: 'on', DEMO: 'off', LOG_LEVEL: 'silent' };
  return { folder, file, env, look, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Sends one message; rejects if the program is gone. */
export async function post(
  url: string,
  body: unknown,
): Promise<{ status: number; replies: ShownReply[]; error?: string }> {
  const response = await fetch(`${url}/simulator/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, replies: [], ...((await response.json()) as object) };
}

/** All that was sent to somebody. */
export async function received(url: string, to: string, after = ''): Promise<ShownReply[]> {
  const response = await fetch(`${url}/simulator/messages?to=${encodeURIComponent(to)}&after=${after}`);
  return ((await response.json()) as { replies: ShownReply[] }).replies;
}

/** What `npm start` loads first, and each of the other commands. */
export const QUICK_IMPORTS = new URL('../../src/quick-imports.ts', import.meta.url).pathname;

/** Lets a process load what another one has compiled. */
export const COMPILED = { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? '' };

const children = new Set<ChildProcess>();

/** After a test that failed: ends what it left running. */
export function endAll(): void {
  for (const child of children) child.kill('SIGKILL');
}

/** `node src/main.ts` with this environment alone; `imports` are loaded before it. */
export function spawnProgram(env: Record<string, string>, imports: readonly string[] = []) {
  const entry = new URL('../../src/main.ts', import.meta.url).pathname;
  const loaded = [QUICK_IMPORTS, ...imports].map((file) => `--import=${file}`);
  const child: ChildProcess = spawn(process.execPath, [...loaded, entry], {
    env: { ...COMPILED, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let output = '';
  const exited = once(child, 'exit').then(([code, signal]) => {
    children.delete(child);
    return { code: code as number | null, signal: signal as string | null };
  });
  const url = new Promise<string>((resolve, reject) => {
    const take = (chunk: Buffer) => {
      output += String(chunk);
      const found = /Salud: (http\S+)\/healthz/.exec(output)?.[1];
      if (found) resolve(found);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    void exited.then(() => reject(new Error(output)));
  });
  url.catch(() => {});
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exited;
  };
  return { url, exited, end, output: () => output };
}
