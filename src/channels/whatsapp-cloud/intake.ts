/** Hands one notification to the program: resolves when all of it is committed, or needs nothing. */

import type { Content, Inbound } from '../../conversation/inbound.ts';
import type { ChannelHost, Receipt } from '../channel.ts';
import { meaningOf, type Refused } from './errors.ts';
import { fieldOf, type Graph } from './graph.ts';
import type { Health } from './health.ts';
import type { Message, Notification, Status } from './notification.ts';
import { type FileNamed, identifiersOf, MAX_FILE_BYTES, readMessage } from './read-message.ts';
import type { Refs } from './refs.ts';

interface IntakeParts {
  graph: Graph;
  host: ChannelHost;
  health: Health;
  refs: Refs;
  /** The phone number id. */
  account: string;
  downloadMs: number;
}

/** Rejects when something was not stored: then all of it must come again. What was stored has no second effect. */
export type Intake = (notification: Notification) => Promise<void>;

export function createIntake({ graph, host, health, refs, account, downloadMs }: IntakeParts): Intake {
  async function fetchFile({ id, mime, name }: FileNamed): Promise<Content> {
    // The person is told that it was not understood, and sends it again: better than days of redelivery.
    const lost: Content = { type: 'unsupported', what: 'other' };
    const about = await graph.get(encodeURIComponent(id));
    const url = about.ok ? fieldOf(about.body, 'url') : undefined;
    if (typeof url !== 'string') return lost;
    const file = await graph.download(url, MAX_FILE_BYTES);
    if (!file.ok) return lost;
    return name === undefined
      ? { type: 'photo', mime, data: file.body }
      : { type: 'document', name, mime, data: file.body };
  }

  async function takeMessage(message: Message): Promise<void> {
    const seen = readMessage(message);
    if (seen.kind === 'nothing') return;
    if (seen.kind === 'moved') return await host.onMove(seen.before, seen.after, message.id);
    const content = seen.kind === 'content' ? seen.content : await within(downloadMs, fetchFile(seen.file));
    const inbound: Inbound = { channel: 'whatsapp-cloud', account, from: seen.from, messageId: message.id, content };
    await host.onInbound(inbound);
  }

  async function takeStatus(status: Status): Promise<void> {
    const receipt = receiptOf(status);
    if (receipt === undefined) return;
    if (receipt.status === 'refused' && refs.isPassedOver(status.id)) tellLost(receipt.result);
    for (const ref of refs.of({ id: status.id, key: status.biz_opaque_callback_data }))
      await host.onReceipt(ref, receipt);
  }

  const told = new Set<string>();
  function tellLost(result: Refused): void {
    const reason = 'reason' in result ? result.reason : result.outcome;
    const message = `A part of an answer, before its last one, did not arrive (${reason}). It is not sent again.`;
    if (!told.has(message)) host.onAlarm({ channel: 'whatsapp-cloud', message });
    told.add(message);
  }

  function receiptOf({ status, errors = [] }: Status): Receipt | undefined {
    if (status === 'delivered' || status === 'read') {
      health.works();
      return { status };
    }
    if (status !== 'failed') return undefined;
    const [error] = errors;
    if (!error) return { status: 'refused', result: { outcome: 'rejected', reason: 'no code was given' } };
    const { result, outage } = meaningOf(error.code);
    if (outage && 'reason' in result) health.fail(outage, result.reason);
    return { status: 'refused', result };
  }

  return async ({ messages, statuses }) => {
    const queues = [
      ...byPerson(messages).map((own) => inOrder(own, takeMessage)),
      ...[...Map.groupBy(statuses, ({ id }) => id).values()].map((own) => inOrder(own, takeStatus)),
    ];
    const failed = (await Promise.allSettled(queues)).find((queue) => queue.status === 'rejected');
    if (failed) throw failed.reason;
  };
}

/** The first that fails ends it: what comes behind must not overtake it. */
async function inOrder<T>(items: readonly T[], take: (item: T) => Promise<void>): Promise<void> {
  for (const item of items) await take(item);
}

/** One person may stand behind a number in one message and behind another identifier in the next. */
function byPerson(messages: readonly Message[]): Message[][] {
  const queues = new Map<string, Message[]>();
  for (const message of messages) {
    const names = identifiersOf(message).map(({ kind, value }) => `${kind} ${value}`);
    const queue = names.map((name) => queues.get(name)).find((known) => known !== undefined) ?? [];
    queue.push(message);
    for (const name of names) queues.set(name, queue);
  }
  return [...new Set(queues.values())];
}

/** A slow download counts as none; its connection ends by itself. */
function within(ms: number, file: Promise<Content>): Promise<Content> {
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve({ type: 'unsupported', what: 'other' }), ms);
    file.then((content) => {
      clearTimeout(late);
      resolve(content);
    });
  });
}
