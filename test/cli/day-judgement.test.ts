/** What day-check says of a machine, a network and a database that are not ours: the judgement of each fact. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { ChannelFacts, Facts } from '../../src/cli/day/facts.ts';
import { judge } from '../../src/cli/day/judgement.ts';
import { lookAtMachine, type MachineProbes } from '../../src/cli/day/machine.ts';
import { addressOf, askChannels, askReady, askSending } from '../../src/cli/day/network.ts';
import { loadConfig } from '../../src/config.ts';

const NOW = Date.parse('2027-02-20T15:00:00Z');
const HOUR = 3_600_000;
const telegram: ChannelFacts = {
  name: 'telegram',
  host: 'api.telegram.org',
  reach: 'reached',
  clock: NOW - 2000,
  queue: { waiting: 0, notices: 0, takesMs: 0, late: 0 },
};
const assembly = {
  clinic: 'UMF Loreto',
  clues: 'BSIST000113',
  date: '2027-02-20',
  time: '11:00',
  place: 'Patio',
  isPending: false,
  demo: false,
  capacity: 80,
  expected: 60,
  maybe: 9,
};
const good: Facts = {
  now: NOW,
  machine: {
    power: { battery: true, onMains: true, percent: 83 },
    awake: true,
    synchronised: true,
    freeBytes: 5e9,
  },
  program: { locked: true, url: 'http://127.0.0.1:3000', ready: { ok: true, says: 'ready' } },
  channels: [telegram],
  database: { bytes: 1e7, lastBackup: NOW - HOUR, key: 'given', assemblies: [assembly] },
};
const saying = (facts: Partial<Facts>) =>
  judge({ ...good, ...facts }).map(({ topic, state, what }) => `${state} ${topic}: ${what}`);
/** Those that are otherwise than when all is well. */
const otherwise = (facts: Partial<Facts>) => {
  const usual = new Set(saying({}));
  return saying(facts).filter((line) => !usual.has(line));
};
const machine = (more: Facts['machine']) => otherwise({ machine: { ...good.machine, ...more } });
const channel = (more: Partial<ChannelFacts>) => otherwise({ channels: [{ ...telegram, ...more }] });
const database = (more: Partial<NonNullable<Facts['database']>>) =>
  otherwise({ database: { ...(good.database as NonNullable<Facts['database']>), ...more } });

describe('the judgement', () => {
  it('finds nothing to mend where all is well', () => {
    expect(saying({})).toEqual([
      'ok power: on the mains, battery at 83 %',
      'ok sleep: the machine does not go to sleep',
      'ok clock: right to the minute, by api.telegram.org',
      'ok bot: running, ready at http://127.0.0.1:3000',
      'ok telegram: api.telegram.org answers',
      'ok telegram queue: nothing waits',
      'ok disk: 5,000 MB free',
      'ok backup: the last one is 60 minutes old',
      'unknown key: DATA_KEY is set; whether it is kept outside this machine cannot be known',
      'ok assembly: 2027-02-20 11:00 UMF Loreto (BSIST000113): 60 expected, 9 maybe',
    ]);
  });

  it('of power and sleep', () => {
    const off = { battery: true, onMains: false, percent: 31 };
    expect(machine({ power: off })).toEqual(['mend power: on battery alone, battery at 31 %']);
    expect(machine({ power: undefined, awake: undefined })).toEqual([
      'unknown power: it cannot be known here whether the machine is on the mains',
      'unknown sleep: it cannot be known here whether the machine sleeps',
    ]);
    expect(machine({ awake: false })).toEqual([
      'mend sleep: the machine may go to sleep, and nobody would be answered',
    ]);
    expect(machine({ awake: false, power: { battery: false, onMains: true } })).toEqual([
      'ok power: no battery: the machine is on the mains',
      'unknown sleep: nothing keeps the machine awake; without a battery it seldom sleeps by itself',
    ]);
  });

  it('of the clock', () => {
    const away = (ms: number) => channel({ clock: NOW + ms });
    expect(away(-5 * 60_000)).toEqual(['mend clock: 300 s ahead of that of api.telegram.org']);
    expect(away(61_000)).toEqual(['mend clock: 61 s behind that of api.telegram.org']);
    expect(machine({ synchronised: false })).toEqual(['mend clock: it does not follow a time server']);
    expect(channel({ clock: undefined })).toEqual(['ok clock: it follows a time server']);
  });

  it('of the bot and its channels', () => {
    const program = (facts: Partial<Facts['program']>) =>
      otherwise({ program: { url: 'http://127.0.0.1:3000', ...facts } });
    expect(program({ locked: false })).toEqual(['mend bot: not running (nobody answers at http://127.0.0.1:3000)']);
    expect(program({ locked: true })).toEqual([
      'mend bot: a program holds the database and does not answer at http://127.0.0.1:3000',
    ]);
    expect(program({ ready: { ok: false, says: 'The channels are not up yet.' } })).toEqual([
      'mend bot: running at http://127.0.0.1:3000, and not ready: The channels are not up yet.',
    ]);
    expect(channel({ reach: 'silent', because: 'ENOTFOUND' })).toEqual([
      'mend telegram: api.telegram.org cannot be reached: ENOTFOUND',
    ]);
    expect(channel({ reach: 'refused', because: 'the token is wrong' })).toEqual([
      'mend telegram: api.telegram.org refuses: the token is wrong',
    ]);
    expect(channel({ paired: false })).toEqual(['mend telegram: no phone is paired']);
    expect(channel({ ready: true })).toEqual([]);
    expect(channel({ ready: false })).toEqual(['mend telegram: the bot cannot send there now']);
    expect(channel({ paired: true })).toEqual(['ok telegram: a phone is paired']);
    expect(otherwise({ channels: [] })).toContain('mend channels: none is set here: nobody can be reached');
  });

  it('of what waits', () => {
    expect(channel({ queue: { waiting: 40, notices: 30, takesMs: 7 * 60_000, late: 0 } })).toEqual([
      'ok telegram queue: 40 messages wait, 30 of them notices: 7 minutes',
    ]);
    expect(channel({ queue: { waiting: 300, notices: 300, takesMs: 30 * HOUR, late: 200 } })).toEqual([
      'mend telegram queue: 300 messages wait, 300 of them notices: 30 hours; 200 not before tomorrow night',
    ]);
  });

  it('of disk, backup, key and assemblies', () => {
    expect(machine({ freeBytes: 4e8 })).toEqual(['mend disk: 400 MB free']);
    expect(database({ bytes: 4e9 })).toEqual(['mend disk: 5,000 MB free']);
    expect(database({ lastBackup: undefined })).toEqual(['mend backup: none was ever made']);
    expect(database({ lastBackup: NOW - 25 * HOUR })).toEqual(['mend backup: the last one is 25 hours old']);
    expect(database({ key: 'missing' })).toEqual(['mend key: it is missing: nobody in the database can be found']);
    expect(database({ assemblies: [] })).toEqual(['ok assemblies: none today or tomorrow']);
    const troubled = { ...assembly, capacity: 50, isPending: true, place: '', demo: true };
    expect(database({ assemblies: [troubled] })).toEqual([
      'mend assembly: 2027-02-20 11:00 UMF Loreto (BSIST000113): 60 expected, 9 maybe; it is invented, no facilitator has confirmed it, it has no place, there is room for 50',
    ]);
    expect(otherwise({ database: undefined })).toContain('mend database: there is none yet, or it cannot be opened');
  });
});

describe('the machine', () => {
  const supplies: Record<string, Record<string, string>> = {
    AC: { type: 'Mains', online: '0' },
    BAT0: { type: 'Battery', status: 'Discharging', capacity: '64' },
    mouse: { type: 'Battery', scope: 'Device', capacity: '10', status: 'Discharging' },
  };
  const laptop = (printed: Record<string, string>, has = supplies): MachineProbes => ({
    async printed(program) {
      const said = printed[program];
      if (said === undefined) throw new Error('ENOENT');
      return said;
    },
    names: async () => Object.keys(has),
    async text(file) {
      const [, name = '', what = ''] = /power_supply\/(\w+)\/(\w+)$/.exec(file) ?? [];
      const said = has[name]?.[what];
      if (said === undefined) throw new Error('ENOENT');
      return said;
    },
    freeBytes: async () => 7e9,
  });

  it('reads battery, sleep and clock as Linux tells them', async () => {
    const said = { systemctl: 'loaded\n', 'systemd-inhibit': '', timedatectl: 'no\n' };
    expect(await lookAtMachine(laptop(said), '/x')).toEqual({
      power: { battery: true, onMains: false, percent: 64 },
      awake: false,
      synchronised: false,
      freeBytes: 7e9,
    });
    const held = 'npm 1000 ana 4711 npm sleep:idle:handle-lid-switch Asamblea block\n';
    const plugged = { ...supplies, AC: { type: 'Mains', online: '1' } };
    expect(
      await lookAtMachine(laptop({ ...said, 'systemd-inhibit': held, timedatectl: 'yes' }, plugged), '/x'),
    ).toMatchObject({
      power: { onMains: true },
      awake: true,
      synchronised: true,
    });
    expect(await lookAtMachine(laptop({ systemctl: 'masked\n' }), '/x')).toMatchObject({ awake: true });
    const delayed = 'NetworkManager 0 root 1 NetworkManager sleep NetworkManager needs to turn off networks delay\n';
    expect(await lookAtMachine(laptop({ systemctl: 'loaded', 'systemd-inhibit': delayed }), '/x')).toMatchObject({
      awake: false,
    });
  });

  it('says that it does not know where Linux cannot tell', async () => {
    const silent = async () => {
      throw new Error('ENOENT');
    };
    const nothing = { printed: silent, names: silent, text: silent, freeBytes: silent };
    expect(await lookAtMachine(nothing, '/x')).toEqual({
      power: undefined,
      awake: undefined,
      synchronised: undefined,
      freeBytes: undefined,
    });
  });
});

describe('the network', () => {
  const operator = { OPERATOR_NAME: 'Vecinas', OPERATOR_CONTACT: '613' };
  const TOKEN = '4242:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

  it('is asked at the servers of the configured channels alone, and tells no token', async () => {
    const asked: string[] = [];
    let metrics = '{}';
    const server = createServer(({ url = '', headers }, response) => {
      asked.push(`${url} ${headers.authorization ?? ''}`.trim());
      response.setHeader('date', new Date(NOW).toUTCString());
      response.writeHead(url.startsWith('/v25') ? 401 : 200).end(metrics);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const config = loadConfig({
      ...operator,
      TELEGRAM_BOT_TOKEN: TOKEN,
      TELEGRAM_API_ROOT: `http://127.0.0.1:${port}`,
      WHATSAPP_WEB: 'on',
      WHATSAPP_WEB_URL: `ws://127.0.0.1:${port}`,
      WHATSAPP_CLOUD_PHONE_ID: '1234567',
      WHATSAPP_CLOUD_TOKEN: 'secret-token',
      WHATSAPP_CLOUD_APP_SECRET: 'ab'.repeat(16),
      WHATSAPP_CLOUD_VERIFY_TOKEN: 'x',
      WHATSAPP_CLOUD_API_ROOT: `http://127.0.0.1:${port}/v25.0`,
    });
    const host = `127.0.0.1:${port}`;
    const reached = await askChannels(config);
    expect(reached).toEqual([
      { name: 'telegram', host, reach: 'reached', clock: NOW },
      { name: 'whatsapp-web', host, reach: 'reached' },
      { name: 'whatsapp-cloud', host, reach: 'refused', because: 'the token is wrong', clock: NOW },
    ]);
    expect(asked.sort()).toEqual([`/bot${TOKEN}/getMe`, '/v25.0/1234567?fields=health_status Bearer secret-token']);
    expect(await askReady(`http://${host}`)).toEqual({ ok: true, says: '{}' });
    metrics = 'asamblea_channel_ready{channel="telegram"} 1\nasamblea_channel_ready{channel="whatsapp-web"} 0\n';
    expect(Object.fromEntries(await askSending(`http://${host}`))).toEqual({ telegram: true, 'whatsapp-web': false });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));

    const silent = await askChannels(config);
    expect(silent.map(({ reach }) => reach)).toEqual(['silent', 'silent', 'silent']);
    expect(silent.filter(({ because }) => !/^[A-Z_]+$/.test(because ?? ''))).toEqual([]);
    expect(JSON.stringify([reached, silent])).not.toMatch(/AAAA|secret/);
    expect(await askReady(`http://${host}`)).toBeUndefined();
    expect((await askSending(`http://${host}`)).size).toBe(0);
  });

  it('asks the bot where it listens', () => {
    expect(addressOf({ host: '0.0.0.0', port: 3000 })).toBe('http://127.0.0.1:3000');
    expect(addressOf({ host: '::', port: 3000 })).toBe('http://[::1]:3000');
    expect(addressOf({ host: '127.0.0.1', port: 80 })).toBe('http://127.0.0.1:80');
  });
});
