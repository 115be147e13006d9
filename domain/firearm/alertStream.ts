import { alertChannels } from '../alert/entries.ts';
import type { Policy } from '../policy/policy.ts';
import type { Refusal } from '../shared/refusal.ts';
import type { CheckContext, Spread } from '../stream/definition.ts';
import { writtenMoment } from '../time/effectiveTime.ts';
import type { FirearmState, OpenAlert } from './state.ts';

type Report = { readonly alertId?: string };
type Kind = 'LOST' | 'STOLEN';

/** Alerts of loss and theft that have a stream of their own. */
export const alertStreams = ({ alerts }: FirearmState): ReadonlyArray<OpenAlert & { alertId: string }> =>
  alerts.flatMap((alert) =>
    alert.kind === 'WANTED_EXHIBIT' || alert.alertId === undefined
      ? []
      : [{ ...alert, alertId: alert.alertId }],
  );

const openNowOrThen = ({ state, stateNow }: CheckContext<unknown, FirearmState>) =>
  alertStreams(stateNow)[0] ?? alertStreams(state)[0];

/** A firearm has one open alert of loss or theft: a further report joins it, otherwise it gets a stream (catalogue 5.6). */
export const withAlertId = <P extends Report>(context: CheckContext<P, FirearmState>): P => ({
  ...context.payload,
  alertId: openNowOrThen(context)?.alertId ?? context.derive('L', 'alert'),
});

/** The half of a report of loss or theft in the alert's stream (REQ-LST-01: in one unit). */
export const reportSpreads =
  (kind: Kind) =>
  (context: CheckContext<Report, FirearmState>): ReadonlyArray<Spread> => {
    const { payload, policy, id } = context;
    if (payload.alertId === undefined) return [];
    const open = openNowOrThen(context);
    return [
      {
        stream: { kind: 'alert', id: payload.alertId },
        type: open === undefined ? 'AlertOpened' : 'AlertUpdated',
        payload: {
          firearmId: id,
          kind: open?.kind === 'STOLEN' ? 'STOLEN' : kind,
          channels: alertChannels(policy),
        },
      },
    ];
  };

/** The closing of every open alert of loss or theft, in its own stream. */
export const closingSpreads =
  (reason: 'WITHDRAWN' | 'DISCHARGED') =>
  ({ state }: CheckContext<unknown, FirearmState>): ReadonlyArray<Spread> =>
    alertStreams(state).map(({ alertId }) => ({
      stream: { kind: 'alert', id: alertId },
      type: 'AlertClosed',
      payload: { reason },
    }));

/** What a correction, an annulment or a decided dispute of the firearm's records does to its alerts. */
export const alertConsequences = (
  before: FirearmState,
  after: FirearmState,
  { id, policy }: { readonly id: string; readonly policy: Policy },
): ReadonlyArray<Spread> => {
  const were = new Map(alertStreams(before).map((alert) => [alert.alertId, alert.kind]));
  const are = new Map(alertStreams(after).map((alert) => [alert.alertId, alert.kind]));
  const closed = [...were.keys()]
    .filter((alertId) => !are.has(alertId))
    .map((alertId) => ({ alertId, type: 'AlertClosed', payload: { reason: 'RECORD_CHANGED' } }));
  const changed = [...are]
    .filter(([alertId, kind]) => were.get(alertId) !== kind)
    .map(([alertId, kind]) => ({
      alertId,
      type: were.has(alertId) ? 'AlertUpdated' : 'AlertOpened',
      payload: { firearmId: id, kind, channels: alertChannels(policy) },
    }));
  return [...closed, ...changed].map(({ alertId, type, payload }) => ({
    stream: { kind: 'alert', id: alertId },
    type,
    payload,
    at: 'NOW',
  }));
};

/** The notice that a refusal for an open alert leaves with the police (HC-03); the recorder does not see it. */
export const attemptNotice = (
  { id, state, stateNow, metadata }: CheckContext<unknown, FirearmState>,
  refused: Refusal,
  type: string,
): ReadonlyArray<Spread> => {
  if (refused.code !== 'R10' && refused.code !== 'R11') return [];
  const alertIds = new Set([...alertStreams(stateNow), ...alertStreams(state)].map(({ alertId }) => alertId));
  return [...alertIds].map((alertId) => ({
    stream: { kind: 'alert', id: alertId },
    type: 'AttemptedUnderAlert',
    payload: {
      firearmId: id,
      attempted: type,
      statedFor: writtenMoment(metadata.effectiveAt),
      code: refused.code,
    },
    at: 'NOW',
  }));
};
