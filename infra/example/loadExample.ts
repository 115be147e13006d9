import * as E from 'fp-ts/lib/Either.js';
import type { DerivedIds } from '../../domain/shared/ids.ts';
import type { StreamKindName } from '../../domain/stream/kinds.ts';
import { readEffectiveTime } from '../../domain/time/effectiveTime.ts';
import { recordEvents } from '../../domain/usecases/recordEvents.ts';
import type { Ledger } from '../composition.ts';
import type { ExampleLife } from './exampleParties.ts';
import { exampleParties, exampleRegister, exampleRights } from './exampleRegister.ts';

const filled = (value: unknown, ids: ReadonlyArray<string>): unknown => {
  if (typeof value === 'string') return /^\$\d$/.test(value) ? (ids[Number(value.slice(1))] ?? value) : value;
  if (Array.isArray(value)) return value.map((item) => filled(item, ids));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, filled(member, ids)]));
  return value;
};

type Recorder = {
  readonly record: ReturnType<typeof recordEvents>;
  readonly zone: string;
};

const keyOf = ({ label }: ExampleLife, index: number): string => `example ${label} ${index}`;

/** An example of another version of the program is there: its records stay as they are. */
class OtherExample extends Error {}

const live =
  ({ record, zone }: Recorder, kind: StreamKindName) =>
  async (life: ExampleLife): Promise<void> => {
    let id: string | undefined;
    const ids: string[] = [];
    for (const [index, event] of life.events.entries()) {
      const effectiveAt = readEffectiveTime(event.effectiveAt, zone);
      if (effectiveAt === undefined) throw new Error(`example ${life.label}: ${event.effectiveAt}`);
      const source =
        event.type === 'LegacyRecordDigitised'
          ? { kind: 'LEGACY_IMPORT' as const, ref: 'example' }
          : { kind: 'DIRECT' as const };
      const outcome = await record({
        subject: { kind, ...(id === undefined ? {} : { id }) },
        idempotencyKey: keyOf(life, index),
        recordedBy: { actorId: `example-${event.by.role}`, ...event.by },
        entries: [{ type: event.type, effectiveAt, payload: filled(event.payload, ids), source }],
      })();
      if (E.isLeft(outcome)) {
        if (outcome.left.kind === 'IDEMPOTENCY_KEY_REUSED') throw new OtherExample(life.label);
        throw new Error(`example ${life.label}, event ${index}: ${JSON.stringify(outcome.left)}`);
      }
      id = outcome.right.subject.id;
      ids.push(outcome.right.events[0]?.eventId ?? '');
    }
  };

/** The life that is told when all others are: its last event says that the example is complete. */
const lastLife = exampleRegister.at(-1);

/** Id of the event that is recorded last of all; it derives from organisation and key like every other. */
export const lastExampleEventId = (ids: DerivedIds): string => {
  const event = lastLife?.events.at(-1);
  if (lastLife === undefined || event === undefined) throw new Error('the example register is empty');
  return ids.eventId(event.by.organisationId, keyOf(lastLife, lastLife.events.length - 1), 0);
};

/**
 * Records the invented example register through the use cases, as its recorders would, if the ledger is empty.
 * Returns the number of firearms. Interrupted, it goes on at the next start: each event has its own key, and the last
 * one is recorded after all others.
 */
export const loadExample = async (
  ledger: Pick<Ledger, 'eventStore' | 'record'> & { readonly config: Pick<Ledger['config'], 'zone'> },
): Promise<number> => {
  const stored = await ledger.eventStore.readAll(0n, 1)();
  if (E.isLeft(stored)) throw new Error(stored.left.reason);
  const first = stored.right[0];
  if (first !== undefined && !first.metadata.includes('"idempotencyKey":"example ')) return 0;
  const last = await ledger.eventStore.findEvent(lastExampleEventId(ledger.record.ids))();
  if (E.isLeft(last)) throw new Error(last.left.reason);
  if (last.right !== undefined) return 0;
  const recorder = { record: recordEvents(ledger.record), zone: ledger.config.zone };
  try {
    await Promise.all(exampleParties.map(live(recorder, 'party')));
    await Promise.all(exampleRights.map(live(recorder, 'authorisation')));
    await Promise.all(exampleRegister.slice(0, -1).map(live(recorder, 'firearm')));
    if (lastLife !== undefined) await live(recorder, 'firearm')(lastLife);
  } catch (error) {
    if (error instanceof OtherExample) return 0;
    throw error;
  }
  return exampleRegister.length;
};
