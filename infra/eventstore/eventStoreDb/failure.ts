/** The store cannot be used, or must not be: the message is for people. */
export class StoreFailure extends Error {}

/** What the store holds is not what the ledger wrote: nobody may go on as if it were. */
export class DamagedLog extends StoreFailure {}

export class TimedOut extends Error {
  constructor(what: string, ms: number) {
    super(`${what} was not answered within ${ms} ms`);
  }
}

/** A call that the server or the network ended otherwise than by answering it whole. */
export class BrokenCall extends Error {
  constructor({ code, details }: { readonly code: number; readonly details: string }) {
    super(`the call ended with status ${code} ${details}`);
  }
}

const typeOf = (error: unknown): string =>
  String((error as { readonly type?: unknown } | undefined)?.type ?? '');

/** Errors after which an append is safe to repeat with the same ids and revision, and a read in any case. */
const passing = new Set([
  'unavailable',
  'cancelled',
  'timeout',
  'deadline-exceeded',
  'not-leader',
  'unknown',
  // What the client throws itself when it finds no node: no command error.
  '',
]);
export const isPassing = (error: unknown): boolean =>
  !(error instanceof StoreFailure) && (error instanceof TimedOut || passing.has(typeOf(error)));

export const isWrongRevision = (error: unknown): boolean => typeOf(error) === 'wrong-expected-version';
export const isMissingStream = (error: unknown): boolean => typeOf(error) === 'stream-not-found';

/** The error of a call in words that say what to do. */
export const explained = (what: string, error: unknown): StoreFailure => {
  if (error instanceof StoreFailure) return error;
  const reason = error instanceof Error ? error.message : String(error);
  switch (typeOf(error)) {
    case 'access-denied':
      return new StoreFailure(
        `${what}: EventStoreDB denies access. The user of EVENT_STORE_URL must be allowed to read $all and to read and append on the ledger's streams.`,
      );
    case 'stream-deleted':
      return new DamagedLog(
        `${what}: the stream was deleted in EventStoreDB. Nothing of a ledger may ever be deleted: restore the store from its backup.`,
      );
    case 'maximum-append-size-exceeded':
      return new StoreFailure(
        `${what}: more than EventStoreDB takes in one append. Raise MaxAppendSize on every node; a command must be appended as a whole.`,
      );
    default:
      return new StoreFailure(`${what}: ${reason}`);
  }
};
