import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { asJson, CommandFailed, exitCode, type Output, table } from '../../api/cli/output.ts';
import type {
  WitnessCommands,
  WitnessKeyOptions,
  WitnessOptions,
  WitnessStatusOptions,
} from '../../api/cli/witnessProgram.ts';
import { parseCheckpoint } from '../../domain/integrity/checkpoint.ts';
import { parseNote } from '../../domain/integrity/signedNote.ts';
import { systemClock } from '../system/system.ts';
import { listEvidence } from '../transparency/witness/evidence.ts';
import { buildWitnessApp } from '../transparency/witness/witnessApp.ts';
import {
  createWitnessKey,
  readLogKey,
  readWitnessKey,
  WitnessFault,
} from '../transparency/witness/witnessKey.ts';
import {
  checkHeld,
  createWitnessState,
  openWitnessState,
  removeDrafts,
} from '../transparency/witness/witnessState.ts';

const requestsPerMinute = 600;

/** A fault that a person can act on ends the command with its sentence. */
const asFailure = (error: unknown): never => {
  if (error instanceof WitnessFault) throw new CommandFailed(error.message, exitCode.usage);
  throw error;
};

const createWitness = async ({ name, key, state }: WitnessKeyOptions, output: Output): Promise<void> => {
  if (existsSync(join(state, 'witness.vkey')))
    throw new WitnessFault(`${state} is the memory of another witness: name another folder.`);
  const { vkey } = createWitnessKey(key, name);
  createWitnessState(state, vkey);
  output.print(vkey);
  output.note(
    `Give this verifier key to those who rely on the witness. ${key} stays on this machine; ${state} must never be replaced by an older copy.`,
  );
};

const runWitness = async (options: WitnessOptions, output: Output): Promise<void> => {
  const key = readWitnessKey(options.key);
  const logs = options.log.map(readLogKey);
  const state = openWitnessState(options.state, key.vkey);
  removeDrafts(options.state);
  await checkHeld(
    state,
    key.key,
    logs.map(({ name }) => name),
  );
  const app = await buildWitnessApp(
    { key, logs, state, now: systemClock.now },
    { logLevel: process.env['LOG_LEVEL'] ?? 'info', requestsPerMinute },
  );
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
  });
  await app.listen({ host: options.host, port: options.port }).catch((error: NodeJS.ErrnoException) => {
    throw new CommandFailed(
      error.code === 'EADDRINUSE'
        ? `Port ${options.port} on ${options.host} is in use. Choose another: --port 0 takes a free one.`
        : `${options.host} cannot be listened on (${error.code}).`,
      exitCode.unavailable,
    );
  });
  const address = app.addresses().find((each) => typeof each !== 'string');
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  const evidence = listEvidence(state.evidenceFolder);
  output.print(
    [
      'The witness is running.',
      `  Address      http://${host}:${address?.port ?? options.port}`,
      `  Key          ${key.vkey}`,
      ...logs.map(
        ({ name }) => `  Log          ${name}, cosigned up to ${state.held(name)?.checkpoint.size ?? 0}`,
      ),
      ...(evidence.length === 0
        ? []
        : [`  ALARM        ${evidence.length} files of evidence in ${state.evidenceFolder}`]),
      'Ctrl+C stops it.',
    ].join('\n'),
  );
  await stopped;
  await app.close();
};

/** Size and origin of each log that is remembered, read without the key. */
const remembered = (folder: string) => {
  const logs = join(folder, 'logs');
  return readdirSync(logs).flatMap((hash) => {
    const last = readdirSync(join(logs, hash))
      .filter((name) => name.endsWith('.checkpoint'))
      .sort()
      .at(-1);
    if (last === undefined) return [];
    const note = parseNote(readFileSync(join(logs, hash, last), 'utf8'));
    const checkpoint = E.isRight(note) ? parseCheckpoint(note.right.text) : note;
    if (E.isLeft(checkpoint)) throw new WitnessFault(`${join(logs, hash, last)} is damaged.`);
    return [{ origin: checkpoint.right.origin, size: checkpoint.right.size }];
  });
};

const witnessStatus = async ({ state, json }: WitnessStatusOptions, output: Output): Promise<void> => {
  if (!existsSync(join(state, 'witness.vkey')))
    throw new WitnessFault(`${state} holds no memory of a witness.`);
  const key = readFileSync(join(state, 'witness.vkey'), 'utf8').trim();
  const logs = remembered(state);
  const evidence = listEvidence(join(state, 'evidence')).map((name) => join(state, 'evidence', name));
  if (json) output.print(asJson({ key, logs, evidence }));
  else
    output.print(
      [
        key,
        table(
          ['Log', 'Cosigned up to'],
          logs.map(({ origin, size }) => [origin, String(size)]),
        ),
        ...evidence.map((file) => `EVIDENCE ${file}`),
      ].join('\n'),
    );
  if (evidence.length > 0)
    throw new CommandFailed(
      'There is evidence that a log does not only grow. two-roots proves a fork; proof-fails is a fork or a wrong proof. docs/witnesses.md says what to do.',
    );
};

export const witnessCommands = (output: Output): WitnessCommands => ({
  createWitness: (options) => createWitness(options, output).catch(asFailure),
  runWitness: (options) => runWitness(options, output).catch(asFailure),
  witnessStatus: (options) => witnessStatus(options, output).catch(asFailure),
});
