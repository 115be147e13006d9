import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import type { PayloadFault } from '../ports/eventCodec.ts';
import type { Vault, VaultFailure } from '../ports/vault.ts';
import { collectPersonal, holdsPersonal, withSealed } from '../shared/personal.ts';
import type { Sealed } from '../shared/shape.ts';
import { anyKindOf } from '../streamKinds.ts';
import { subjectOf } from './prepare.ts';
import type { EventEntry, RecordPorts, RecordRequest } from './recording.ts';

const definitionOf = (request: RecordRequest, entry: EventEntry) =>
  anyKindOf(request.subject.kind).definitionOf(entry.type);

const isPersonal = (request: RecordRequest, entry: EventEntry): boolean => {
  const definition = definitionOf(request, entry);
  return definition !== undefined && holdsPersonal(definition.payload);
};

/** Whether a request holds values that must not reach the log in clear. */
export const needsSealing = (request: RecordRequest): boolean =>
  request.entries.some((entry) => isPersonal(request, entry));

/** Faults of payloads that are given in clear, before anything of them is sealed; undefined when there are none. */
export const givenFaults = (
  ports: RecordPorts,
  request: RecordRequest,
): { readonly faults: ReadonlyArray<PayloadFault>; readonly entry: number } | undefined => {
  for (const [index, entry] of request.entries.entries()) {
    if (!isPersonal(request, entry)) continue;
    const faults = ports.codec.faults(entry.type, entry.payload, 'GIVEN');
    if (faults.length > 0) return { faults, entry: index };
  }
  return undefined;
};

/** Personal values of one request. The reference derives from the command, so that a retry finds what it sealed before. */
const itemsOf = (ports: RecordPorts, request: RecordRequest) => {
  const subject = subjectOf(ports, request);
  const { organisationId } = request.recordedBy;
  return request.entries.flatMap((entry, index) => {
    const definition = definitionOf(request, entry);
    if (definition === undefined || !holdsPersonal(definition.payload)) return [];
    return collectPersonal(definition.payload, entry.payload).map(({ pointer, value }) => ({
      ref: JSON.stringify([organisationId, request.idempotencyKey, index, pointer]),
      subjectId: definition.personalSubject?.(entry.payload) ?? subject.id,
      value,
    }));
  });
};

const replaced = (request: RecordRequest, sealed: ReadonlyArray<Sealed>): RecordRequest => {
  let next = 0;
  return {
    ...request,
    entries: request.entries.map((entry) => {
      const definition = definitionOf(request, entry);
      if (definition === undefined || !holdsPersonal(definition.payload)) return entry;
      const count = collectPersonal(definition.payload, entry.payload).length;
      const own = sealed.slice(next, next + count);
      next += count;
      return { ...entry, payload: withSealed(definition.payload, entry.payload, own) };
    }),
  };
};

/** The requests with references in place of personal values: one call of the vault for all of them. */
export const sealAll = (
  ports: RecordPorts,
  requests: ReadonlyArray<RecordRequest>,
  how: keyof Pick<Vault, 'seal' | 'preview'>,
): TE.TaskEither<VaultFailure, ReadonlyArray<RecordRequest>> => {
  const items = requests.map((request) => (needsSealing(request) ? itemsOf(ports, request) : []));
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
        return count === 0 ? request : replaced(request, own);
      });
    }),
  );
};
