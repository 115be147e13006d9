import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { type Checkpoint, parseCheckpoint } from '../../../domain/integrity/checkpoint.ts';
import { verifyNoteSignature } from '../../../domain/integrity/cosignature.ts';
import { openNote, parseNote, type VerifierKey } from '../../../domain/integrity/signedNote.ts';
import { createFile, draftPrefix, syncFolder } from '../../system/durableFile.ts';
import { verifyEd25519 } from '../../system/hashing.ts';
import { originHash, WitnessFault } from './witnessKey.ts';

/** The latest checkpoint that was cosigned, with the log's signature and the cosignature. */
export type HeldCheckpoint = {
  /** From 1: each advance makes the file of the next number. */
  readonly number: number;
  readonly note: string;
  readonly checkpoint: Checkpoint;
};

/**
 * What a witness remembers, a folder a log. The next state is a file that only one maker can make, so that of two
 * requests, or of two processes that were given one folder by mistake, exactly one advances.
 */
export type WitnessState = {
  /** Undefined for a log of which nothing was cosigned. Throws when what is there cannot be trusted. */
  readonly held: (origin: string) => HeldCheckpoint | undefined;
  /** Durable when it returns; false when another was faster. */
  readonly advance: (origin: string, from: HeldCheckpoint | undefined, note: string) => boolean;
  /** What another process may have just written is as durable as what this one wrote. */
  readonly settle: (origin: string) => void;
  readonly evidenceFolder: string;
};

const keyFile = 'witness.vkey';
const kept = 2;
const readsMax = 5;
const nameOf = (number: number): string => `${String(number).padStart(16, '0')}.checkpoint`;
const stateName = /^(\d{16})\.checkpoint$/;

const numbersIn = (folder: string): ReadonlyArray<number> =>
  readdirSync(folder)
    .flatMap((name) => {
      const [, number] = stateName.exec(name) ?? [];
      return number === undefined ? [] : [Number(number)];
    })
    .sort((a, b) => a - b);

/** Begins the memory of a key. Done once, with the key: a witness that forgot must not begin again. */
export const createWitnessState = (folder: string, vkey: string): void => {
  mkdirSync(join(folder, 'logs'), { recursive: true, mode: 0o700 });
  mkdirSync(join(folder, 'evidence'), { recursive: true, mode: 0o700 });
  if (!createFile(join(folder, keyFile), `${vkey}\n`))
    throw new WitnessFault(`${folder} is the memory of another witness: name another folder.`);
};

const checkOwner = (folder: string, vkey: string): void => {
  let owner: string;
  try {
    owner = readFileSync(join(folder, keyFile), 'utf8').trim();
  } catch {
    throw new WitnessFault(
      `${folder} holds no memory of a witness. If it was lost, make a new key with \`ledger witness key\` and give it to those who rely on it: a witness that forgot what it cosigned could cosign a second history.`,
    );
  }
  if (owner !== vkey)
    throw new WitnessFault(`${folder} is the memory of ${owner}, not of this key: name its own folder.`);
};

/** Opens the memory that was begun with this key. */
export const openWitnessState = (folder: string, vkey: string): WitnessState => {
  checkOwner(folder, vkey);
  const folderOf = (origin: string): string => {
    const path = join(folder, 'logs', originHash(origin));
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  };
  const trusted = (number: number, path: string, origin: string): HeldCheckpoint => {
    const note = readFileSync(path, 'utf8');
    const parsed = parseNote(note);
    const checkpoint = E.isRight(parsed) ? parseCheckpoint(parsed.right.text) : parsed;
    if (E.isLeft(checkpoint) || checkpoint.right.origin !== origin)
      throw new WitnessFault(`${path} is damaged; nothing of ${origin} is cosigned until it is restored.`);
    return { number, note, checkpoint: checkpoint.right };
  };
  return {
    evidenceFolder: join(folder, 'evidence'),
    settle: (origin) => syncFolder(folderOf(origin)),
    held: (origin) => {
      const path = folderOf(origin);
      for (let read = 0; read < readsMax; read += 1) {
        const last = numbersIn(path).at(-1);
        if (last === undefined) return undefined;
        try {
          return trusted(last, join(path, nameOf(last)), origin);
        } catch (error) {
          // Another process went on and cleaned up meanwhile.
          if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
        }
      }
      throw new WitnessFault(`The memory of ${origin} changes faster than it can be read.`);
    },
    advance: (origin, from, note) => {
      const path = folderOf(origin);
      const next = (from?.number ?? 0) + 1;
      if (from === undefined) syncFolder(join(folder, 'logs'));
      if (!createFile(join(path, nameOf(next)), note)) return false;
      const numbers = numbersIn(path);
      // A number is free again only after it was passed: whoever made it then came too late.
      if (numbers.at(-1) !== next) {
        rmSync(join(path, nameOf(next)));
        return false;
      }
      for (const old of numbers.slice(0, -kept)) rmSync(join(path, nameOf(old)), { force: true });
      return true;
    },
  };
};

/** Whether what is remembered of each log carries the cosignature of this key; a changed memory shows at the start. */
export const checkHeld = async (
  state: WitnessState,
  key: VerifierKey,
  origins: ReadonlyArray<string>,
): Promise<void> => {
  const verify = verifyNoteSignature(verifyEd25519);
  for (const origin of origins) {
    const held = state.held(origin);
    if (held === undefined) continue;
    const note = parseNote(held.note);
    if (E.isLeft(note) || E.isLeft(await openNote(note.right, [key], verify)))
      throw new WitnessFault(
        `What is remembered of ${origin} was not cosigned by this key: restore the folder from before it was changed.`,
      );
  }
};

/** Removes what a killed process left half written. */
export const removeDrafts = (folder: string): void => {
  const logs = join(folder, 'logs');
  for (const path of [folder, join(folder, 'evidence'), ...readdirSync(logs).map((name) => join(logs, name))])
    for (const name of readdirSync(path))
      if (name.startsWith(draftPrefix)) rmSync(join(path, name), { force: true });
};
