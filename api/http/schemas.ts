import { z } from 'zod';
import { roles, sourceKinds } from '../../domain/event/envelope.ts';
import type { Field } from '../../domain/shared/shape.ts';
import type { AnyEvent } from '../../domain/stream/definition.ts';
import type { StreamKind } from '../../domain/stream/streamKind.ts';
import { isZone } from '../../domain/time/zone.ts';
import { moment, safeText, zodOf } from '../schema/zodOfShape.ts';
import { eventExample } from './eventExamples.ts';
import { problemSchema } from './problem.ts';

const sourceSchema = z
  .strictObject({
    kind: z.enum(sourceKinds),
    ref: safeText(140).optional(),
    documentSha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional(),
  })
  .meta({
    description: 'on what evidence; PAPER and LEGACY_IMPORT need ref',
    examples: [{ kind: 'DIRECT' }],
  });

const zone = z
  .string()
  .max(60)
  .refine(isZone, 'must be an IANA time zone')
  .meta({
    description: 'zone of a date without time; default is the ledger’s own',
    examples: ['Europe/Skopje'],
  });

const common = {
  effectiveAt: moment(true).meta({
    description: 'when it happened: YYYY, YYYY-MM, YYYY-MM-DD, a date-time with offset, or UNKNOWN',
    examples: ['2026-03-01'],
  }),
  zone: zone.optional(),
  sequenceHint: z
    .int()
    .min(-1000)
    .max(1000)
    .optional()
    .meta({ description: 'order among events of the same moment' }),
  source: sourceSchema.optional(),
  legalBasis: z.array(safeText(60)).min(1).max(10).optional(),
};

const variantOf = (definition: AnyEvent<unknown>) =>
  z.strictObject({ type: z.literal(definition.type), ...common, payload: zodOf(definition.payload) }).meta({
    id: `${definition.type}Entry`,
    description: `${definition.meaning} Recorded by ${definition.recordedBy.join(', ')}. ${definition.legalBasis.join('; ')}`,
    examples: [
      {
        type: definition.type,
        effectiveAt: '2026-03-01',
        payload: eventExample(definition.type, definition.payload as Field<unknown>),
      },
    ],
  });
// A type that several kinds have is one component of the document.
const variants = new Map<string, ReturnType<typeof variantOf>>();
const entries = new Map<string, z.ZodType>();

/** One event to record in a stream of this kind: a union by `type`. */
export const entrySchemaOf = (kind: Pick<StreamKind, 'name' | 'definitions'>): z.ZodType => {
  const known = entries.get(kind.name);
  if (known !== undefined) return known;
  const members = kind.definitions.map((definition) => {
    const variant = variants.get(definition.type) ?? variantOf(definition as AnyEvent<unknown>);
    variants.set(definition.type, variant);
    return variant;
  });
  const schema = z.discriminatedUnion(
    'type',
    members as unknown as readonly [(typeof members)[number], ...(typeof members)[number][]],
  );
  entries.set(kind.name, schema);
  return schema;
};

export const titled = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
/** Name of the id in bodies and answers: `firearmId`. */
export const idKeyOf = ({ name }: Pick<StreamKind, 'name'>): string => `${name}Id`;

const exampleIds: Readonly<Record<string, string>> = { W: 'W-01J9ZK3C5E7G9JBMDPFRHTKVMX' };
/** The path parameter of one subject; the ledger's own stream has none. */
export const subjectParams = (kind: Pick<StreamKind, 'name' | 'idPattern' | 'alwaysExists'>) =>
  kind.alwaysExists
    ? z.object({})
    : z.object({
        id: z
          .string()
          .regex(new RegExp(kind.idPattern), `must be a ${kind.name} id`)
          .meta({
            examples: [exampleIds['W']?.replace('W', kind.idPattern.replace(/[^A-Z]/g, '').charAt(0))],
          }),
      });
export type Entry = {
  readonly type: string;
  readonly effectiveAt: string;
  readonly zone?: string;
  readonly sequenceHint?: number;
  readonly source?: z.infer<typeof sourceSchema>;
  readonly legalBasis?: ReadonlyArray<string>;
  readonly payload: unknown;
};

export const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,100}$/, 'must be 1 to 100 printable characters');
export const recordHeaders = z.object({
  'idempotency-key': idempotencyKey.meta({
    description: 'names this report for ever: repeat it to retry safely',
    examples: ['3f0c9a52-report-1'],
  }),
  'if-match': z
    .string()
    .regex(/^"\d{1,9}"$/, 'must be a quoted stream version such as "3"')
    .optional()
    .meta({ description: 'stream version you have seen; another one refuses' }),
});
export const dryRun = z.object({
  dryRun: z.enum(['true', 'false']).optional().meta({ description: 'decide, but record nothing' }),
});

const asOf = moment(false).optional();
export const bitemporalQuery = z.strictObject({
  validAt: asOf.meta({
    description: 'state of the world at this moment (a date means the end of that local day); default now',
  }),
  knownAt: asOf.meta({
    description:
      'as the register knew it at this moment; default, and at most, the last one of which it knows all. The answer states it, and asked again with it is the same.',
  }),
});
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z
    .string()
    .max(400)
    .regex(/^[A-Za-z0-9_-]+$/)
    .optional()
    .meta({
      description: '`next` of the page before; it is of the same list, as known when that page was made',
    }),
};

const receiptEvent = z.object({
  eventId: z.string(),
  type: z.string(),
  streamVersion: z.int(),
  disputes: z.array(z.string()),
});
export const receiptSchemaOf = (kind: Pick<StreamKind, 'name'>) =>
  z
    .object({
      [idKeyOf(kind)]: z.string(),
      streamVersion: z.int(),
      position: z
        .string()
        .nullable()
        .meta({ description: 'global position of the last event; null in a dry run' }),
      recordedAt: z.string().nullable(),
      dryRun: z.boolean(),
      events: z.array(receiptEvent),
      elsewhere: z
        .array(receiptEvent.extend({ kind: z.string(), id: z.string() }))
        .meta({ description: 'what the same command recorded in other streams, all or nothing' }),
    })
    .meta({
      id: `${titled(kind.name)}Receipt`,
      description: 'What was recorded. `disputes` names why an authority still has to decide.',
    });

export const problems = (...codes: ReadonlyArray<number>) =>
  Object.fromEntries(
    [...new Set([401, 429, 500, 503, ...codes])].map((code) => [
      code,
      { description: 'problem', content: { 'application/problem+json': { schema: problemSchema } } },
    ]),
  );

const absent = z.object({ absent: z.string() });
export const boundarySchema = z
  .object({
    written: z.string(),
    precision: z.string(),
    earliest: z.string().nullable().meta({ description: 'null: no lower bound is known' }),
    latest: z.string(),
  })
  .meta({ id: 'Boundary' });
export const holderSchema = z
  .object({ party: z.union([z.string(), absent]), role: z.string() })
  .meta({ id: 'Holder' });
export const custodianSchema = z
  .object({ party: z.union([z.string(), absent]), purpose: z.string(), since: z.string() })
  .meta({
    id: 'Custodian',
    description: 'who has the firearm in hand while its holder goes on answering for it',
  });
const responsible = z
  .union([z.string(), absent])
  .nullable()
  .meta({ description: 'who answers for it; the evidence custodian for what was lost from his store' });
const basis = z.object({ eventId: z.string(), type: z.string(), streamVersion: z.int() });
export const unsettledSchema = z.array(z.object({ event: basis, from: boundarySchema, code: z.string() }));

const asked = { firearmId: z.string(), validAt: z.string(), knownAt: z.string(), streamVersion: z.int() };
export const firearmSchema = z
  .object({
    ...asked,
    custody: z.string(),
    condition: z.string(),
    markState: z.string(),
    alerts: z.array(z.object({ kind: z.string(), openedBy: z.string(), alertId: z.string().nullable() })),
    holder: holderSchema.nullable(),
    custodian: custodianSchema.nullable(),
    responsible,
    identityLink: z.enum(['PROVEN', 'ASSESSMENT']).meta({
      description: 'ASSESSMENT: that the marks seen are those of this firearm is a conclusion (HC-08)',
    }),
    marketBlocked: z.boolean(),
    identity: z.record(z.string(), z.unknown()).nullable(),
    marks: z.array(
      z.object({
        serialRaw: z.string(),
        location: z.union([z.string(), absent]),
        origin: z.string(),
        recordedBy: z.string(),
      }),
    ),
    importMarkDue: z.boolean(),
    predecessorId: z
      .string()
      .nullable()
      .meta({ description: 'firearm whose primary part became this one’s' }),
    successorId: z
      .string()
      .nullable()
      .meta({ description: 'firearm that this became by another primary part' }),
    categoryCheckDue: z
      .string()
      .nullable()
      .meta({ description: 'event after which the category has still to be checked' }),
    certain: z
      .boolean()
      .meta({ description: 'false while the moment lies within the period of a coarsely dated event' }),
    anomalies: z.array(z.object({ kind: z.string(), eventId: z.string(), status: z.string() })),
    findings: z.array(z.string()),
    disputed: unsettledSchema,
    inconsistent: unsettledSchema,
  })
  .meta({ id: 'Firearm' });
const dayRange = z
  .object({
    least: z.int(),
    most: z.int().nullable().meta({ description: 'null: no upper bound is known' }),
    flag: z.enum(['NOT_POSITIVE', 'POSSIBLY_NOT_POSITIVE']).nullable(),
    countedFrom: basis,
  })
  .nullable();
const tracingSchema = z
  .object({
    firstRetail: z
      .object({
        purchaser: z.union([z.string(), absent]),
        seller: z.union([z.string(), absent]),
        on: boundarySchema,
        basis,
        confirmation: z.string().nullable(),
      })
      .nullable(),
    lastLegalHolder: holderSchema.nullable(),
    diversion: z
      .object({ kind: z.string(), from: boundarySchema.nullable(), to: boundarySchema, basis })
      .nullable(),
    timesToCrime: z.array(
      z.object({
        recovery: basis,
        recoveredOn: z.string(),
        fromFirstRetail: dayRange,
        fromLastLegalTransfer: dayRange,
      }),
    ),
  })
  .meta({ id: 'TracingFacts', description: 'what a tracer reads off the chain' });
const chainOfOne = {
  intervals: z.array(
    z.object({
      from: boundarySchema,
      to: boundarySchema.nullable(),
      custody: z.string(),
      holder: holderSchema.nullable(),
      custodian: custodianSchema.nullable(),
      responsible,
      basis,
      confirmation: z.string().nullable(),
      supplierMismatch: z.boolean(),
    }),
  ),
  gaps: z.array(z.object({ from: boundarySchema, to: boundarySchema.nullable(), reason: z.string() })),
  ownership: z
    .array(
      z.object({
        from: boundarySchema,
        to: boundarySchema.nullable(),
        holder: holderSchema,
        basis,
        possessions: z.array(
          z.object({
            from: boundarySchema,
            to: boundarySchema.nullable(),
            custody: z.string(),
            custodian: custodianSchema.nullable(),
          }),
        ),
      }),
    )
    .meta({ description: 'ownership, which possession by others overlays and does not cut' }),
};
export const chainSchema = z
  .object({
    ...asked,
    ...chainOfOne,
    facts: tracingSchema,
    predecessors: z.array(z.object({ firearmId: z.string(), ...chainOfOne })).meta({
      description: 'chains of the firearms it was made from by another primary part, nearest first',
    }),
    successorId: z.string().nullable(),
    disputed: unsettledSchema,
    inconsistent: unsettledSchema,
    proof: z.string().optional().meta({
      description: 'with proof=true: the text of a proof bundle, to be kept as a file byte for byte',
    }),
  })
  .meta({ id: 'CustodyChain' });
export const holderAnswerSchema = z
  .object({
    ...asked,
    custody: z.string(),
    holder: holderSchema.nullable(),
    custodian: custodianSchema.nullable(),
    responsible,
    certain: z.boolean(),
    possibly: z.array(holderSchema.nullable()).meta({
      description: 'everybody who may have held it then; null: it may not have been recorded yet',
    }),
    since: boundarySchema.nullable(),
    basis: basis.nullable(),
  })
  .meta({ id: 'HolderAnswer' });
export const eventSchema = z
  .object({
    eventId: z.string(),
    type: z.string(),
    schemaVersion: z.int(),
    streamVersion: z.int(),
    recordedIn: z.string().meta({ description: 'subject whose stream holds it: another one after a merge' }),
    position: z.string(),
    effectiveAt: z.string(),
    zone: z.string(),
    recordedAt: z.string(),
    recordedBy: z.object({
      actorId: z.string(),
      role: z.enum(roles),
      organisationId: z.string(),
      onBehalfOf: z.string().optional(),
    }),
    authorityId: z.string(),
    source: z.object({ kind: z.string(), ref: z.string().optional(), documentSha256: z.string().optional() }),
    legalBasis: z.array(z.string()),
    assertionKind: z.string(),
    disputes: z.array(z.string()),
    policyVersion: z
      .int()
      .nullable()
      .meta({ description: 'version of the policy that decided it; 0 is the profile of the configuration' }),
    payload: z.record(z.string(), z.unknown()),
    annulled: z.boolean().optional(),
    corrected: z
      .object({ effectiveAt: z.string(), payload: z.record(z.string(), z.unknown()) })
      .nullable()
      .optional(),
  })
  .meta({ id: 'RecordedEvent' });
export const registryRowSchema = z
  .object({
    firearmId: z.string(),
    custody: z.string(),
    condition: z.string(),
    markState: z.string(),
    alerts: z.array(z.string()),
    holder: z.string().nullable(),
    holderAbsent: z.string().nullable(),
    holderRole: z.string().nullable(),
    type: z.string().nullable(),
    make: z.string().nullable(),
    manufacturerCode: z.string().nullable(),
    model: z.string().nullable(),
    calibre: z.string().nullable(),
    serialRaw: z.string().nullable(),
    category: z.string().nullable(),
    subcategory: z.string().nullable(),
    importMarkDue: z.boolean(),
    findings: z.array(z.string()),
  })
  .meta({ id: 'RegistryRow' });
