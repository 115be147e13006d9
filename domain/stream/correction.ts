import type { RecordedEvent } from '../event/envelope.ts';
import type { Json } from '../shared/canonicalJson.ts';
import { canonicalJson } from '../shared/canonicalJson.ts';
import { readEffectiveTime, writtenMoment } from '../time/effectiveTime.ts';
import type { Correction } from './records/recordCorrected.ts';

type Tree = { readonly [key: string]: unknown } | ReadonlyArray<unknown>;
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

const valueAt = (value: unknown, path: ReadonlyArray<string>): unknown =>
  path.reduce<unknown>(
    (inner, name) =>
      isTree(inner) && Object.hasOwn(inner, name) ? (inner as Record<string, unknown>)[name] : undefined,
    value,
  );

/** A copy with the value at the path replaced; a missing parent leaves the value as it is. */
const replacedAt = (value: unknown, path: ReadonlyArray<string>, by: unknown): unknown => {
  const [name, ...rest] = path;
  if (name === undefined) return by;
  if (!isTree(value)) return value;
  const inner = (value as Record<string, unknown>)[name];
  const next = replacedAt(inner, rest, by);
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === name ? next : item));
  // Defining instead of assigning: a path named `__proto__` must stay an ordinary member.
  const copy: Record<string, unknown> = { ...value };
  Object.defineProperty(copy, name, { value: next, enumerable: true, configurable: true, writable: true });
  return copy;
};

const stepsOf = (path: string): ReadonlyArray<string> => path.split('/').slice(2);

/** The recorded value that a change speaks of. */
export const recordedValueAt = (event: RecordedEvent, path: string): unknown =>
  path === '/effectiveAt' ? writtenMoment(event.metadata.effectiveAt) : valueAt(event.payload, stepsOf(path));

/** Whether two JSON values are equal; a missing value equals null, so that an absent field can be corrected. */
export const sameJson = (a: unknown, b: unknown): boolean =>
  canonicalJson((a ?? null) as Json) === canonicalJson((b ?? null) as Json);

/** The event as the correction says it should have been recorded. The original is untouched. */
export const applyCorrection = (event: RecordedEvent, correction: Correction): RecordedEvent =>
  correction.changes.reduce<RecordedEvent>((corrected, { path, correctValue }) => {
    if (path !== '/effectiveAt')
      return { ...corrected, payload: replacedAt(corrected.payload, stepsOf(path), correctValue) };
    const effectiveAt = readEffectiveTime(String(correctValue), corrected.metadata.effectiveAt.zone);
    return effectiveAt === undefined
      ? corrected
      : { ...corrected, metadata: { ...corrected.metadata, effectiveAt } };
  }, event);
