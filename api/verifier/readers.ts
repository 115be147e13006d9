import { parentPort, Worker } from 'node:worker_threads';
import { type PackedLines, packLines } from './packedLines.ts';

/** What a thread of this program does: reads pieces of a log and hashes the events in them. */
export const serveAsReader = (): void => {
  parentPort?.on('message', (piece: Uint8Array) => {
    const packed = packLines(piece);
    parentPort?.postMessage(packed, [packed.hashes.buffer, packed.numbers.buffer]);
  });
};

export type Reader = {
  readonly read: (piece: Uint8Array) => Promise<PackedLines>;
  readonly close: () => Promise<void>;
};

/** Reads in this thread. */
export const ownReader: Reader = {
  read: async (piece) => packLines(piece),
  close: async () => undefined,
};

/** Reads in a thread of its own, which runs the same file as this one; one piece at a time. */
export const startReader = (file: URL): Reader => {
  const worker = new Worker(file);
  return {
    read: (piece) =>
      new Promise((resolve, reject) => {
        const clear = (): void => {
          worker.off('message', onMessage);
          worker.off('error', onError);
        };
        const onMessage = (packed: PackedLines): void => {
          clear();
          resolve(packed);
        };
        const onError = (error: Error): void => {
          clear();
          reject(error);
        };
        worker.on('message', onMessage);
        worker.on('error', onError);
        worker.postMessage(piece);
      }),
    close: async () => {
      await worker.terminate();
    },
  };
};
