/** Makes sure that the packages and Node 24 are there: npm runs it before every script, on whatever Node the machine has. */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NEEDED = 24;

/** What npm says when it fails, and what to do about it. The first that fits is told. */
const TROUBLES = [
  [
    /EACCES|EPERM|EROFS/,
    (root) => `I may not write in ${root}: run this as the owner of that folder, or copy it to one of yours.`,
  ],
  [/ENOSPC/, () => 'The disk is full: make room and try again.'],
  [
    /EUSAGE|EJSONPARSE/,
    () => 'package-lock.json does not fit package.json: run `npm install` and commit the lockfile.',
  ],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|network/i,
    () =>
      'The npm registry cannot be reached: check the connection (and `npm config get registry proxy`) and try again.',
  ],
];

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const production = process.env.NODE_ENV === 'production';

if (!isInstalled()) install();
if (major(process.versions.node) < NEEDED && !bundledNodeRuns()) {
  fail(
    `Asamblea needs Node ${NEEDED} and this is Node ${process.versions.node}: install Node ${NEEDED} (https://nodejs.org) and try again.`,
  );
}

/**
 * npm writes what it has installed to `node_modules/.package-lock.json`, as its last step: so an interrupted
 * installation counts as none, and one made by hand or in an image counts. Nothing else has to be kept.
 */
function isInstalled() {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json');
  if (!wanted) fail(`package-lock.json is missing in ${root}: get the whole project again.`);
  if (!present) return false;
  return Object.entries(wanted).every(([path, { version, dev, optional, devOptional, peer }]) => {
    if (path === '' || optional || devOptional || peer || (dev && production)) return true;
    return present[path]?.version === version;
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** By the npm that called this, else the one on the PATH; its output is shown only if it fails. */
function install() {
  process.stderr.write('Installing the packages of Asamblea: a minute or so, this once…\n');
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...(production ? ['--omit=dev'] : [])];
  const npm = process.env.npm_execpath ?? '';
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26 };
  const run = npm.endsWith('npm-cli.js')
    ? spawnSync(process.execPath, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
  if (run.error?.code === 'ENOENT') fail('npm was not found: install Node 24, which brings it (https://nodejs.org).');
  if (run.status === 0) return;
  const said = `${run.stdout ?? ''}${run.stderr ?? ''}${run.error ?? ''}`;
  process.stderr.write(`${said.trim()}\n\n`);
  const trouble = TROUBLES.find(([sign]) => sign.test(said));
  fail(`The packages could not be installed. ${trouble ? trouble[1](root) : 'What npm said stands above.'}`);
}

/** Linux gets Node 24 as a package; npm puts it first on the PATH of every script. */
function bundledNodeRuns() {
  const run = spawnSync(join(root, 'node_modules/.bin/node'), ['-p', 'process.versions.node'], { encoding: 'utf8' });
  return run.status === 0 && major(run.stdout) >= NEEDED;
}

function major(version) {
  return Number(version.split('.')[0]);
}

function fail(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
