/** What the machine says of itself: power, sleep, clock, disk. Linux; elsewhere it cannot be known. */

import { execFile } from 'node:child_process';
import { readdir, readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { MachineFacts } from './facts.ts';

const run = promisify(execFile);
const PATIENCE_MS = 5_000;

/** How the machine is asked; another in tests. */
export interface MachineProbes {
  /** What a program printed; rejects where there is none, or it failed. */
  printed(program: string, args: readonly string[]): Promise<string>;
  /** The names in a folder, and the text of a file; both reject where there is none. */
  names(folder: string): Promise<string[]>;
  text(file: string): Promise<string>;
  freeBytes(folder: string): Promise<number>;
}

export const machineProbes: MachineProbes = {
  printed: async (program, args) => (await run(program, [...args], { timeout: PATIENCE_MS })).stdout,
  names: (folder) => readdir(folder),
  text: async (file) => (await readFile(file, 'utf8')).trim(),
  async freeBytes(folder) {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  },
};

/** `folder` is that of the database. Never rejects: what cannot be known stays undefined. */
export async function lookAtMachine(probes: MachineProbes, folder: string): Promise<MachineFacts> {
  const [power, awake, synchronised, freeBytes] = await Promise.all([
    orUnknown(powerOf(probes)),
    orUnknown(staysAwake(probes)),
    orUnknown(isSynchronised(probes)),
    orUnknown(probes.freeBytes(folder)),
  ]);
  return { power, awake, synchronised, freeBytes };
}

const orUnknown = <T>(known: Promise<T | undefined>): Promise<T | undefined> => known.catch(() => undefined);

const SUPPLIES = '/sys/class/power_supply';

async function powerOf({ names, text }: MachineProbes): Promise<MachineFacts['power']> {
  const supplies = await Promise.all(
    (await names(SUPPLIES)).map(async (name) => {
      const read = (file: string) => orUnknown(text(join(SUPPLIES, name, file)));
      const [type, scope, online, status, capacity] = await Promise.all(
        ['type', 'scope', 'online', 'status', 'capacity'].map(read),
      );
      return { type, scope, online, status, capacity };
    }),
  );
  // That of a mouse or a telephone feeds nothing here.
  const batteries = supplies.filter(({ type, scope }) => type === 'Battery' && scope !== 'Device');
  const [battery] = batteries;
  if (!battery) return { battery: false, onMains: true };
  const plugs = supplies.filter(({ type }) => type === 'Mains' || type === 'USB');
  const onMains = plugs.some(({ online }) => online === '1') || (battery.status ?? 'Discharging') !== 'Discharging';
  return { battery: true, onMains, percent: battery.capacity === undefined ? undefined : Number(battery.capacity) };
}

/** Sleep switched off for good, or by a program that holds it off at this moment. */
async function staysAwake({ printed }: MachineProbes): Promise<boolean | undefined> {
  const [units, holds] = await Promise.all([
    orUnknown(printed('systemctl', ['show', '--property=LoadState', '--value', 'sleep.target'])),
    orUnknown(printed('systemd-inhibit', ['--list', '--no-legend'])),
  ]);
  if (units?.trim() === 'masked') return true;
  if (units === undefined && holds === undefined) return undefined;
  return (holds ?? '').split('\n').some((hold) => /\bblock\s*$/.test(hold) && /\bsleep\b/.test(hold));
}

async function isSynchronised({ printed }: MachineProbes): Promise<boolean | undefined> {
  const said = (await printed('timedatectl', ['show', '--property=NTPSynchronized', '--value'])).trim();
  return said === '' ? undefined : said === 'yes';
}
