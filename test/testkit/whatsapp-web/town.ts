/** The whole program on the small town and on WhatsApp Web, already paired: in this process, or as a child to be killed. */

import { openAuthStore } from '../../../src/channels/whatsapp-web/auth-store.ts';
import { pairPhone } from '../../../src/channels/whatsapp-web/pair.ts';
import { loadConfig } from '../../../src/config.ts';
import { createVault } from '../../../src/domain/people/vault.ts';
import { type Program, start } from '../../../src/main.ts';
import { endAll, spawnProgram, townDatabase } from '../program.ts';
import { callAssembly } from '../town.ts';
import type { Companion } from './companion.ts';
import { MockWaServer } from './server.ts';
import type { MockUser } from './user.ts';

const DATA_KEY = 'c3'.repeat(32);
const PRELOAD = new URL('./preload.ts', import.meta.url).pathname;

export class WhatsappTown {
  readonly server: MockWaServer;
  readonly town: Awaited<ReturnType<typeof townDatabase>>;
  readonly companion: Companion;
  readonly ana: MockUser;
  readonly luis: MockUser;
  readonly #untrust: () => void;
  #programs: Program[] = [];

  private constructor(server: MockWaServer, town: WhatsappTown['town'], companion: Companion, untrust: () => void) {
    this.server = server;
    this.town = town;
    this.companion = companion;
    this.#untrust = untrust;
    this.ana = server.addUser({ phone: '5215512345678', lid: '111222333444555', name: 'Ana' });
    this.luis = server.addUser({ phone: '5216131112233', lid: '222333444555666', name: 'Luis' });
  }

  static async open(): Promise<WhatsappTown> {
    const server = await MockWaServer.start();
    const untrust = server.trust();
    const owner = server.addUser({ phone: '5215550000001', lid: '900000000000001', name: 'Asamblea' });
    const town = await townDatabase((store) => callAssembly(store, { date: '2099-02-21' }));
    const store = openAuthStore(`${town.file}.whatsapp-web`, createVault(DATA_KEY));
    let companion: Companion | undefined;
    const onPairing = (pairing: object) => {
      if ('qr' in pairing && !companion) companion = server.scanQr(owner, String(pairing.qr));
    };
    await pairPhone({ store, url: server.url, onPairing });
    store.close();
    if (!companion) throw new Error('Nothing was paired.');
    await server.pushEmptyHistory(companion);
    return new WhatsappTown(server, town, companion, untrust);
  }

  env(more: Record<string, string> = {}): Record<string, string> {
    return {
      ...this.town.env,
      ...this.server.env,
      SIMULATOR: 'off',
      DATA_KEY,
      OPERATOR_NAME: 'Vecinas de Loreto',
      OPERATOR_CONTACT: '613 135 0000',
      WHATSAPP_WEB: 'on',
      WHATSAPP_WEB_URL: this.server.url,
      WHATSAPP_WEB_GAP_MS: '0',
      WHATSAPP_WEB_DAILY_CAP: '5000',
      ...more,
    };
  }

  /** The program in this process. */
  async start(more?: Record<string, string>): Promise<Program> {
    const program = await start(loadConfig(this.env(more)));
    this.#programs.push(program);
    return program;
  }

  /** The program as a process of its own. */
  spawn(more?: Record<string, string>) {
    return spawnProgram(this.env(more), [PRELOAD]);
  }

  /** Says something and gives the answer that the phone shows. */
  async ask(who: MockUser, text: string): Promise<string> {
    const before = who.inbox.length;
    await who.sendText(this.companion, text);
    const { text: answer = '' } = await who.waitFor((seen) => who.inbox.indexOf(seen) >= before, 15_000);
    return answer;
  }

  async close(): Promise<void> {
    endAll();
    for (const program of this.#programs) await program.stop();
    this.#programs = [];
    await this.server.stop();
    this.#untrust();
    this.town.remove();
  }
}
