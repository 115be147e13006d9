import { canonicalJson, type Json } from '../shared/canonicalJson.ts';
import { isAbsent } from '../shared/shape.ts';
import type { Instant } from '../time/zone.ts';
import type { CustodyInterval } from './custodyChain.ts';
import type { Holder } from './state.ts';

/**
 * Whether an interval certainly began before another one: by their dates; because a record that begins a firearm's
 * history precedes all others; or because the other one says that the firearm came from this holder.
 */
const certainlyBefore = (one: CustodyInterval, other: CustodyInterval, isFirst: boolean): boolean =>
  one.from.bounds.latest < other.from.bounds.earliest ||
  isFirst ||
  (one.holder !== undefined && !isAbsent(one.holder.party) && other.supplier === one.holder.party);

/**
 * Everybody who may have been the holder at a moment, by what is recorded (HC-18). An interval counts unless another
 * one certainly began after it and by that moment. `undefined` stands for nobody: the firearm was not recorded yet.
 * One member means certainty.
 */
export const possibleHolders = (
  intervals: ReadonlyArray<CustodyInterval>,
  validAt: Instant,
): ReadonlyArray<Holder | undefined> => {
  const possible = intervals.filter((interval, index) => {
    const { earliest, latest } = interval.from.bounds;
    if (earliest > validAt) return false;
    // The latest moment at which it may have begun and still hold.
    const begins = Math.min(latest, validAt);
    return !intervals.some(
      (other) =>
        other !== interval &&
        other.from.bounds.latest <= validAt &&
        (other.from.bounds.earliest > begins || certainlyBefore(interval, other, index === 0)),
    );
  });
  // Intervals that begin at one moment follow each other as they were recorded: the later one holds.
  const holding = possible.filter(
    (interval, index) =>
      !possible.some(
        (other, at) =>
          at > index &&
          other.from.bounds.earliest === interval.from.bounds.earliest &&
          other.from.bounds.latest === interval.from.bounds.latest,
      ),
  );
  const nobody = intervals.every(({ from }) => from.bounds.latest > validAt) ? [undefined] : [];
  const distinct = new Map(
    [...nobody, ...holding.map(({ holder }) => holder)].map((holder) => [
      canonicalJson((holder ?? null) as unknown as Json),
      holder,
    ]),
  );
  return [...distinct.values()];
};
