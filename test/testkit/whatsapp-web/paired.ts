/** The project's own channel, paired with the server of the tests, and a host that takes down what it is told. */

import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChannelHost, Pace, Receipt } from '../../../src/channels/channel.ts';
import { type AuthStore, openAuthStore } from '../../../src/channels/whatsapp-web/auth-store.ts';
import type { Pairing } from '../../../src/channels/whatsapp-web/connection.ts';
import { DEFAULT_TIMING, type Timing } from '../../../src/channels/whatsapp-web/timing.ts';
import { createWhatsappWeb, type WhatsappWeb } from '../../../src/channels/whatsapp-web/whatsapp-web.ts';
import type { Inbound } from '../../../src/conversation/inbound.ts';
import { foldNumber } from '../../../src/conversation/phone.ts';
import type { Reply } from '../../../src/conversation/reply.ts';
import { createVault } from '../../../src/domain/people/vault.ts';
import type { Companion } from './companion.ts';
import { Arrivals } from './inbox.ts';
import { MockWaServer } from './server.ts';
import type { MockUser } from './user.ts';

/** Time runs ten times as fast. */
const QUICK: Partial<Timing> = {
  ackMs: 4_000,
  keepAliveMs: 200,
  handOverMs: 500,
  random: () => 0,
  wait: (ms, signal) => DEFAULT_TIMING.wait(ms / 10, signal),
};

const pace: Pace = { gapMs: [0, 0], perDay: 1000 };
export const vault = createVault(randomBytes(32).toString('hex'));

export class Paired {
  readonly inbound = new Arrivals<Inbound>('messages taken in');
  readonly receipts = new Arrivals<{ ref: string; receipt: Receipt }>('receipts');
  readonly alarms = new Arrivals<string>('alarms');
  readonly pairings = new Arrivals<Pairing>('ways to pair');
  readonly ready = new Arrivals<true>('times of being ready');
  /** What `sent` gives, by ref. */
  readonly kept = new Map<string, Reply>();
  /** Called before a message counts as stored. */
  beforeStoring: () => Promise<void> = async () => {};
  readonly server: MockWaServer;
  readonly owner: MockUser;
  readonly ana: MockUser;
  readonly folder = mkdtempSync(join(tmpdir(), 'asamblea-whatsapp-'));
  readonly #untrust: () => void;
  channel: WhatsappWeb;

  private constructor(server: MockWaServer) {
    this.server = server;
    this.#untrust = server.trust();
    this.owner = server.addUser({ phone: '5215550000001', lid: '900000000000001', name: 'Asamblea' });
    this.ana = server.addUser({ phone: '5215512345678', lid: '111222333444555', name: 'Ana' });
    this.channel = this.open();
  }

  static async start(): Promise<Paired> {
    return new Paired(await MockWaServer.start());
  }

  get authFile(): string {
    return join(this.folder, 'town.db.whatsapp-web');
  }

  /** The number of the bot, as the program knows it. */
  get account(): string {
    return foldNumber(this.owner.phone);
  }

  /** `spoil` may stand in for what stores the keys. */
  open(timing: Partial<Timing> = {}, pairWith?: string, spoil = (store: AuthStore) => store): WhatsappWeb {
    const store = spoil(openAuthStore(this.authFile, vault));
    const onPairing = (pairing: Pairing) => this.pairings.put(pairing);
    const { url } = this.server;
    this.channel = createWhatsappWeb({ store, url, pairWith, onPairing, pace, timing: { ...QUICK, ...timing } });
    return this.channel;
  }

  readonly host: ChannelHost = {
    onInbound: async (inbound) => {
      await this.beforeStoring();
      this.inbound.put(inbound);
    },
    onReach: async () => {},
    onMove: async () => {},
    onReceipt: async (ref, receipt) => this.receipts.put({ ref, receipt }),
    onReady: () => this.ready.put(true),
    sent: async (ref) => this.kept.get(ref),
    onAlarm: ({ message }) => this.alarms.put(message),
  };

  /** Starts the channel and pairs it by QR, past the wait for the first history. */
  async pair(): Promise<Companion> {
    await this.channel.start(this.host);
    const pairing = await this.pairings.waitFor((one) => 'qr' in one);
    const companion = this.server.scanQr(this.owner, 'qr' in pairing ? pairing.qr : '');
    await this.ready.waitFor(() => true);
    await this.server.pushEmptyHistory(companion);
    return companion;
  }

  /** The text of the first message from somebody that fits. */
  async heard(text: string): Promise<Inbound> {
    return await this.inbound.waitFor(({ content }) => content.type === 'text' && content.text === text);
  }

  async stop(): Promise<void> {
    await this.channel.stop();
    await this.server.stop();
    this.#untrust();
    rmSync(this.folder, { recursive: true, force: true });
    if (this.server.faults.length > 0) throw new Error('The server of the tests met something it does not know.');
  }
}
