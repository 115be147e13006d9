import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addCheckpointText } from '../../domain/integrity/witnessRequest.ts';
import { createWitnessKey } from '../../infra/transparency/witness/witnessKey.ts';
import { createWitnessState } from '../../infra/transparency/witness/witnessState.ts';
import { compiledFolder, main } from '../e2e/serverProcess.ts';

/** No database is named, and none may be needed. */
const environment = {
  PATH: process.env['PATH'],
  NODE_ENV: 'production',
  LOG_LEVEL: 'error',
  NODE_COMPILE_CACHE: compiledFolder,
};

/** Runs a command of a witness to its end. */
export const runWitnessCommand = async (...args: ReadonlyArray<string>) => {
  const child = spawn(process.execPath, [main, 'witness', ...args], { env: environment });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
};

/** A folder with a key and the memory begun with it. */
export const createWitnessFolder = (name: string) => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-witness-'));
  const key = join(folder, 'witness.key');
  const state = join(folder, 'state');
  const { vkey } = createWitnessKey(key, name);
  createWitnessState(state, vkey);
  return { folder, key, state, vkey, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
export type WitnessFolder = ReturnType<typeof createWitnessFolder>;

export type RunningWitness = {
  readonly child: ChildProcess;
  readonly url: string;
  /** What it wrote so far: its log of errors is here. */
  readonly written: () => string;
  readonly kill: (signal?: 'SIGKILL' | 'SIGTERM') => Promise<number | null>;
};

/** Starts a real witness, on a free port unless one is named. */
export const startWitness = (
  { key, state }: Pick<WitnessFolder, 'key' | 'state'>,
  logs: ReadonlyArray<string>,
  port = 0,
): Promise<RunningWitness> => {
  const child = spawn(
    process.execPath,
    [main, 'witness', '--key', key, '--state', state, '--log', ...logs, '--port', String(port)],
    { env: environment },
  );
  let text = '';
  return new Promise((resolve, reject) => {
    const collect = (chunk: Buffer): void => {
      text += chunk;
      const url = /Address\s+(http:\S+)/.exec(text)?.[1];
      if (url === undefined || !text.includes('Ctrl+C')) return;
      resolve({
        child,
        url,
        written: () => text,
        kill: async (signal = 'SIGTERM') => {
          if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
          const closed = once(child, 'close');
          child.kill(signal);
          const [code] = (await closed) as [number | null];
          return code;
        },
      });
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', (chunk: Buffer) => {
      text += chunk;
    });
    child.once('exit', (code) => reject(new Error(`the witness ended with ${code}: ${text}`)));
  });
};

/** Sends bytes as they are. */
export const postBody = async (url: string, body: string | Uint8Array<ArrayBuffer>) => {
  const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: await response.text(),
  };
};

export const postCheckpoint = (url: string, old: number, proof: ReadonlyArray<Uint8Array>, note: string) =>
  postBody(url, addCheckpointText(old, proof, note));
