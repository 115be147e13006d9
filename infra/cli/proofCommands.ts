import { once } from 'node:events';
import { createWriteStream, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import * as E from 'fp-ts/lib/Either.js';
import { CommandFailed, type Output } from '../../api/cli/output.ts';
import type { ExportLogOptions, ProofOptions } from '../../api/cli/proofProgram.ts';
import { knownMoment } from '../../api/http/asKnown.ts';
import * as present from '../../api/http/present.ts';
import { iso } from '../../domain/firearm/chainStatement.ts';
import { streamKinds, streamOfKey } from '../../domain/streamKinds.ts';
import { firearmProof, firearmStreams } from '../../domain/usecases/firearmProof.ts';
import { type BundleFailure, type BundleRequest, makeBundle } from '../../domain/usecases/makeBundle.ts';
import type { LedgerWithoutVault } from '../composition.ts';
import { hashing } from '../system/hashing.ts';
import { createBundling } from '../transparency/bundling.ts';
import { exportedLog } from '../transparency/exportLog.ts';
import { createPublishedLog } from '../transparency/publishedLog.ts';
import { knownOfLog } from './known.ts';
import { logged } from './readCommands.ts';
import { storeGone } from './storeGone.ts';

/** So long a command waits until the log is signed as far as what it shows. */
const patienceMs = 20_000;
const pauseMs = 200;

const publishedLog = (ledger: LedgerWithoutVault) =>
  createPublishedLog(ledger.pool, hashing, ledger.logOrigin);

const failed = (failure: BundleFailure): Error => {
  switch (failure.kind) {
    case 'STORE_UNAVAILABLE':
      return storeGone(failure);
    case 'NOT_SIGNED_YET':
      return new CommandFailed(
        'The signed log does not reach these events. Let a process with the key of the log run (start, serve or work); "doctor" says whether it signs.',
      );
    case 'ALTERED':
      return new CommandFailed(
        `Event ${failure.revision} of ${failure.stream} is not what the log holds: it was altered after it was recorded. Nothing is proved of it.`,
      );
    case 'NO_SUCH_EVENT':
      return new CommandFailed(`There is no event ${failure.eventId} here.`);
    case 'SINCE_BEYOND':
      return new CommandFailed(`The log has ${failure.size} events, fewer than --since.`);
  }
};

const requestFor = async (
  ledger: LedgerWithoutVault,
  id: string,
  options: ProofOptions,
): Promise<BundleRequest> => {
  const now = ledger.clock.now();
  const until = await knownOfLog(ledger);
  const validAt = present.queriedInstant(options.validAt, ledger.config.zone, Math.max(now, until));
  const knownAt = knownMoment(options.knownAt, ledger.config.zone, until);
  const common = { madeAt: now, ...(options.since === undefined ? {} : { since: options.since }) };
  const kind = streamKinds.find(({ idPattern }) => new RegExp(idPattern).test(id));
  if (kind !== undefined && kind.name !== 'firearm') {
    const stream = streamOfKey({ kind: kind.name, id });
    const subject =
      kind.name === 'trace'
        ? ({ kind: 'TRACE', stream, knownAt: iso(knownAt) } as const)
        : ({ kind: 'STREAM', stream, knownAt: iso(knownAt) } as const);
    return { ...common, subject, streams: [stream], knownAt };
  }
  const asOf = { validAt, knownAt };
  const streams = await firearmStreams(ledger, id, asOf);
  if (E.isLeft(streams)) throw storeGone(streams.left);
  return { ...common, ...firearmProof(id, streams.right, asOf) };
};

/** The sequencer and signer of this process, for a ledger that nobody else runs. */
const publish = (ledger: LedgerWithoutVault, output: Output): void => {
  ledger.startWorkers(
    (message, details) => {
      if (details['outage'] === undefined) output.note(`${message} ${JSON.stringify(details)}`);
    },
    [],
    true,
  );
};

export const proofCommand = async (
  ledger: LedgerWithoutVault,
  id: string,
  options: ProofOptions,
  output: Output,
): Promise<void> => {
  await logged(ledger, 'proof', id);
  const known = await ledger.eventStore.readStream(
    streamOfKey({
      kind: streamKinds.find(({ idPattern }) => new RegExp(idPattern).test(id))?.name ?? 'firearm',
      id,
    }),
  )();
  if (E.isLeft(known)) throw storeGone(known.left);
  if (known.right.length === 0) throw new CommandFailed(`Nothing is recorded of ${id}.`);
  const transparencyLog = publishedLog(ledger);
  const ports = {
    ...ledger,
    transparencyLog,
    ...createBundling(ledger.pool, transparencyLog, ledger.config.witnesses.policyFile),
  };
  for (let waited = 0; ; waited += pauseMs) {
    const made = await makeBundle(ports, await requestFor(ledger, id, options));
    if (E.isRight(made)) {
      const file = options.out ?? `${id}.ledger-proof.json`;
      await writeFile(file, made.right);
      output.print(
        `${file} proves what is recorded of ${id}. Verify it with api/verifier/ledger-verify.mjs.`,
      );
      return;
    }
    if (made.left.kind !== 'NOT_SIGNED_YET' || waited >= patienceMs) throw failed(made.left);
    if (waited === 0) publish(ledger, output);
    output.progress('waiting for the signature of the log');
    await sleep(pauseMs);
  }
};

export const exportLogCommand = async (
  ledger: LedgerWithoutVault,
  { out }: ExportLogOptions,
  output: Output,
): Promise<void> => {
  await logged(ledger, 'export log');
  const transparencyLog = publishedLog(ledger);
  const checkpoint = await transparencyLog.checkpoint();
  if (checkpoint === undefined) throw failed({ kind: 'NOT_SIGNED_YET', isSigned: false });
  const policy = await createBundling(
    ledger.pool,
    transparencyLog,
    ledger.config.witnesses.policyFile,
  ).policy(checkpoint);
  const file = createWriteStream(out);
  let lines = 0;
  try {
    for await (const piece of exportedLog(
      { pool: ledger.pool, store: ledger.eventStore },
      { origin: ledger.logOrigin, policy },
    )) {
      lines += piece.length;
      if (piece.length > 0 && !file.write(`${piece.join('\n')}\n`)) await once(file, 'drain');
      output.progress(`${lines} lines`);
    }
    file.end();
    await once(file, 'finish');
  } catch (error) {
    file.destroy();
    rmSync(out, { force: true });
    throw error;
  }
  output.print(
    `${out} holds ${checkpoint.size} events of the log ${ledger.logOrigin}. Verify it with: node api/verifier/ledger-verify.mjs --log ${out}`,
  );
};
