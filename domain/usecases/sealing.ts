import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { PayloadFault } from '../ports/eventCodec.ts';
import type { Vault, VaultFailure } from '../ports/vault.ts';
import { collectPersonal, holdsPersonal, withSealed } from '../shared/personal.ts';
import type { Sealed } from '../shared/shape.ts';
import { anyKindOf } from '../streamKinds.ts';
import {
  type CorrectionTargets,
  correctedValues,
  correctionFaults,
  withSealedChanges,
} from './correctedPersonal.ts';
import { subjectOf } from './prepare.ts';
import type { EventEntry, RecordPorts, RecordRequest } from './recording.ts';

const definitionOf = (request: RecordRequest, entry: EventEntry) =>
  anyKindOf(request.subject.kind).definitionOf(entry.type);

const isPersonal = (request: RecordRequest, entry: EventEntry): boolean => {
  const definition = definitionOf(request, entry);
  return definition !== undefined && holdsPersonal(definition.payload);
};

/** Whether a request holds values that must not reach the log in clear. */
export const needsSealing = (request: RecordRequest, targets: CorrectionTargets): boolean =>
  request.entries.some((entry) => isPersonal(request, entry) || targets.has(entry));

/** Faults of payloads that are given in clear, before anything of them is sealed; undefined when there are none. */
export const givenFaults = (
  ports: RecordPorts,
  request: RecordRequest,
  targets: CorrectionTargets,
): { readonly faults: ReadonlyArray<PayloadFault>; readonly entry: number } | undefined => {
  for (const [index, entry] of request.entries.entries()) {
    const target = targets.get(entry);
    const faults = isPersonal(request, entry)
      ? ports.codec.faults(entry.type, entry.payload, 'GIVEN')
      : target === undefined
        ? []
        : correctionFaults(entry, target);
    if (faults.length > 0) return { faults, entry: index };
  }
  return undefined;
};

/** The personal values of one event as given, and under whose key they come. */
const valuesOf = (request: RecordRequest, entry: EventEntry, targets: CorrectionTargets) => {
  const target = targets.get(entry);
  if (target?.kind === 'RECORD')
    return { subjectId: target.subjectId, values: correctedValues(entry, target) };
  const definition = definitionOf(request, entry);
  return definition === undefined || !holdsPersonal(definition.payload)
    ? { subjectId: undefined, values: [] }
    : {
        subjectId: definition.personalSubject?.(entry.payload),
        values: collectPersonal(definition.payload, entry.payload),
      };
};

/** Personal values of one request. The reference derives from the command, so that a retry finds what it sealed before. */
const itemsOf = (ports: RecordPorts, request: RecordRequest, targets: CorrectionTargets) => {
  const subject = subjectOf(ports, request);
  const { organisationId } = request.recordedBy;
  return request.entries.flatMap((entry, index) => {
    const { subjectId, values } = valuesOf(request, entry, targets);
    return values.map(({ pointer, value }) => ({
      ref: JSON.stringify([organisationId, request.idempotencyKey, index, pointer]),
      subjectId: subjectId ?? subject.id,
      value,
    }));
  });
};

const replaced = (
  request: RecordRequest,
  sealed: ReadonlyArray<Sealed>,
  targets: CorrectionTargets,
): RecordRequest => {
  let next = 0;
  return {
    ...request,
    entries: request.entries.map((entry) => {
      const count = valuesOf(request, entry, targets).values.length;
      if (count === 0) return entry;
      const own = sealed.slice(next, next + count);
      next += count;
      const target = targets.get(entry);
      if (target !== undefined) return withSealedChanges(entry, target, own);
      const definition = definitionOf(request, entry);
      return definition === undefined
        ? entry
        : { ...entry, payload: withSealed(definition.payload, entry.payload, own) };
    }),
  };
};

/** The requests with references in place of personal values: one call of the vault for all of them. */
export const sealAll = (
  ports: RecordPorts,
  requests: ReadonlyArray<RecordRequest>,
  targets: CorrectionTargets,
  how: keyof Pick<Vault, 'seal' | 'preview'>,
): TE.TaskEither<VaultFailure, ReadonlyArray<RecordRequest>> => {
  const items = requests.map((request) =>
    needsSealing(request, targets) ? itemsOf(ports, request, targets) : [],
  );
  const all = items.flat();
  if (all.length === 0) return TE.right(requests);
  return pipe(
    ports.vault[how](all),
    TE.map((sealed) => {
      let next = 0;
      return requests.map((request, index) => {
        const count = items[index]?.length ?? 0;
        const own = sealed.slice(next, next + count);
        next += count;
        return count === 0 ? request : replaced(request, own, targets);
      });
    }),
  );
};
