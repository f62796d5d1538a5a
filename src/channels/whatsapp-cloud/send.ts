/** Sends one reply, as one or several messages, or as its template, and says what became of it. */

import type { Identifier } from '../../conversation/inbound.ts';
import type { Outgoing, SendResult } from '../channel.ts';
import { addresseeOf, bodyOf, templateBody, type WhatsappCloudTexts } from './body.ts';
import { compose, type Part } from './compose.ts';
import { judge } from './errors.ts';
import type { Upload } from './files.ts';
import { type Answer, type Fault, fieldOf, type Graph } from './graph.ts';
import type { Health } from './health.ts';
import type { Refs } from './refs.ts';
import type { Spacing } from './spacing.ts';
import type { Timing } from './timing.ts';

interface SenderParts {
  graph: Graph;
  phoneId: string;
  spacing: Spacing;
  refs: Refs;
  /** Undefined before the start. */
  health: () => Health | undefined;
  texts: (language: string) => WhatsappCloudTexts;
  timing: Timing;
  /** Ends all waiting. */
  signal: AbortSignal;
}

// Meta counts 24 hours by its own clock from when it got the message; ours may have come later.
const WINDOW_MS = 23.5 * 3_600_000;

/**
 * `ref` is Meta's id of the last message of the reply. Where a later message is put off it is tried again here for
 * `patienceMs`; after that the result is `unconfirmed`, because the port has no "go on from the third" and a plain
 * `retry` would repeat what the person already has.
 */
export function createSender(parts: SenderParts) {
  const { graph, phoneId, spacing, refs, health, texts, timing, signal } = parts;

  function resultOf(fault: Fault): SendResult {
    const { result, outage } = judge(fault);
    if (outage && 'reason' in result) health()?.fail(outage, result.reason);
    return result;
  }

  /** `key` comes back with every status of the message, so that it is known even if the answer to this is lost. */
  async function post(addressee: object, body: object, key: string | undefined): Promise<SendResult> {
    await spacing();
    if (signal.aborted) return { outcome: 'retry', reason: 'stopping' };
    const tracked = key === undefined ? {} : { biz_opaque_callback_data: key };
    const whole = { messaging_product: 'whatsapp', recipient_type: 'individual', ...addressee, ...body, ...tracked };
    const answer = await graph.post(`${phoneId}/messages`, whole);
    const result = answer.ok ? sentAs(answer.body) : resultOf(answer.fault);
    if (result.outcome !== 'unconfirmed' || key === undefined) return result;
    refs.lost(key);
    return { ...result, ref: key };
  }

  async function sendPart(addressee: object, part: Part, language: string, key?: string): Promise<SendResult> {
    const ids = new Map<Upload, string>();
    const file = part.kind === 'file' ? part.file : part.kind === 'buttons' ? part.header : undefined;
    if (file) {
      const answer = await upload(graph, phoneId, file);
      const id = answer.ok ? idIn(answer.body) : undefined;
      if (id === undefined) return putOff(answer.ok ? { outcome: 'retry', reason: 'no id' } : resultOf(answer.fault));
      ids.set(file, id);
    }
    return await post(addressee, bodyOf(part, texts(language), ids), key);
  }

  async function later(send: () => Promise<SendResult>): Promise<SendResult> {
    let waited = 0;
    for (let pause = timing.firstPauseMs; ; pause *= 2) {
      const result = await send();
      if (result.outcome === 'channel-down') return { outcome: 'unconfirmed', reason: result.reason };
      if (result.outcome !== 'retry') return result;
      const wait = Math.max(pause, result.afterMs ?? 0);
      waited += wait;
      if (waited > timing.patienceMs || signal.aborted) return { outcome: 'unconfirmed', reason: result.reason };
      await timing.wait(wait, signal);
    }
  }

  async function sendReply(addressee: object, { reply, language, key }: Outgoing): Promise<SendResult> {
    const composed = compose(reply);
    if ('problem' in composed) return { outcome: 'rejected', reason: composed.problem };
    let sent = 0;
    for (const [index, part] of composed.entries()) {
      const isLast = index === composed.length - 1;
      const send = () => sendPart(addressee, part, language, isLast ? key : undefined);
      const result = sent === 0 ? await send() : await later(send);
      if (result.outcome === 'sent') {
        sent++;
        if (isLast) return result;
        refs.passOver(result.ref);
      } else if (sent === 0) return result;
      else if (!('reason' in result)) return { outcome: 'unconfirmed', reason: `after message ${sent}: window closed` };
      else return { ...result, reason: `message ${sent + 1} of ${composed.length}: ${result.reason}` };
    }
    return { outcome: 'rejected', reason: 'the reply is empty' };
  }

  return async (to: Identifier, message: Outgoing): Promise<SendResult> => {
    const { notice, silentMs, template, key } = message;
    const addressee = addresseeOf(to);
    if (!addressee) return { outcome: 'rejected', reason: 'the address is none of WhatsApp' };
    const asTemplate = template && (() => post(addressee, templateBody(template), key));
    if (notice && silentMs >= WINDOW_MS) return asTemplate ? await asTemplate() : { outcome: 'needs-template' };
    const result = await sendReply(addressee, message);
    return notice && asTemplate && result.outcome === 'needs-template' ? await asTemplate() : result;
  };
}

/** Nobody has got anything yet, so what is not known of an upload may be done again. */
function putOff(result: SendResult): SendResult {
  return result.outcome === 'unconfirmed' ? { outcome: 'retry', reason: result.reason } : result;
}

function upload(graph: Graph, phoneId: string, { name, mime, bytes }: Upload): Promise<Answer<unknown>> {
  const form = new FormData();
  form.set('messaging_product', 'whatsapp');
  form.set('type', mime);
  form.set('file', new Blob([bytes], { type: mime }), name);
  return graph.postForm(`${phoneId}/media`, form);
}

function sentAs(body: unknown): SendResult {
  const messages = fieldOf(body, 'messages');
  const ref = Array.isArray(messages) ? idIn(messages[0]) : undefined;
  return ref === undefined ? { outcome: 'unconfirmed', reason: 'an answer without an id' } : { outcome: 'sent', ref };
}

function idIn(body: unknown): string | undefined {
  const id = fieldOf(body, 'id');
  return typeof id === 'string' && id !== '' ? id : undefined;
}
