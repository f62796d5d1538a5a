/** A whole bot over the small town, on either engine, and what its tables hold. */

import { getTableName, isTable } from 'drizzle-orm';
import type { Store } from '../../db/unit-of-work.ts';
import { flows } from '../../flows/index.ts';
import { SIMULATOR_ACCOUNT } from '../../src/channels/simulator/simulator.ts';
import { openDirectory } from '../../src/conversation/directory.ts';
import type { Flow } from '../../src/conversation/flow.ts';
import type { Content, Inbound } from '../../src/conversation/inbound.ts';
import { createReceive, type ReceiverOptions } from '../../src/conversation/receive.ts';
import { inhabit, localizer, understandings, type World, type WorldOptions } from '../world.ts';
import { buildTown, NOW } from './town.ts';

/** The town inhabited: twelve clinics, no assembly, nobody. A turn that throws is taken down in `failures`, if given. */
export async function openTown(store: Store, options: Partial<WorldOptions> = {}): Promise<World> {
  await buildTown(store);
  return inhabit(store, await openDirectory(store), { now: NOW, ...options });
}

export function inbound(from: string, content: Content | string, messageId: string): Inbound {
  return {
    channel: 'simulator',
    account: SIMULATOR_ACCOUNT,
    from: [{ kind: 'sim_user', value: from }],
    messageId,
    content: typeof content === 'string' ? { type: 'text', text: content } : content,
  };
}

/** A second way into a world, with other flows: as after the program was changed. */
export function receiveWith(
  { store, directory, vault, clock }: World,
  changed: readonly Flow[],
  more: Partial<ReceiverOptions> = {},
) {
  const all = flows.map((flow) => changed.find(({ name }) => name === flow.name) ?? flow);
  return createReceive({
    store,
    flows: all,
    directory,
    localizer,
    understandings,
    vault,
    clock,
    random: () => 0.5,
    onFailure: () => {},
    ...more,
  });
}

/** Every row of every table, as text. */
export async function dump(store: Store, except: readonly string[] = []): Promise<string> {
  return await store.run(async ({ db, tables }) => {
    const held: string[] = [];
    for (const table of Object.values(tables)) {
      if (!isTable(table) || except.includes(getTableName(table))) continue;
      held.push(JSON.stringify(await db.select().from(table)));
    }
    return held.join('\n');
  });
}
