import { z } from 'zod';
import type { NewEvent, StoredEvent } from '../../../domain/ports/eventStore.ts';
import { DamagedLog } from './failure.ts';
import { positionOf } from './positions.ts';
import type { Draft } from './rawAppend.ts';
import type { RawRecord } from './rawReads.ts';

/** Types of the adapter's own records. No event of the domain has a point in its name. */
export const ownTypes = {
  /** In a stream of events: here is a unit's half, if the unit is complete. */
  half: 'ledger.half',
  /** In a stream of events: nothing; it only takes the revision that somebody else waits for. */
  fence: 'ledger.fence',
  /** In a unit's stream: the unit is complete, and these are its events. */
  completed: 'ledger.completed',
  /** In a unit's stream: the unit never happened. */
  undone: 'ledger.undone',
  /** In a key's stream: where the event with this id is or may come to be. */
  claim: 'ledger.claim',
  origin: 'ledger.origin',
} as const;

const revision = z.string().regex(/^-?\d{1,19}$/);
const bigint = revision.transform((text) => BigInt(text));

/** Beside each event: what the store itself needs, and the metadata as the very text that hashes are made over. */
const beside = z.object({
  ledger: z.literal(1),
  recordedAt: z.number().int(),
  revision: bigint,
  schemaVersion: z.number().int(),
  metadata: z.string(),
});
const newEvent = z.object({
  eventId: z.uuid(),
  type: z.string(),
  schemaVersion: z.number().int(),
  payload: z.string(),
  metadata: z.string(),
});
const half = z.object({ unit: z.uuid() });
const completed = z.object({
  recordedAt: z.number().int(),
  halves: z.array(z.object({ streamId: z.string(), revision: bigint, events: z.array(newEvent) })),
});
const claim = z.union([
  z.object({ unit: z.uuid() }),
  z.object({ streamId: z.string(), behind: bigint, at: bigint }),
]);

/** Where a claimed id is or may come to be: at a revision of the server's stream, or in a unit. */
export type Place = z.output<typeof claim>;
/** What a complete unit holds; `revision` is that of the first event in its stream, as the ledger counts. */
export type Content = z.output<typeof completed>;

const damaged = ({ stream, revision: at }: RawRecord, fault: string): DamagedLog =>
  new DamagedLog(`Record ${at} of ${stream} in EventStoreDB is not as the ledger wrote it: ${fault}`);

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const text = (record: RawRecord): string => {
  // The client hands JSON over parsed, and what is malformed as a bare text: the ledger writes neither.
  if (!(record.data instanceof Uint8Array)) throw damaged(record, 'its data were not written as bytes');
  try {
    return strict.decode(record.data);
  } catch {
    throw damaged(record, 'its data are not UTF-8');
  }
};
const parsed = <T>(record: RawRecord, schema: z.ZodType<T>, value: unknown): T => {
  const result = schema.safeParse(value);
  if (!result.success)
    throw damaged(record, `${result.error.issues[0]?.path.join('.')} ${result.error.issues[0]?.message}`);
  return result.data;
};
const fromData = <T>(record: RawRecord, schema: z.ZodType<T>): T => {
  let value: unknown;
  try {
    value = JSON.parse(text(record));
  } catch (error) {
    throw error instanceof DamagedLog ? error : damaged(record, 'its data are not JSON');
  }
  return parsed(record, schema, value);
};
const withText = (value: unknown): string =>
  JSON.stringify(value, (_, member) => (typeof member === 'bigint' ? String(member) : member));

export const eventDraft = (event: NewEvent, at: bigint, recordedAt: number): Draft => ({
  id: event.eventId,
  type: event.type,
  data: event.payload,
  metadata: {
    ledger: 1,
    recordedAt,
    revision: String(at),
    schemaVersion: event.schemaVersion,
    metadata: event.metadata,
  },
});
export const readEvent = (record: RawRecord, streamId: string): StoredEvent => {
  const own = parsed(record, beside, record.metadata);
  return {
    eventId: record.id,
    type: record.type,
    schemaVersion: own.schemaVersion,
    payload: text(record),
    metadata: own.metadata,
    streamId,
    revision: own.revision,
    position: positionOf(record.commit),
    recordedAt: own.recordedAt,
  };
};

export const halfDraft = (unit: string): Draft => ({ type: ownTypes.half, data: withText({ unit }) });
export const readHalf = (record: RawRecord): string => fromData(record, half).unit;

export const fenceDraft = (): Draft => ({ type: ownTypes.fence, data: '{}' });

export const completedDraft = (content: Content): Draft => ({
  type: ownTypes.completed,
  data: withText(content),
});
export const readCompleted = (record: RawRecord): Content => fromData(record, completed);
export const undoneDraft = (): Draft => ({ type: ownTypes.undone, data: '{}' });

/** The events of a complete unit in order, all at the place of the record that completed it. */
export const eventsOfUnit = (content: Content, commit: bigint): ReadonlyArray<StoredEvent> => {
  let ordinal = 0;
  return content.halves.flatMap(({ streamId, revision: first, events }) =>
    events.map((event, index): StoredEvent => {
      ordinal += 1;
      return {
        ...event,
        streamId,
        revision: first + BigInt(index),
        position: positionOf(commit, ordinal - 1),
        recordedAt: content.recordedAt,
      };
    }),
  );
};

export const claimDraft = (id: string, place: Place): Draft => ({
  id,
  type: ownTypes.claim,
  data: withText(place),
});
export const readClaim = (record: RawRecord): Place => fromData(record, claim);

const origin = z.object({ id: z.uuid() });
export const originDraft = (id: string): Draft => ({ type: ownTypes.origin, data: withText({ id }) });
export const readOrigin = (record: RawRecord): string => fromData(record, origin).id;

/** The name of a setting that makes a stream forget, where its metadata hold one. */
export const forgetfulSetting = ({ data }: RawRecord): string | undefined =>
  ['$maxAge', '$maxCount', '$tb'].find((name) => typeof data === 'object' && data !== null && name in data);
