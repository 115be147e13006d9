import type { ClientBase, Connection, Submittable } from 'pg';

/** What the driver's connection has for COPY beside what its types say. */
type CopyConnection = Connection & {
  readonly sendCopyFromChunk: (chunk: Buffer) => void;
  readonly endCopyFrom: () => void;
};

/**
 * Runs a `copy … from stdin` statement with its data, which is sent along as one message. An error of the server rejects as that
 * of any other statement does.
 */
export const copyInto = (client: ClientBase, text: string, data: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    const copying: Submittable & Record<string, unknown> = {
      // The driver lays its time-out over this.
      callback: (error?: Error | null) => (error instanceof Error ? reject(error) : resolve()),
      // Nothing is waited for in between, which a single event would feel; a server that refuses the statement drops the data.
      submit: (connection: Connection) => {
        const copy = connection as CopyConnection;
        copy.query(text);
        copy.sendCopyFromChunk(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
        copy.endCopyFrom();
      },
      handleCopyInResponse: () => undefined,
      handleCommandComplete: () => undefined,
      handleError: (error: Error) => (copying['callback'] as (error: Error) => void)(error),
      handleReadyForQuery: () => (copying['callback'] as () => void)(),
    };
    client.query(copying);
  });
