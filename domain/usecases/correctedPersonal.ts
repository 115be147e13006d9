import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { PayloadFault } from '../ports/eventCodec.ts';
import type { StoredEvent, StoreUnavailable } from '../ports/eventStore.ts';
import { faultsOf } from '../shared/faultsOf.ts';
import { collectPersonal, holdsPersonal, type PersonalValue, withSealed } from '../shared/personal.ts';
import type { Field, Sealed } from '../shared/shape.ts';
import type { Correction } from '../stream/records/recordCorrected.ts';
import { anyKindOf, keyOfStream } from '../streamKinds.ts';
import type { EventEntry, RecordPorts, RecordRequest } from './recording.ts';

/** What the target of a correction is made of, and under whose key its personal values are. */
type Target =
  | { readonly kind: 'RECORD'; readonly shape: Field<unknown>; readonly subjectId: string }
  /** A correction of a correction: what it says of a person is corrected at the record itself. */
  | { readonly kind: 'CORRECTION'; readonly payload: unknown };
export type CorrectionTargets = ReadonlyMap<EventEntry, Target>;

const correctionIn = (entry: EventEntry): Correction | undefined => {
  if (entry.type !== 'RecordCorrected') return undefined;
  const { targetEventId, changes } = (entry.payload ?? {}) as Partial<Correction>;
  return typeof targetEventId === 'string' && Array.isArray(changes)
    ? (entry.payload as Correction)
    : undefined;
};

const targetFrom = (ports: RecordPorts, stored: StoredEvent): Target | undefined => {
  const key = keyOfStream(stored.streamId);
  if (key === undefined) return undefined;
  const { type, payload } = ports.codec.decode(stored);
  if (type === 'RecordCorrected') return { kind: 'CORRECTION', payload };
  const definition = anyKindOf(key.kind).definitionOf(type);
  return definition === undefined || !holdsPersonal(definition.payload)
    ? undefined
    : {
        kind: 'RECORD',
        shape: definition.payload,
        subjectId: definition.personalSubject?.(payload) ?? key.id,
      };
};

/**
 * The targets of corrections whose events hold personal values: what is right of a person goes into the vault like what
 * was recorded of him, and never into the log in clear (catalogue section 2, personal-data inventory).
 */
export const correctionTargets = (
  ports: RecordPorts,
  requests: ReadonlyArray<RecordRequest>,
): TE.TaskEither<StoreUnavailable, CorrectionTargets> => {
  const corrections = requests
    .flatMap(({ entries }) => entries)
    .flatMap((entry) => {
      const correction = correctionIn(entry);
      return correction === undefined ? [] : [{ entry, targetEventId: correction.targetEventId }];
    });
  if (corrections.length === 0) return TE.right(new Map());
  return pipe(
    corrections,
    TE.traverseArray(({ targetEventId }) => ports.eventStore.findEvent(targetEventId)),
    TE.map(
      (found) =>
        new Map(
          found.flatMap((stored, index): ReadonlyArray<readonly [EventEntry, Target]> => {
            const entry = corrections[index]?.entry;
            const target = stored === undefined ? undefined : targetFrom(ports, stored);
            return entry === undefined || target === undefined ? [] : [[entry, target]];
          }),
        ),
    ),
  );
};

/** The description of what stands at a path; INSIDE: below a personal value, of which the log knows no parts. */
const fieldAt = (
  field: Field<unknown>,
  [name, ...rest]: ReadonlyArray<string>,
): Field<unknown> | 'INSIDE' | undefined => {
  if (name === undefined) return field;
  switch (field.kind) {
    case 'personal':
      return 'INSIDE';
    case 'optional':
    case 'coded':
      return fieldAt(field.of, [name, ...rest]);
    case 'list':
      return /^\d{1,6}$/.test(name) ? fieldAt(field.of, rest) : undefined;
    case 'record': {
      const member = Object.hasOwn(field.fields, name) ? field.fields[name] : undefined;
      return member === undefined ? undefined : fieldAt(member, rest);
    }
    default:
      return undefined;
  }
};

const isSealed = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'vaultRef' in value && 'commitment' in value;
const holdsSealed = (value: unknown): boolean =>
  isSealed(value) || (typeof value === 'object' && value !== null && Object.values(value).some(holdsSealed));

/** Whether a path leads to, into or above a reference into the vault. */
const touchesSealed = (value: unknown, [name, ...rest]: ReadonlyArray<string>): boolean => {
  if (name === undefined) return holdsSealed(value);
  if (typeof value !== 'object' || value === null) return false;
  return isSealed(value) || touchesSealed((value as Record<string, unknown>)[name], rest);
};

type PersonalChange = {
  readonly index: number;
  readonly field: Field<unknown> | 'INSIDE';
  readonly correctValue: unknown;
};

const personalChanges = (entry: EventEntry, target: Target): ReadonlyArray<PersonalChange> =>
  (correctionIn(entry)?.changes ?? []).flatMap((change, index) => {
    const { path, correctValue } = (change ?? {}) as Partial<Correction['changes'][number]>;
    if (typeof path !== 'string' || !path.startsWith('/payload/')) return [];
    const steps = path.split('/').slice(2);
    if (target.kind === 'CORRECTION')
      return touchesSealed(target.payload, steps) ? [{ index, field: 'INSIDE', correctValue }] : [];
    const field = fieldAt(target.shape, steps);
    return field === undefined || (field !== 'INSIDE' && !holdsPersonal(field))
      ? []
      : [{ index, field, correctValue }];
  });

const pointerOf = (index: number): string => `/changes/${index}/correctValue`;

/** Faults of right values that are given in clear, before anything of them is sealed. */
export const correctionFaults = (entry: EventEntry, target: Target): ReadonlyArray<PayloadFault> =>
  personalChanges(entry, target).flatMap(({ index, field, correctValue }) =>
    field === 'INSIDE'
      ? [
          {
            pointer: `/changes/${index}/path`,
            message: 'must name a personal value as a whole, in the record that holds it',
          },
        ]
      : faultsOf(
          field,
          'GIVEN',
        )(correctValue).map(({ pointer, message }) => ({
          pointer: `${pointerOf(index)}${pointer}`,
          message,
        })),
  );

/** The personal values of a correction as given, in the order of its changes. */
export const correctedValues = (entry: EventEntry, target: Target): ReadonlyArray<PersonalValue> =>
  personalChanges(entry, target).flatMap(({ index, field, correctValue }) =>
    field === 'INSIDE'
      ? []
      : collectPersonal(field, correctValue).map(({ pointer, value }) => ({
          pointer: `${pointerOf(index)}${pointer}`,
          value,
        })),
  );

/** The correction as stored: references, in the order of `correctedValues`, in the place of the personal values. */
export const withSealedChanges = (
  entry: EventEntry,
  target: Target,
  sealed: ReadonlyArray<Sealed>,
): EventEntry => {
  let next = 0;
  const stored = new Map(
    personalChanges(entry, target).flatMap(({ index, field, correctValue }) => {
      if (field === 'INSIDE') return [];
      const count = collectPersonal(field, correctValue).length;
      const own = sealed.slice(next, next + count);
      next += count;
      return [[index, withSealed(field, correctValue, own)] as const];
    }),
  );
  const correction = correctionIn(entry);
  return correction === undefined
    ? entry
    : {
        ...entry,
        payload: {
          ...correction,
          changes: correction.changes.map((change, index) =>
            stored.has(index) ? { ...change, correctValue: stored.get(index) } : change,
          ),
        },
      };
};
