import buffer from 'node:buffer';
import { parentPort, Worker } from 'node:worker_threads';
import type { Piece } from '../../domain/integrity/export/pieces.ts';
import { createLineReader, type LineRoom, type LogLines } from '../../domain/integrity/export/readLines.ts';
import { nodeHashing } from './nodeHashing.ts';

type Task = Piece & { readonly room?: LineRoom | undefined };

/** Younger versions of Node say at once whether bytes are UTF-8. */
const createReader = () => {
  const read = createLineReader(nodeHashing, ...(typeof buffer.isUtf8 === 'function' ? [buffer.isUtf8] : []));
  return ({ bytes, end, room }: Task): LogLines => read(bytes, end, room);
};

/** What a thread of this program does: reads pieces of a log and hashes the events in them. */
export const serveAsReader = (): void => {
  const read = createReader();
  parentPort?.on('message', (task: Task) => {
    const lines = read(task);
    parentPort?.postMessage(lines, [lines.bytes.buffer, lines.hashes.buffer, lines.numbers.buffer]);
  });
};

export type Reader = {
  /** Pieces that are given one after the other are read in this order. */
  readonly read: (task: Task) => Promise<LogLines>;
  readonly close: () => Promise<void>;
};

/** Reads in this thread. */
export const createOwnReader = (): Reader => {
  const read = createReader();
  return { read: async (task) => read(task), close: async () => undefined };
};

type Waiting = {
  readonly resolve: (lines: LogLines) => void;
  readonly reject: (error: Error) => void;
};

/** Reads in a thread of its own, which runs the same file as this one. Memory is handed over and back, not copied. */
export const startReader = (file: URL): Reader => {
  const worker = new Worker(file);
  const waiting: Waiting[] = [];
  let failed: Error | undefined;
  worker.on('message', (lines: LogLines) => waiting.shift()?.resolve(lines));
  worker.on('error', (error: Error) => {
    failed = error;
    for (const { reject } of waiting.splice(0)) reject(error);
  });
  return {
    read: (task) =>
      new Promise((resolve, reject) => {
        if (failed !== undefined) return reject(failed);
        const { bytes, room } = task;
        waiting.push({ resolve, reject });
        worker.postMessage(task, [
          bytes.buffer,
          ...(room === undefined ? [] : [room.hashes.buffer, room.numbers.buffer]),
        ]);
      }),
    close: async () => {
      await worker.terminate();
    },
  };
};
