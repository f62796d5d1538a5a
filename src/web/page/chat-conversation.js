/** One person's conversation with the bot: sent, answered, polled for notices, and remembered in this tab. */

import { asks, Thread } from './chat-thread.js';

const API = '/simulator/messages';
const TIMEOUT_MS = 20_000;
/** A tab remembers this many messages of a person; the bot's own texts are always asked of the program. */
const MOST_KEPT = 300;

export class Conversation {
  name;
  thread;
  /** What the last question waits for. */
  expects;
  #hooks;
  /** In the order in which this tab saw them: `{ own: message }`, or `{ reply: id, at, answer }`. */
  #entries = [];
  #seen = new Set();
  #last;
  #sends = 0;
  #waiting = 0;
  #line = Promise.resolve();

  /**
   * `onShown(element, kind)` is told of each new message (own, answer, notice), `onReach(reached)` whether the program answered,
   * `onTap(event)` that something in the thread was pressed.
   */
  constructor(name, hooks) {
    this.name = name;
    this.#hooks = hooks;
    this.thread = new Thread({
      onChoice: (choice, event) => {
        this.send({ choice: choice.id }, { text: choice.label });
        hooks.onTap(event);
      },
      onRetry: (message, event) => {
        this.#deliver(message);
        hooks.onTap(event);
      },
    });
  }

  /** Shows what was said before: the program knows the bot's part, this tab the person's. */
  async open() {
    const replies = await this.#read();
    this.#last = replies.at(-1)?.id;
    for (const { entry, reply } of interleave(this.#load(), replies)) {
      if (entry.own) this.#showOwn(entry.own);
      else this.#showReply(reply, entry);
    }
  }

  /** Sends one message: `content` as the API takes it, `shown` as its bubble shows it. */
  send(content, shown) {
    const message = { id: newId(), at: Date.now(), content, shown, state: 'sending' };
    this.#showOwn(message);
    this.#deliver(message);
  }

  /** Shows a message that cannot be sent, and why. */
  refuse(shown, reason) {
    this.#showOwn({ id: newId(), at: Date.now(), shown, state: 'refused', reason });
  }

  /** Looks for what came by itself: notices. What comes while a message is on its way waits for the next look. */
  async poll() {
    if (this.#waiting > 0) return;
    const sends = this.#sends;
    const replies = await this.#read();
    if (sends !== this.#sends) return;
    for (const reply of replies) this.#take(reply, false);
    this.#last = replies.at(-1)?.id ?? this.#last;
  }

  /** One after another, so that the bot reads them in the order they were written. */
  #deliver(message) {
    message.state = 'sending';
    this.#sends += 1;
    this.#waiting += 1;
    this.thread.showState(message);
    this.#save();
    this.#line = this.#line.then(async () => {
      const replies = await this.#post(message);
      this.#waiting -= 1;
      const bubble = this.thread.showState(message);
      if (message.state !== 'sent') this.#hooks.onShown(bubble, 'own');
      for (const reply of replies) this.#take(reply, true);
      this.#save();
    });
  }

  async #post(message) {
    try {
      const response = await fetch(API, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ from: this.name, id: message.id, ...message.content }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      this.#hooks.onReach(true);
      if (!response.ok) {
        // A 4xx will be refused again; anything else may go through at the next try.
        message.state = response.status < 500 ? 'refused' : 'unsent';
        message.reason = 'el simulador no acepta este mensaje';
        return [];
      }
      const { replies } = await response.json();
      message.state = 'sent';
      return replies;
    } catch {
      message.state = 'unsent';
      this.#hooks.onReach(false);
      return [];
    }
  }

  /** All since the last look; nothing if the program does not answer. */
  async #read() {
    const after = this.#last === undefined ? '' : `&after=${this.#last}`;
    try {
      const response = await fetch(`${API}?to=${encodeURIComponent(this.name)}${after}`, {
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      this.#hooks.onReach(response.ok);
      return response.ok ? (await response.json()).replies : [];
    } catch {
      this.#hooks.onReach(false);
      return [];
    }
  }

  #take(reply, answer) {
    if (this.#seen.has(reply.id)) return;
    this.#showReply(reply, { reply: reply.id, at: Date.now(), answer });
    this.#save();
  }

  /** The API does not say what is a notice: it asks nothing, and answers nothing that this tab sent. */
  #showReply(reply, entry) {
    const { at, answer } = entry;
    this.#entries.push(entry);
    this.#seen.add(reply.id);
    if (asks(reply)) this.expects = reply.expects;
    const notice = !answer && !asks(reply);
    this.#hooks.onShown(this.thread.showReply(reply, { at, notice }), notice ? 'notice' : 'answer');
  }

  #showOwn(message) {
    this.#entries.push({ own: message });
    this.#hooks.onShown(this.thread.showOwn(message), 'own');
  }

  #load() {
    const kept = JSON.parse(sessionStorage.getItem(this.#key()) ?? '[]');
    // What was on its way when the page was left may or may not have arrived: trying again harms nothing.
    for (const { own } of kept) if (own?.state === 'sending') own.state = 'unsent';
    return kept;
  }

  #save() {
    const kept = this.#entries.slice(-MOST_KEPT).map(({ own, ...rest }) => {
      if (!own) return rest;
      const { image, ...shown } = own.shown;
      return { own: { ...own, shown, content: own.state === 'sent' ? undefined : own.content } };
    });
    try {
      sessionStorage.setItem(this.#key(), JSON.stringify(kept));
    } catch {
      // An unsent photo can be larger than the browser keeps: it stays on the page, and is lost with it.
    }
  }

  #key() {
    return `asamblea:${this.name}`;
  }
}

/** The replies in the program's order, each of the person's messages where this tab saw it. */
function interleave(kept, replies) {
  const woven = [];
  let next = 0;
  const ownUntil = (end) => {
    for (const entry of kept.slice(next, end)) if (entry.own) woven.push({ entry });
  };
  for (const reply of replies) {
    const place = kept.findIndex((entry, index) => index >= next && entry.reply === reply.id);
    if (place >= 0) {
      ownUntil(place);
      next = place + 1;
    }
    woven.push({ entry: kept[place] ?? { reply: reply.id }, reply });
  }
  ownUntil(kept.length);
  return woven;
}

/** Browsers give randomUUID only on https and localhost; a phone that tests over the house's network has neither. */
function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
