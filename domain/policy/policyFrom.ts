import type { Field, Fields } from '../shared/shape.ts';
import { optional, record } from '../shared/shape.ts';
import type { Policy, ProfileName } from './policy.ts';
import { policyShape } from './policy.ts';
import { profiles } from './profiles.ts';

type PartOf<T> =
  T extends ReadonlyArray<unknown> ? T : T extends object ? { readonly [K in keyof T]?: PartOf<T[K]> } : T;

/** What a national profile changes; what it leaves out stays as its base has it. Lists are replaced whole. */
export type PolicyOverrides = PartOf<Policy>;
/** A national profile as a file or an adopted policy carries it: the base it starts from, and what differs. */
export type PolicyDocument = PolicyOverrides & { readonly profile: ProfileName };

const partly = (field: Field<unknown>): Field<unknown> =>
  field.kind === 'record' ? record(partlyAll(field.fields), field.meaning) : field;

const partlyAll = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, optional(partly(field))]));

/** Shape of a national profile. */
export const policyDocumentShape = record(
  { ...partlyAll(policyShape.fields), profile: policyShape.fields.profile },
  'national profile: its base and what differs from it',
) as Field<unknown> as Field<PolicyDocument>;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const merged = (base: unknown, changes: unknown): unknown =>
  isRecord(base) && isRecord(changes)
    ? Object.fromEntries(
        Object.entries(base).map(([name, value]) => [
          name,
          Object.hasOwn(changes, name) ? merged(value, changes[name]) : value,
        ]),
      )
    : changes === undefined
      ? base
      : changes;

/** The base with what the overrides change (Dir. 3: national law may be stricter). */
export const policyFrom = (base: Policy, overrides: PolicyOverrides): Policy =>
  merged(base, overrides) as Policy;

/** The policy that a validated national profile stands for. */
export const policyOf = (document: PolicyDocument): Policy =>
  policyFrom(profiles[document.profile], document);
