import type { Metadata } from '../../domain/event/envelope.ts';
import { roles, sourceKinds } from '../../domain/event/envelope.ts';
import { precisions } from '../../domain/time/effectiveTime.ts';

/** Reads a part of the stored form: the value without what the form does not have, or undefined for what is none. */
type Read = (value: unknown) => unknown;

const holding =
  (holds: (value: unknown) => boolean): Read =>
  (value) =>
    holds(value) ? value : undefined;
const text = holding((value) => typeof value === 'string');
const number = holding(Number.isFinite);
const texts = holding((value) => Array.isArray(value) && value.every((item) => typeof item === 'string'));
const oneOf = (values: ReadonlyArray<string>): Read => {
  const known: ReadonlySet<unknown> = new Set(values);
  return holding((value) => known.has(value));
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const record = (
  required: Readonly<Record<string, Read>>,
  optional: Readonly<Record<string, Read>> = {},
): Read => {
  const members = [
    ...Object.entries(required).map(([name, read]) => ({ name, read, needed: true })),
    ...Object.entries(optional).map(([name, read]) => ({ name, read, needed: false })),
  ];
  const names = new Set(members.map(({ name }) => name));
  return (value) => {
    if (!isObject(value)) return undefined;
    let changed = false;
    for (const name in value) if (!names.has(name)) changed = true;
    const copy: Record<string, unknown> = {};
    for (const { name, read, needed } of members) {
      const stated = value[name];
      if (stated === undefined && !needed) continue;
      const taken = read(stated);
      if (taken === undefined) return undefined;
      copy[name] = taken;
      if (taken !== stated) changed = true;
    }
    return changed ? copy : value;
  };
};

/** The stored form of the envelope's metadata. Frozen: a change of it is a new version with an upcaster. */
const stored = record(
  {
    effectiveAt: record({ precision: oneOf(precisions), zone: text }, { value: text }),
    recordedBy: record({ actorId: text, role: oneOf(roles), organisationId: text }, { onBehalfOf: text }),
    authorityId: text,
    source: record({ kind: oneOf(sourceKinds) }, { ref: text, documentSha256: text }),
    legalBasis: texts,
    assertionKind: oneOf(['FACT', 'ALLEGATION', 'ASSESSMENT']),
    correlationId: text,
    idempotencyKey: text,
    commandDigest: text,
    salt: text,
  },
  { sequenceHint: number, causationId: text, disputes: texts, policyVersion: number },
);

/** The metadata of a stored event, or undefined for what is none; members that the form does not have are left out. */
export const readMetadata = (value: unknown): Metadata | undefined => stored(value) as Metadata | undefined;
