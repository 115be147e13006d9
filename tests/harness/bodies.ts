import { exampleOf } from '../../api/schema/zodOfShape.ts';
import { streamKinds } from '../../domain/streamKinds.ts';
import { derivedIds } from '../../infra/system/derivedIds.ts';
import { permitOf } from './entitled.ts';

export const party = (prefix: 'F' | 'P', name: string): string => derivedIds.subjectId(prefix, 'test', name);

const examplePayload = (type: string): Record<string, unknown> => {
  const definition = streamKinds.map((kind) => kind.definitionOf(type)).find((each) => each !== undefined);
  if (definition === undefined) throw new Error(`no event ${type}`);
  return exampleOf(definition.payload) as Record<string, unknown>;
};

/** The body of a report: the catalogue's own example with what the test says. */
export const body = (type: string, effectiveAt: string, payload: Record<string, unknown> = {}) => ({
  type,
  effectiveAt,
  payload: { ...examplePayload(type), ...payload },
});

/** The same as an authority takes it over from old papers: they do not say under which right anybody had it. */
export const onPaper = <R extends object>(report: R) => ({
  ...report,
  source: { kind: 'PAPER', ref: 'BOOK 1/1' },
});

export const registered = (effectiveAt: string, holder: string, serial = 'AB 12345') => {
  const example = examplePayload('FirearmRegistered') as {
    identity: Record<string, unknown>;
    frameMark: Record<string, unknown>;
  };
  return body('FirearmRegistered', effectiveAt, {
    identity: { ...example.identity, serialRaw: serial },
    frameMark: { ...example.frameMark, serialRaw: serial },
    responsiblePartyId: holder,
    partyRole: holder.startsWith('F') ? 'TRADE' : 'HOLDER',
    kind: 'NEW',
  });
};

export const transferred = (
  effectiveAt: string,
  supplierId: string,
  acquirerId: string,
  transferKind = 'PERSON_TO_PERSON',
  right = permitOf(acquirerId),
) =>
  body('FirearmTransferred', effectiveAt, {
    supplierId,
    acquirerId,
    // The right that `entitled` grants to this party.
    acquirerAuthorisationId: right === 'UNKNOWN' ? { absent: right } : right,
    transferKind,
    channel: 'IN_PERSON',
  });

export const stolen = (effectiveAt: string, from = effectiveAt) =>
  body('TheftReported', effectiveAt, { stolenBetween: { from, to: effectiveAt }, discoveredAt: effectiveAt });
