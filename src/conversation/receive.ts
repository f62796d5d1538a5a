/** One inbound message, one transaction: taken in, understood, answered, all of it or nothing. */

import type { Store, Tx } from '../../db/unit-of-work.ts';
import { fileById, withBytes, withoutBytes } from '../domain/files.ts';
import { answersTo, queueAnswer, saveConversation, takeIn, takeInFailed } from '../domain/people/conversations.ts';
import { compose } from './compose.ts';
import type { FloodGate } from './flood.ts';
import type { Flow, Screen } from './flow.ts';
import type { Inbound } from './inbound.ts';
import { DEFAULT_LANGUAGE } from './localize.ts';
import { createDarkroom } from './photo.ts';
import type { Reply } from './reply.ts';
import { type Answer, Responder } from './respond.ts';
import { type Arrived, arrive, resolveSender, type Sender } from './sender.ts';
import { type Call, createServe, type Premises } from './serve.ts';
import type { Understanding } from './understanding/understanding.ts';

export interface ReceiverOptions extends Premises {
  store: Store;
  /** The first is where conversations begin. */
  flows: readonly Flow[];
  /** One for each language of the localizer. */
  understandings: ReadonlyMap<string, Understanding>;
  clock: () => number;
  /** Absent: whoever writes is answered, however often. */
  flood?: FloodGate;
  /** A turn threw; the person got an apology. */
  onFailure: (error: unknown) => void;
}

export interface Received {
  /** It came in before: nothing was done, the answers are those of the first time. */
  duplicate: boolean;
  answers: { id: number; reply: Reply }[];
}

/** Resolves once the turn is committed. Rejects only if nothing could be stored: then the channel must not acknowledge. */
export type Receive = (inbound: Inbound) => Promise<Received>;

export function createReceive(options: ReceiverOptions): Receive {
  const { store, vault, clock, localizer } = options;
  const serve = createServe(options);
  const responder = new Responder(options);
  const darkroom = createDarkroom();

  async function take(tx: Tx, arrived: Arrived): Promise<Received> {
    const inboxId = await takeIn(tx, arrived);
    if (inboxId === undefined) return { duplicate: true, answers: await earlierAnswers(tx, arrived.key) };
    const sender = await resolveSender(tx, arrived, vault);
    const call = callOf(tx, arrived, sender);
    return await write(call, arrived, inboxId, sender, await responder.respond(arrived, sender, call, serve(call)));
  }

  /** Starts the conversation over with an apology, so that a message that makes a turn throw cannot do it twice. */
  async function apologise(tx: Tx, arrived: Arrived): Promise<Received> {
    const inboxId = await takeInFailed(tx, arrived);
    if (inboxId === undefined) return { duplicate: true, answers: await earlierAnswers(tx, arrived.key) };
    const sender = await resolveSender(tx, arrived, vault);
    const call = callOf(tx, arrived, sender);
    return await write(call, arrived, inboxId, sender, await responder.apologise(sender, serve(call)));
  }

  async function write(
    call: Call,
    { inbound, now }: Arrived,
    inboxId: number,
    { conversationId, turn: last, personId, identityId, identityIds }: Sender,
    { standing: state, said, screen }: Answer,
  ): Promise<Received> {
    const { tx } = call;
    const { channel, account } = inbound;
    // An answer without a question leaves the open one, and the taps on it, as they were.
    const turn = (last ?? now) + (screen ? 1 : 0);
    const question: Screen = screen ?? { text: [] };
    const { reply, secret } = compose({ said, screen: question }, turn, (text) => localizer.text(call.language, text));
    const place = { id: conversationId, personId, identityId, identityIds, channel, account };
    const conversation = await saveConversation(tx, { ...place, turn, state, now });
    const queued = {
      personId,
      conversationId: conversation,
      channel,
      inboxId,
      reply: withoutBytes(reply),
      secret,
      now,
    };
    const id = await queueAnswer(tx, queued);
    return { duplicate: false, answers: [{ id, reply }] };
  }

  /** Somebody in danger, or who wants to be written to no more, is read however much came before. */
  const isUrgent = ({ content }: Inbound) =>
    content.type === 'text' &&
    [...options.understandings.values()].some(
      (each) => each.isEmergency(content.text) || each.globalWord(content.text)?.name.startsWith('notices'),
    );

  return async (inbound) => {
    const came = arrive(inbound, vault, clock());
    const admitted = options.flood?.admit(came.lookup, came.key, came.now) ?? 'yes';
    if (admitted === 'no' && !isUrgent(inbound)) return { duplicate: false, answers: [] };
    const made = darkroom(inbound, came.lookup);
    const arrived: Arrived = {
      ...came,
      // Nearly all go on without a pause: the order in which they came is the order in which they are taken in.
      inbound: made instanceof Promise ? await made : made,
      isLast: admitted === 'last' && !isUrgent(inbound),
    };
    const key = { key: arrived.lookup };
    let threw = false;
    const turn = () =>
      store.run((tx) => {
        // The store may run it again.
        threw = false;
        return take(tx, arrived).catch((error) => {
          threw = true;
          throw error;
        });
      }, key);
    try {
      // A commit that failed is not the message's fault: once more, and then the channel brings it again.
      return await turn().catch((error) => (threw ? Promise.reject(error) : turn()));
    } catch (error) {
      if (!threw) throw error;
      const received = await store.run((tx) => apologise(tx, arrived), key);
      options.onFailure(error);
      return received;
    }
  };
}

function callOf(tx: Tx, { inbound, now }: Arrived, sender: Sender): Call {
  return {
    tx,
    now,
    personId: sender.personId,
    language: sender.language ?? DEFAULT_LANGUAGE,
    home: sender.homeClinicId ?? undefined,
    office: sender.inOffice,
    channel: inbound.channel,
  };
}

async function earlierAnswers(tx: Tx, key: string): Promise<Received['answers']> {
  const answers = await answersTo(tx, key);
  const earlier: Received['answers'] = [];
  for (const { id, reply } of answers) {
    const whole = await withBytes(reply, (fileId) => fileById(tx, fileId));
    if (whole !== null) earlier.push({ id, reply: whole as Reply });
  }
  return earlier;
}
