import { open } from 'node:fs/promises';
import { createPieces } from '../../domain/integrity/export/pieces.ts';
import type { LogLines } from '../../domain/integrity/export/readLines.ts';
import type { Verdict } from '../../domain/integrity/verify/verdict.ts';
import { createLogVerifier, type LogOptions } from '../../domain/integrity/verify/verifyLog.ts';
import { nodeHashing, nodeVerifyEd25519 } from './nodeHashing.ts';
import { createOwnReader, type Reader } from './readers.ts';

/** A reader has the next piece when it is done with one. */
const piecesEach = 2;

/**
 * Verifies the file of a whole log as it is read. Lines are read and hashed by the readers, each a piece at a time; order
 * and links are checked here. What is kept in memory is two pieces a reader, a place for each stream, and the tree's edge.
 */
export const verifyLogFile = async (
  file: string,
  options: LogOptions,
  readers: ReadonlyArray<Reader> = [createOwnReader()],
): Promise<Verdict> => {
  const verifier = createLogVerifier(
    { sha256: nodeHashing.sha256, verifyEd25519: nodeVerifyEd25519 },
    options,
  );
  /** Memory of pieces that are done. */
  const done: LogLines[] = [];
  const underWay: Promise<LogLines>[] = [];
  const takeOldest = async (): Promise<void> => {
    const lines = await underWay.shift();
    if (lines === undefined) return;
    verifier.take(lines);
    done.push(lines);
  };
  const handle = await open(file);
  try {
    const nextPiece = createPieces(async (into) => (await handle.read(into, 0, into.length)).bytesRead);
    for (let turn = 0; ; turn += 1) {
      if (underWay.length >= readers.length * piecesEach) await takeOldest();
      const room = done.pop();
      const piece = await nextPiece(room?.bytes);
      if (piece === undefined) break;
      const read = readers[turn % readers.length]?.read({ ...piece, room });
      if (read === undefined) break;
      // A failure is met where the piece is taken, not before.
      read.catch(() => undefined);
      underWay.push(read);
    }
    while (underWay.length > 0) await takeOldest();
  } finally {
    await handle.close();
    await Promise.all(readers.map((reader) => reader.close()));
  }
  return verifier.finish();
};
