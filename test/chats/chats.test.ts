/** Every script of this folder, as it stands, on both engines: `UPDATE=1` writes down what the bot says now. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPostgresWorlds, openWorld, type World } from '../world.ts';
import { play } from './script.ts';

const folder = new URL('./', import.meta.url);
const START = Date.parse('2027-02-01T15:00:00Z');

const scripts = readdirSync(folder)
  .filter((name) => name.endsWith('.chat'))
  .map((name) => ({ title: name.replace('.chat', '').replaceAll('-', ' '), file: new URL(name, folder) }));

async function playOn(world: World, file: URL): Promise<{ script: string; played: string }> {
  try {
    const script = readFileSync(file, 'utf8');
    return { script, played: await play(script, world) };
  } finally {
    await world.close();
  }
}

describe('SQLite', () => {
  it.each(scripts)('$title', async ({ file }) => {
    const { script, played } = await playOn(await openWorld({ now: START }), file);
    if (process.env.UPDATE) writeFileSync(file, played);
    else expect(played).toBe(script);
  });
});

describe('PostgreSQL', () => {
  let worlds: Awaited<ReturnType<typeof openPostgresWorlds>>;
  beforeAll(async () => {
    worlds = await openPostgresWorlds();
  }, 60_000);
  afterAll(() => worlds.close());

  it.each(scripts)('$title', async ({ file }) => {
    const { script, played } = await playOn(await worlds.open({ now: START }), file);
    expect(played).toBe(script);
  });
});
