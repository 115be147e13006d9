import * as E from 'fp-ts/lib/Either.js';
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

/**
 * Records the invented example register through the use cases, as its recorders would, if the ledger is empty.
 * Returns the number of firearms. Interrupted, it goes on at the next start, since each event has its own key.
 */
export const loadExample = async (
  ledger: Pick<Ledger, 'eventStore' | 'record'> & { readonly config: Pick<Ledger['config'], 'zone'> },
): Promise<number> => {
  const stored = await ledger.eventStore.readAll(0n, 1)();
  if (E.isLeft(stored)) throw new Error(stored.left.reason);
  const first = stored.right[0];
  if (first !== undefined && !first.metadata.includes('"idempotencyKey":"example ')) return 0;
  const total = [...exampleParties, ...exampleRights, ...exampleRegister]
    .flatMap((life) => life.events)
    // A report on a missing firearm has a half in the alert's stream, a grant one in the party's.
    .reduce((sum, { type }) => sum + (/^(Loss|Theft|Alert|AuthorisationGranted)/.test(type) ? 2 : 1), 0);
  if (first !== undefined) {
    const recorded = await ledger.eventStore.readAll(0n, total)();
    if (E.isRight(recorded) && recorded.right.length >= total) return 0;
  }
  const record = recordEvents(ledger.record);
  const live =
    (kind: StreamKindName) =>
    async (life: ExampleLife): Promise<void> => {
      let id: string | undefined;
      const ids: string[] = [];
      for (const [index, event] of life.events.entries()) {
        const effectiveAt = readEffectiveTime(event.effectiveAt, ledger.config.zone);
        if (effectiveAt === undefined) throw new Error(`example ${life.label}: ${event.effectiveAt}`);
        const source =
          event.type === 'LegacyRecordDigitised'
            ? { kind: 'LEGACY_IMPORT' as const, ref: 'example' }
            : { kind: 'DIRECT' as const };
        const outcome = await record({
          subject: { kind, ...(id === undefined ? {} : { id }) },
          idempotencyKey: `example ${life.label} ${index}`,
          recordedBy: { actorId: `example-${event.by.role}`, ...event.by },
          entries: [{ type: event.type, effectiveAt, payload: filled(event.payload, ids), source }],
        })();
        if (E.isLeft(outcome))
          throw new Error(`example ${life.label}, event ${index}: ${JSON.stringify(outcome.left)}`);
        id = outcome.right.subject.id;
        ids.push(outcome.right.events[0]?.eventId ?? '');
      }
    };
  await Promise.all(exampleParties.map(live('party')));
  await Promise.all(exampleRights.map(live('authorisation')));
  await Promise.all(exampleRegister.map(live('firearm')));
  return exampleRegister.length;
};
