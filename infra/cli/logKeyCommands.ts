import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import * as O from 'fp-ts/lib/Option.js';
import type { TrustOptions } from '../../api/cli/logKeysProgram.ts';
import { asJson, CommandFailed, exitCode, type Output, table } from '../../api/cli/output.ts';
import { equalBytes, fromBase64, toBase64 } from '../../domain/integrity/bytes.ts';
import { verifierKeyText } from '../../domain/integrity/signedNote.ts';
import type { LedgerWithoutVault } from '../composition.ts';
import { logOriginForm } from '../config.ts';
import { createFile } from '../system/durableFile.ts';
import { hashing } from '../system/hashing.ts';
import { createLogKeyAt, createLogKeyFile, readLogKeys, rotateLogKey } from '../transparency/logKeyFile.ts';
import { beginAnew } from '../transparency/logOrigin.ts';
import { createTreeProofs } from '../transparency/proofs.ts';
import { createPublishedLog } from '../transparency/publishedLog.ts';
import { readSignedHead, stateFileOf, writeSignedHead } from '../transparency/signedHead.ts';

const dayMs = 86_400_000;

const fileOf = ({ config, database }: LedgerWithoutVault): string => {
  if (config.logKeyFile !== undefined) return config.logKeyFile;
  if (database.embedded) return join(config.dataDirectory, 'log.key');
  throw new CommandFailed(
    'LEDGER_LOG_KEY_FILE names the file of the key: set it, on the one machine that signs.',
    exitCode.usage,
  );
};

export const showLogKeysCommand = async (
  ledger: LedgerWithoutVault,
  options: { readonly json: boolean },
  output: Output,
): Promise<void> => {
  const log = createPublishedLog(ledger.pool, hashing, ledger.logOrigin);
  const status = await log.status();
  const published = await log.keys();
  const file =
    ledger.config.logKeyFile === undefined && !ledger.database.embedded ? undefined : fileOf(ledger);
  const signing = file === undefined || !existsSync(file) ? [] : readLogKeys(file);
  const state = file === undefined || !existsSync(stateFileOf(file)) ? undefined : readSignedHead(file);
  const report = {
    origin: ledger.logOrigin,
    size: status.size,
    signedSize: status.checkpoint?.size ?? null,
    keyFile: file ?? null,
    lastSigned: state === undefined ? null : { size: state.size, root: toBase64(state.root) },
    signing: signing.map(({ verifier, until }) => ({
      verifierKey: verifierKeyText(verifier),
      until: until === undefined ? null : new Date(until).toISOString(),
    })),
    published,
    refusal: status.parts.find(({ part }) => part === 'SIGNER')?.reason ?? null,
  };
  if (options.json) {
    output.print(asJson(report));
    return;
  }
  output.print(
    [
      `Log            ${report.origin}`,
      `Events         ${report.size}, signed ${report.signedSize ?? 'none'}`,
      `Key file       ${report.keyFile ?? 'none on this machine: LEDGER_LOG_KEY_FILE is not set'}`,
      `Signed last    ${report.lastSigned === null ? '-' : `${report.lastSigned.size} events, root ${report.lastSigned.root}`}`,
      ...report.signing.map(
        ({ verifierKey, until }) => `Signs          ${verifierKey}${until === null ? '' : ` until ${until}`}`,
      ),
      '',
      table(
        ['PUBLISHED KEY', 'FROM', 'TO'],
        published.map((each) => [
          each.verifierKey,
          String(each.fromSize),
          each.retired ? String(each.toSize) : '-',
        ]),
      ),
      ...(report.refusal === null ? [] : ['', `The signer refuses: ${report.refusal}`]),
    ].join('\n'),
  );
};

export const createLogKeyCommand = async (ledger: LedgerWithoutVault, output: Output): Promise<void> => {
  const file = fileOf(ledger);
  const log = createPublishedLog(ledger.pool, hashing, ledger.logOrigin);
  if ((await log.checkpoint()) !== undefined && !existsSync(file))
    throw new CommandFailed(
      `The log ${ledger.logOrigin} has been signed already. Put its key back as ${file}, with the file ${stateFileOf(file)} beside it. docs/transparency-log.md says what to do when the key is lost.`,
    );
  if (!createLogKeyFile(file, ledger.logOrigin)) throw new CommandFailed(`${file} is there already.`);
  const [key] = readLogKeys(file);
  output.print(
    [
      `Made ${file} for the log ${ledger.logOrigin}. Keep it and ${stateFileOf(file)} together, on one machine, out of the database's backups.`,
      ...(key === undefined ? [] : [`Give this key to whoever verifies: ${verifierKeyText(key.verifier)}`]),
    ].join('\n'),
  );
};

export const rotateLogKeyCommand = async (
  ledger: LedgerWithoutVault,
  { overlapDays }: { readonly overlapDays: number },
  output: Output,
): Promise<void> => {
  const until = ledger.clock.now() + overlapDays * dayMs;
  const { key, former } = rotateLogKey(fileOf(ledger), until);
  output.print(
    [
      `A new key signs from the next look of the signer on: ${verifierKeyText(key.verifier)}`,
      `The former one signs beside it until ${new Date(until).toISOString()}: ${verifierKeyText(former.verifier)}`,
      'Give the new one to whoever verifies, and to the witnesses, before that day. /log/keys lists both.',
    ].join('\n'),
  );
};

/** Sets the state beside the key to a head that somebody else has kept, if it is one of this log. */
export const trustLogHeadCommand = async (
  ledger: LedgerWithoutVault,
  { size, root, newKey }: TrustOptions,
  output: Output,
): Promise<void> => {
  const file = fileOf(ledger);
  if (newKey && existsSync(file))
    throw new CommandFailed(`${file} is there: --new-key is for a key that is lost.`);
  if (!newKey) readLogKeys(file);
  const log = createPublishedLog(ledger.pool, hashing, ledger.logOrigin);
  const status = await log.status();
  const hash = fromBase64(root);
  const known = Math.max(status.checkpoint?.size ?? 0, existsSync(stateFileOf(file)) ? readKnown(file) : 0);
  if (size < known)
    throw new CommandFailed(
      `A checkpoint of ${known} events is known here, which is newer than ${size}. Give the newest one that anybody has.`,
    );
  if (size > status.size)
    throw new CommandFailed(
      `The log has only ${status.size} events. It was restored from an older copy, or is still being read: restore the newer copy, or wait until it is read.`,
    );
  const own = await createTreeProofs(ledger.pool, hashing.sha256).rootAt(size);
  if (O.isNone(hash) || !equalBytes(own, hash.value))
    throw new CommandFailed(
      `The root of the first ${size} events of this log is ${toBase64(own)}, not ${root}: that checkpoint is of another history. Nothing was changed; keep both for the auditors.`,
    );
  const head = { origin: ledger.logOrigin, size, root: hash.value };
  if (newKey) createLogKeyAt(file, head);
  else writeSignedHead(file, head);
  const [key] = readLogKeys(file);
  if (newKey && key !== undefined)
    output.print(`Made a new key. Give it to whoever verifies: ${verifierKeyText(key.verifier)}`);
  output.print(`The signer goes on from ${size} events, root ${root}.`);
};

const readKnown = (file: string): number => {
  try {
    return readSignedHead(file).size;
  } catch {
    return 0;
  }
};

/** Ends the log of this name for good, and begins one of another name over the same events. */
export const beginLogAnewCommand = async (
  ledger: LedgerWithoutVault,
  { origin }: { readonly origin: string },
  output: Output,
): Promise<void> => {
  const file = fileOf(ledger);
  if (!logOriginForm.test(origin) || origin === ledger.logOrigin)
    throw new CommandFailed(
      `--origin must be another name than ${ledger.logOrigin}, such as log.registry.example/firearms-2.`,
      exitCode.usage,
    );
  const former = `${file}.former-${ledger.clock.now()}`;
  const notes = await beginAnew(ledger.owner, origin, (text) => {
    if (!createFile(`${former}.checkpoints`, text))
      throw new CommandFailed(`${former}.checkpoints is there already.`);
  });
  for (const [from, to] of [
    [file, former],
    [stateFileOf(file), stateFileOf(former)],
  ] as const)
    if (existsSync(from)) renameSync(from, to);
  createLogKeyFile(file, origin);
  const [key] = readLogKeys(file);
  output.print(
    [
      `The log is ${origin} now, over all events of this database. Set LEDGER_LOG_ORIGIN to it where that is set, and start the processes again.`,
      `${notes} checkpoints of ${ledger.logOrigin} are in ${former}.checkpoints, its key in ${former}: keep both for the auditors.`,
      ...(key === undefined ? [] : [`Give this key to whoever verifies: ${verifierKeyText(key.verifier)}`]),
    ].join('\n'),
  );
};
