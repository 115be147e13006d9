import { hash } from 'node:crypto';
import type { DerivedIds } from '../../domain/shared/ids.ts';
import { crockfordOf } from '../../domain/shared/ids.ts';

/** Namespace of the ledger's UUIDv5: fixed for ever, or retries of yesterday would not be recognised tomorrow. */
const namespace = Buffer.from('6b1f0c7e2a4d4d0e9c1d5a7b3e8f2c90', 'hex');

// The name is hashed behind the namespace; one buffer serves for all but extraordinarily long names.
const scratch = Buffer.concat([namespace, Buffer.alloc(2048)]);

const hashed = (name: string): Buffer => {
  // No character of a JavaScript string takes more than three bytes.
  if (name.length * 3 > scratch.length - namespace.length)
    return hash('sha1', Buffer.concat([namespace, Buffer.from(name)]), 'buffer');
  const end = namespace.length + scratch.write(name, namespace.length);
  return hash('sha1', scratch.subarray(0, end), 'buffer');
};

const uuid5 = (name: string): Buffer => {
  const digest = hashed(name).subarray(0, 16);
  digest[6] = ((digest[6] ?? 0) & 0x0f) | 0x50;
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return digest;
};

const written = (bytes: Buffer): string => {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

// The parts are written as JSON, so that no choice of key and organisation can imitate another pair.
const nameOf = (...parts: ReadonlyArray<string | number>): string => JSON.stringify(parts);

/** UUIDv5 (RFC 9562) of who asked, under which key, and the ordinal. */
export const derivedIds: DerivedIds = {
  eventId: (organisationId, idempotencyKey, ordinal) =>
    written(uuid5(nameOf('event', organisationId, idempotencyKey, ordinal))),
  subjectId: (prefix, organisationId, idempotencyKey) =>
    `${prefix}-${crockfordOf(uuid5(nameOf('subject', prefix, organisationId, idempotencyKey)))}`,
};
