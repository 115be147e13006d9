import { randomUUID } from 'node:crypto';
import type { Connection } from './connection.ts';
import { StoreFailure } from './failure.ts';
import { refuseForgetful } from './forgetful.ts';
import { createNames, type Names } from './names.ts';
import { createRawAppend } from './rawAppend.ts';
import { createRawReads, type RawReads } from './rawReads.ts';
import { originDraft, readOrigin } from './records.ts';

/** Records at either end of the log whose streams are looked at: all of them would be the whole log. */
const sampled = 500;

/** Streams of the ledger among the records at both ends of the log. */
const sampleOf = async (names: Names, reads: RawReads): Promise<ReadonlyArray<string>> => {
  const ends = [...(await reads.log(undefined, sampled)), ...(await reads.backwards(undefined, sampled))];
  return [
    names.events('system'),
    names.origin,
    ...ends
      .map(({ stream }) => (names.isMetadata(stream) ? stream.slice(2) : stream))
      .filter((stream) => names.isEvents(stream) || names.isUnit(stream)),
  ];
};

export type StartReport = {
  /** Tells this log from every other. */
  readonly origin: string;
  readonly serverVersion: string;
};

/**
 * Looks whether the server can hold the log: reachable, new enough to give positions, appends and reads allowed, and no
 * stream set to forget. Streams are sampled; the subscriptions see every setting that is made, old or new, when they
 * come to it.
 */
export const checkStart = async (connection: Connection, prefix: string): Promise<StartReport> => {
  const names = createNames(prefix);
  const reads = createRawReads(connection);
  const append = createRawAppend(connection, reads);
  const serverVersion = await connection.serverVersion();
  const begun = randomUUID();
  await append(names.origin, -1n, [originDraft(begun)]);
  const [first] = await reads.stream(names.origin, 0n, 1);
  if (first === undefined) throw new StoreFailure(`${names.origin} was written and cannot be read`);
  await refuseForgetful(reads, await sampleOf(names, reads));
  return { origin: readOrigin(first), serverVersion };
};
