import { randomUUID } from 'node:crypto';
import { binaryEvent, NO_STREAM } from '@eventstore/db-client';
import type { Connection } from './connection.ts';
import { explained, isWrongRevision } from './failure.ts';
import type { RawReads } from './rawReads.ts';

/** A record to append. Data are bytes, so that what is read is what was written. */
export type Draft = {
  readonly id?: string;
  readonly type: string;
  readonly data: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
};

export type RawAppended =
  | { readonly kind: 'OK'; readonly commit: bigint }
  | { readonly kind: 'WRONG_REVISION' };

/**
 * Appends records behind an exact revision (-1: the stream must not exist). What was not answered is repeated with the
 * same ids and revision, which the server recognises: with an exact revision that is certain. The place of the last
 * record is read back wherever the answer does not name it for certain.
 */
export const createRawAppend =
  (connection: Connection, reads: RawReads) =>
  async (stream: string, behind: bigint, drafts: ReadonlyArray<Draft>): Promise<RawAppended> => {
    const events = drafts.map(({ id = randomUUID(), type, data, metadata }) =>
      binaryEvent({
        id,
        type,
        data: Buffer.from(data, 'utf8'),
        ...(metadata === undefined ? {} : { metadata }),
      }),
    );
    const what = `appending to ${stream}`;
    let attempts = 0;
    try {
      const { position } = await connection.repeated(what, (client) => {
        attempts += 1;
        return client.appendToStream(stream, events, {
          expectedRevision: behind < 0n ? NO_STREAM : behind,
          requiresLeader: true,
          deadline: connection.limits.callMs,
        });
      });
      if (position !== undefined && attempts === 1 && drafts.length === 1)
        return { kind: 'OK', commit: position.commit };
    } catch (error) {
      if (isWrongRevision(error)) return { kind: 'WRONG_REVISION' };
      throw explained(what, error);
    }
    const [last] = await reads.stream(stream, behind + BigInt(drafts.length), 1);
    if (last === undefined) throw explained(what, new Error('what was appended cannot be read'));
    return { kind: 'OK', commit: last.commit };
  };
export type RawAppend = ReturnType<typeof createRawAppend>;
