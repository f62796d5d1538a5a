/** The smallest bot on the real Baileys that keeps itself connected: drives the server in the server's own test. */

import makeWASocket, {
  type AuthenticationState,
  BufferJSON,
  DisconnectReason,
  initAuthCreds,
  type proto,
  type SignalDataTypeMap,
  type UserFacingSocketConfig,
  type WAMessage,
  type WAMessageUpdate,
  type WASocket,
} from '@whiskeysockets/baileys';
import { Arrivals } from './inbox.ts';

const nothing = () => {};
const logger: NonNullable<UserFacingSocketConfig['logger']> = {
  level: 'silent',
  child: () => logger,
  trace: nothing,
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
};

const FINAL: readonly (number | undefined)[] = [DisconnectReason.loggedOut, DisconnectReason.connectionReplaced];

/** What outlives sockets, as JSON, as a database would keep it. */
class KeptAuth {
  readonly #rows = new Map<string, string>();
  #creds = initAuthCreds();

  load(): AuthenticationState {
    this.#creds = roundTrip(this.#creds);
    return {
      creds: this.#creds,
      keys: {
        get: (type, ids) =>
          Object.fromEntries(
            ids.flatMap((id) => {
              const row = this.#rows.get(`${type}/${id}`);
              return row === undefined ? [] : [[id, parse<SignalDataTypeMap[typeof type]>(row)]];
            }),
          ),
        set: (data) => {
          for (const [type, entries] of Object.entries(data))
            for (const [id, value] of Object.entries(entries ?? {}))
              if (value === null) this.#rows.delete(`${type}/${id}`);
              else this.#rows.set(`${type}/${id}`, JSON.stringify(value, BufferJSON.replacer));
        },
      },
    };
  }
}

function parse<T>(text: string): T {
  return JSON.parse(text, BufferJSON.reviver);
}

function roundTrip<T>(value: T): T {
  return parse(JSON.stringify(value, BufferJSON.replacer));
}

export type Got = WAMessage & { upsert: 'notify' | 'append' };

export class PlainBot {
  readonly codes = new Arrivals<string>('QR codes');
  /** One for each login: the bot's own address. */
  readonly opened = new Arrivals<string>('logins');
  /** The code with which each connection ended. */
  readonly closes = new Arrivals<number | undefined>('ends of connections');
  readonly messages = new Arrivals<Got>('messages');
  readonly #statuses = new Arrivals<Pick<WAMessageUpdate, 'key' | 'update'>>('statuses');
  readonly #sent = new Map<string, proto.IMessage>();
  readonly #auth = new KeptAuth();
  readonly #url: string;
  #socket: WASocket;
  #stopped = false;

  constructor(url: string) {
    this.#url = url;
    this.#socket = this.#connect();
  }

  get socket(): WASocket {
    return this.#socket;
  }

  /** Answers the id. What was sent is kept, for phones that ask for it again. */
  async sendText(to: string, text: string): Promise<string> {
    const sent = await this.#socket.sendMessage(to, { text });
    const id = sent?.key.id ?? '';
    this.#sent.set(id, sent?.message ?? {});
    return id;
  }

  /** The first with this text, or after `skip` others with it. */
  text(text: string, skip = 0) {
    const fits = ({ message }: WAMessage) => (message?.conversation || message?.extendedTextMessage?.text) === text;
    return this.messages.waitFor((message) => fits(message) && this.messages.all.filter(fits)[skip] === message);
  }

  /** A status comes as an event of its own, or folded into the one that announces our own message. */
  status(id: string, status: proto.WebMessageInfo.Status): Promise<Partial<WAMessage>> {
    return this.#statuses
      .waitFor(({ key, update }) => key.id === id && update.status === status)
      .then((one) => one.update);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#socket.end(undefined);
  }

  #connect(): WASocket {
    const socket = makeWASocket({
      waWebSocketUrl: this.#url,
      auth: this.#auth.load(),
      logger,
      getMessage: async ({ id }) => this.#sent.get(id ?? ''),
    });
    socket.ev.on('connection.update', ({ qr, connection, lastDisconnect }) => {
      if (qr !== undefined) this.codes.put(qr);
      if (connection === 'open') this.opened.put(socket.user?.id ?? '');
      if (connection !== 'close') return;
      const code = statusOf(lastDisconnect?.error);
      this.closes.put(code);
      if (!this.#stopped && !FINAL.includes(code)) this.#socket = this.#connect();
    });
    socket.ev.on('messages.update', (updates) => {
      for (const update of updates) this.#statuses.put(update);
    });
    socket.ev.on('messages.upsert', ({ messages, type }) => {
      for (const message of messages) {
        if (message.key.fromMe) this.#statuses.put({ key: message.key, update: message });
        this.messages.put({ ...message, upsert: type });
      }
    });
    return socket;
  }
}

function statusOf(error: Error | undefined): number | undefined {
  return error && 'output' in error
    ? (error as Error & { output: { statusCode: number } }).output.statusCode
    : undefined;
}
