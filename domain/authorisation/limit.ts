import type { Anomaly } from '../stream/streamKind.ts';
import type { AuthorisationState } from './state.ts';

/** How many firearms may be acquired or moved under it; undefined where their number is not limited. */
const limitOf = ({ right, licence }: AuthorisationState): number | undefined =>
  right?.acquisitions ?? licence?.quantity;

const exceeded: Anomaly['kind'] = 'LIMIT_EXCEEDED';

/**
 * With the firearms that count against it. What would exceed the number is refused when it is recorded; a correction, an
 * annulment or a reinstatement says what happened and is not refused, so that one too many is somebody's to look into.
 * The report that came last in the world is the one too many.
 */
export const withUsed = (
  state: AuthorisationState,
  used: ReadonlyArray<string>,
  eventId?: string,
): AuthorisationState => {
  const limit = limitOf(state);
  const excess = limit === undefined ? 0 : Math.max(0, used.length - limit);
  const known = state.anomalies.filter(({ kind }) => kind === exceeded);
  const all =
    eventId === undefined || excess <= known.length
      ? known
      : [...known, { kind: exceeded, eventId, status: state.status }];
  return {
    ...state,
    used,
    anomalies: [
      ...state.anomalies.filter(({ kind }) => kind !== exceeded),
      ...(excess === 0 ? [] : all.slice(-excess)),
    ],
  };
};
