import { z } from 'zod';
import type { Metadata } from '../../domain/event/envelope.ts';
import { roles, sourceKinds } from '../../domain/event/envelope.ts';
import { precisions } from '../../domain/time/effectiveTime.ts';

const assertionKinds = ['FACT', 'ALLEGATION', 'ASSESSMENT'] as const;

/** The stored form of the envelope's metadata. Frozen: a change of it is a new version with an upcaster. */
const schema = z.object({
  effectiveAt: z.object({ precision: z.enum(precisions), value: z.string().optional(), zone: z.string() }),
  sequenceHint: z.number().optional(),
  recordedBy: z.object({
    actorId: z.string(),
    role: z.enum(roles),
    organisationId: z.string(),
    onBehalfOf: z.string().optional(),
  }),
  authorityId: z.string(),
  source: z.object({
    kind: z.enum(sourceKinds),
    ref: z.string().optional(),
    documentSha256: z.string().optional(),
  }),
  legalBasis: z.array(z.string()),
  assertionKind: z.enum(assertionKinds),
  correlationId: z.string(),
  causationId: z.string().optional(),
  idempotencyKey: z.string(),
  commandDigest: z.string(),
  disputes: z.array(z.string()).optional(),
  policyVersion: z.number().optional(),
  salt: z.string(),
});

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string';
const isTextOrMissing: Check = (value) => value === undefined || typeof value === 'string';
const isTexts: Check = (value) => Array.isArray(value) && value.every(isText);
const oneOf = (values: ReadonlyArray<string>): Check => {
  const known: ReadonlySet<unknown> = new Set(values);
  return (value) => known.has(value);
};
const exactly = (members: Readonly<Record<string, Check>>): Check => {
  const entries = Object.entries(members);
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const stated = value as Readonly<Record<string, unknown>>;
    for (const name in stated) if (!Object.hasOwn(members, name)) return false;
    for (const [name, holds] of entries) if (!holds(stated[name])) return false;
    return true;
  };
};

const isPlain = exactly({
  effectiveAt: exactly({ precision: oneOf(precisions), value: isTextOrMissing, zone: isText }),
  sequenceHint: (value) => value === undefined || Number.isFinite(value),
  recordedBy: exactly({
    actorId: isText,
    role: oneOf(roles),
    organisationId: isText,
    onBehalfOf: isTextOrMissing,
  }),
  authorityId: isText,
  source: exactly({ kind: oneOf(sourceKinds), ref: isTextOrMissing, documentSha256: isTextOrMissing }),
  legalBasis: isTexts,
  assertionKind: oneOf(assertionKinds),
  correlationId: isText,
  causationId: isTextOrMissing,
  idempotencyKey: isText,
  commandDigest: isText,
  disputes: (value) => value === undefined || isTexts(value),
  policyVersion: (value) => value === undefined || Number.isFinite(value),
  salt: isText,
});

/**
 * The metadata of a stored event, or undefined for what is none. What has exactly the stored form is taken as it is,
 * which every event read costs; the schema judges the rest.
 */
export const readMetadata = (value: unknown): Metadata | undefined => {
  if (isPlain(value)) return value as Metadata;
  const parsed = schema.safeParse(value);
  return parsed.success ? (parsed.data as Metadata) : undefined;
};
