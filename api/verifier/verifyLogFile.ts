import { createReadStream } from 'node:fs';
import type { Verdict } from '../../domain/integrity/verify/verdict.ts';
import { createLogVerifier, type LogOptions } from '../../domain/integrity/verify/verifyLog.ts';
import { wholeLines } from './linesOf.ts';
import { nodeHashing, nodeVerifyEd25519 } from './nodeHashing.ts';
import { type PackedLines, unpackLines } from './packedLines.ts';
import { ownReader, type Reader } from './readers.ts';

const pieceBytes = 1 << 20;

/**
 * Verifies the file of a whole log as it is read. Lines are read and hashed by the readers, each a piece at a time; order
 * and links are checked here. What is kept in memory is a piece a reader, a place for each stream, and the tree's edge.
 */
export const verifyLogFile = async (
  file: string,
  options: LogOptions,
  readers: ReadonlyArray<Reader> = [ownReader],
): Promise<Verdict> => {
  const verifier = createLogVerifier(
    { sha256: nodeHashing.sha256, verifyEd25519: nodeVerifyEd25519 },
    options,
  );
  const take = async (packed: Promise<PackedLines> | undefined): Promise<void> => {
    if (packed !== undefined) for (const line of unpackLines(await packed)) verifier.take(line);
  };
  const underWay: Promise<PackedLines>[] = [];
  let next = 0;
  try {
    for await (const piece of wholeLines(createReadStream(file, { highWaterMark: pieceBytes }))) {
      // The reader whose turn it is has the oldest piece: it is done before it gets another.
      if (underWay.length === readers.length) await take(underWay.shift());
      const read = readers[next]?.read(piece);
      next = (next + 1) % readers.length;
      if (read === undefined) continue;
      // A failure is met where the piece is taken, not before.
      read.catch(() => undefined);
      underWay.push(read);
    }
    while (underWay.length > 0) await take(underWay.shift());
  } finally {
    await Promise.all(readers.map((reader) => reader.close()));
  }
  return verifier.finish();
};
