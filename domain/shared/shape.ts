/**
 * A small vocabulary that says what a stored value looks like: kind, limits, meaning, an example.
 *
 * An event of the catalogue describes its payload once, in the domain, with the limits of catalogue 3.1.
 * The TypeScript type is inferred from the description; the edges build their validators and the API
 * document from it. So a field cannot be checked in one place and forgotten in another.
 */
export type Field<Stored, Given = unknown> = FieldKind & {
  readonly meaning: string;
  readonly example?: unknown;
  readonly value?: Stored;
  readonly given?: Given;
};
/** A field that is stored as it was given. */
export type Plain<T> = Field<T, T>;

/** A payload as its recorder states it (personal values in clear), or as the log holds it (sealed). */
export type PersonalForm = 'GIVEN' | 'STORED';
/** What the log holds of a personal value: where it is, and SHA-256 over salt and value (catalogue section 2). */
export type Sealed = { readonly vaultRef: string; readonly commitment: string };

export type FieldKind =
  | { readonly kind: 'text'; readonly min: number; readonly max: number; readonly pattern?: string }
  | { readonly kind: 'freeText'; readonly max: number }
  | { readonly kind: 'integer'; readonly min: number; readonly max: number }
  | { readonly kind: 'decimal'; readonly min: number; readonly max: number; readonly places: number }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'date' }
  | { readonly kind: 'moment' }
  | { readonly kind: 'oneOf'; readonly values: ReadonlyArray<string> }
  | { readonly kind: 'json' }
  | { readonly kind: 'coded'; readonly of: Field<unknown>; readonly codes: ReadonlyArray<string> }
  | { readonly kind: 'list'; readonly of: Field<unknown>; readonly min: number; readonly max: number }
  | { readonly kind: 'optional'; readonly of: Field<unknown> }
  | { readonly kind: 'personal'; readonly of: Field<unknown> }
  | { readonly kind: 'record'; readonly name?: string; readonly fields: Fields };

export type Fields = { readonly [name: string]: Field<unknown> };

/** The value type that a description stands for, as stored; `optional` members may be missing. */
export type ValueOf<F> = F extends Field<infer T> ? T : never;
export type StoredOf<F> = ValueOf<F>;
/** The same as its recorder gives it. */
export type GivenOf<F> = F extends Field<unknown, infer G> ? G : never;

type OptionalNames<R extends Fields> = {
  [K in keyof R]: R[K] extends { readonly kind: 'optional' } ? K : never;
}[keyof R];

export type RecordOf<R extends Fields> = {
  readonly [K in Exclude<keyof R, OptionalNames<R>>]: ValueOf<R[K]>;
} & { readonly [K in OptionalNames<R>]?: ValueOf<R[K]> };
export type GivenRecordOf<R extends Fields> = {
  readonly [K in Exclude<keyof R, OptionalNames<R>>]: GivenOf<R[K]>;
} & { readonly [K in OptionalNames<R>]?: GivenOf<R[K]> };

/** Why a value is missing: coded, never free text (catalogue section 3). */
export const absenceCodes = ['UNKNOWN', 'NONE', 'ILLEGIBLE', 'OBLITERATED'] as const;
export type Absence = (typeof absenceCodes)[number];
export type Absent = { readonly absent: Absence };
export const isAbsent = (value: unknown): value is Absent =>
  typeof value === 'object' && value !== null && 'absent' in value;
export const valueOr = <T, O>(value: T | Absent, otherwise: O): T | O =>
  isAbsent(value) ? otherwise : value;

/** One line of text without outer blanks, double blanks or control characters. */
export const text = (max: number, meaning: string, example?: string): Plain<string> => ({
  kind: 'text',
  min: 1,
  max,
  meaning,
  ...(example === undefined ? {} : { example }),
});
export const matching = (pattern: string, max: number, meaning: string, example: string): Plain<string> => ({
  kind: 'text',
  min: 1,
  max,
  pattern,
  meaning,
  example,
});
/** Text of a source as it stands, of any form the database can keep; never used by guards. */
export const verbatim = (max: number, meaning: string, example: string): Plain<string> => ({
  kind: 'freeText',
  max,
  meaning,
  example,
});
export const integer = (min: number, max: number, meaning: string, example?: number): Plain<number> => ({
  kind: 'integer',
  min,
  max,
  meaning,
  example: example ?? min,
});
export const decimal = (
  min: number,
  max: number,
  places: number,
  meaning: string,
  example = min,
): Plain<number> => ({
  kind: 'decimal',
  min,
  max,
  places,
  meaning,
  example,
});
export const flag = (meaning: string): Plain<boolean> => ({ kind: 'boolean', meaning, example: true });
/** A calendar date `YYYY-MM-DD`. */
export const date = (meaning: string, example = '2025-06-30'): Plain<string> => ({
  kind: 'date',
  meaning,
  example,
});
/** A point or period of time in reduced precision: `YYYY`, `YYYY-MM`, `YYYY-MM-DD` or a date-time with offset. */
export const moment = (meaning: string, example = '2025-06-30'): Plain<string> => ({
  kind: 'moment',
  meaning,
  example,
});
export const oneOf = <const V extends ReadonlyArray<string>>(
  values: V,
  meaning: string,
): Plain<V[number]> => ({
  kind: 'oneOf',
  values,
  meaning,
  example: values[0],
});
/** Any JSON scalar or object, kept as given (the two sides of a correction). */
export const json = (meaning: string, example: unknown): Plain<unknown> => ({
  kind: 'json',
  meaning,
  example,
});
/** Either the value or `{absent: code}`. */
export const coded = <T, G>(
  of: Field<T, G>,
  codes: ReadonlyArray<Absence> = absenceCodes,
): Field<T | Absent, G | Absent> => ({
  kind: 'coded',
  of: of as Field<unknown>,
  codes,
  meaning: of.meaning,
  ...(of.example === undefined ? {} : { example: of.example }),
});
export const list = <T, G>(
  of: Field<T, G>,
  min: number,
  max: number,
  meaning: string,
): Field<ReadonlyArray<T>, ReadonlyArray<G>> => ({
  kind: 'list',
  of: of as Field<unknown>,
  min,
  max,
  meaning,
});
export const optional = <T, G>(of: Field<T, G>): Field<T, G> & { readonly kind: 'optional' } => ({
  kind: 'optional',
  of: of as Field<unknown>,
  meaning: of.meaning,
});
/**
 * A value of the personal-data inventory (catalogue section 2): given in clear, stored as `{vaultRef, commitment}`.
 * The outermost `personal` seals its whole value.
 */
export const personal = <G>(of: Field<unknown, G>, meaning: string): Field<Sealed, G> => ({
  kind: 'personal',
  of: of as Field<unknown>,
  meaning,
  ...(of.example === undefined ? {} : { example: of.example }),
});
export const record = <const R extends Fields>(
  fields: R,
  meaning = '',
  name?: string,
): Field<RecordOf<R>, GivenRecordOf<R>> & { readonly kind: 'record'; readonly fields: R } => ({
  kind: 'record',
  fields,
  meaning,
  ...(name === undefined ? {} : { name }),
});
