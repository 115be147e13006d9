import { custodyChain } from '../firearm/custodyChain.ts';
import { firearmKind } from '../firearm/kind.ts';
import { eventId } from '../shared/commonFields.ts';
import { coded, list, optional, record, text, type ValueOf } from '../shared/shape.ts';
import type { CheckContext } from '../stream/definition.ts';
import { timelineOf } from '../time/bitemporalFold.ts';
import { boundsOf, readEffectiveTime } from '../time/effectiveTime.ts';
import type { Instant } from '../time/zone.ts';
import { snapshotOf } from './snapshot.ts';
import type { TraceState } from './state.ts';

const written = (meaning: string, example: string) => text(40, meaning, example);

/** The chain of custody as it was told: parties by their ids, which stay pseudonyms (legal-basis trap 21). */
export const chainSnapshot = list(
  record(
    {
      from: written('begin, as written', '2026-01-10'),
      to: optional(written('end, as written', '2026-03-01')),
      custody: text(3, 'custody', 'HLD'),
      party: optional(coded(text(60, 'responsible party', 'P-01J9ZK3C5E7G9JBMDPFRHTKVMX'))),
      role: optional(text(20, 'capacity', 'HOLDER')),
      basisEventId: optional(eventId('the event it rests on')),
    },
    'interval of custody',
    'SnapshotInterval',
  ),
  0,
  5000,
  'chain of custody at the moments of asOf',
);
export type ChainSnapshot = ValueOf<typeof chainSnapshot>;

/** The end of a written period, never later than now. */
export const asOfInstant = (moment: string, zone: string, now: Instant): Instant => {
  const time = readEffectiveTime(moment, zone);
  return time === undefined ? now : Math.min(boundsOf(time, now).latest, now);
};

/** The chain of the firearm at a pair of moments, or undefined for one that is not known. */
export const takeSnapshot = (
  firearmId: string,
  asOf: { readonly valid: string; readonly known: string },
  { around, now, metadata }: Pick<CheckContext<unknown, TraceState>, 'around' | 'now' | 'metadata'>,
): ChainSnapshot | undefined => {
  const history = around.historyOf({ kind: 'firearm', id: firearmId });
  if (history === undefined || history.length === 0) return undefined;
  const { zone } = metadata.effectiveAt;
  const validAt = asOfInstant(asOf.valid, zone, now);
  const timeline = timelineOf(firearmKind.fold, history, asOfInstant(asOf.known, zone, now));
  const steps = timeline.steps.filter(({ bounds }) => bounds.earliest <= validAt);
  return snapshotOf(custodyChain({ ...timeline, steps }));
};
