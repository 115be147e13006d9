import * as E from 'fp-ts/lib/Either.js';
import type { AppendRequest, EventStore, StoredEvent } from '../../domain/ports/eventStore.ts';

/**
 * Ids of streams and events end in eight characters that name the copy, references to them alike: no id of the original
 * ends so. What is in the vault stays shared.
 */
const ids =
  /\b([WTPFERL]-[0-7][0-9A-HJKMNP-TV-Z]{17}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})[0-9A-Za-z]{8}\b/g;
/** Numbers of marks end in the copy's letter, so that each still belongs to one firearm. */
const serials = /("serialRaw":"[^"]{1,38}|"serials":\["[^"]{1,38})"/g;
const copiesMax = 26;
/** Events of one append. */
const batch = 4000;

const copyOf = (events: ReadonlyArray<StoredEvent>, copy: number): ReadonlyArray<AppendRequest> => {
  const end = String(copy).padStart(8, '0');
  const letter = String.fromCharCode(64 + copy);
  const renamed = (text: string): string => text.replace(ids, `$1${end}`);
  const requests = new Map<string, { -readonly [Key in keyof AppendRequest]: AppendRequest[Key] }>();
  for (const event of events) {
    // Policies and whatever else the ledger's own stream holds are those of all copies.
    if (event.streamId === 'system') continue;
    const streamId = renamed(event.streamId);
    const request = requests.get(streamId) ?? { streamId, expectedRevision: 'ANY', events: [] };
    requests.set(streamId, request);
    request.events = [
      ...request.events,
      {
        eventId: renamed(event.eventId),
        type: event.type,
        schemaVersion: event.schemaVersion,
        payload: renamed(event.payload).replace(serials, `$1${letter}"`),
        metadata: renamed(event.metadata),
      },
    ];
  }
  return [...requests.values()];
};

/**
 * Appends all lives of the log up to `head` once more under other ids and numbers. To decide a million lives anew would
 * take an hour, and what is measured over them does not look at how they were decided.
 */
export const copyRegister = async (store: EventStore, head: bigint, copy: number): Promise<void> => {
  if (copy < 1 || copy > copiesMax)
    throw new Error(`only ${copiesMax} copies of a register have letters of their own`);
  let position = 0n;
  while (position < head) {
    const read = await store.readAll(position, batch)();
    if (E.isLeft(read)) throw new Error(read.left.reason);
    const events = read.right.filter((event) => event.position <= head);
    position = events.at(-1)?.position ?? head;
    const outcomes = await store.appendMany(copyOf(events, copy).map((request) => [request]))();
    if (E.isLeft(outcomes)) throw new Error(outcomes.left.reason);
    const refused = outcomes.right.find(({ kind }) => kind === 'REFUSED');
    if (refused !== undefined) throw new Error(`a copied event was refused: ${JSON.stringify(refused)}`);
  }
};
