import type { RecordedEvent } from '../event/envelope.ts';
import type { AlertKind, OpenAlert } from '../firearm/state.ts';
import { boundsOf, readEffectiveTime } from '../time/effectiveTime.ts';
import type { ComponentState } from './state.ts';

/** Opens an alert of loss or theft for the component itself; its window begins where the report says. */
export const withAlert = (
  state: ComponentState,
  kind: AlertKind,
  event: RecordedEvent,
  from: string,
  before: ComponentState,
): ComponentState => {
  const window = readEffectiveTime(from, event.metadata.effectiveAt.zone) ?? event.metadata.effectiveAt;
  const opened: OpenAlert = {
    kind,
    openedBy: event.eventId,
    windowFrom: boundsOf(window, event.recordedAt).earliest,
  };
  return {
    ...state,
    alerts: state.alerts.some((alert) => alert.kind === kind) ? state.alerts : [...state.alerts, opened],
    ...(state.status === 'LST' || state.status === 'STL'
      ? { statusBeforeLoss: before.statusBeforeLoss ?? before.status }
      : {}),
  };
};

/** Closes all alerts of loss and theft. */
export const withoutAlerts = (state: ComponentState): ComponentState => {
  const { statusBeforeLoss: _closed, ...rest } = state;
  return { ...rest, alerts: state.alerts.filter(({ kind }) => kind === 'WANTED_EXHIBIT') };
};

/** Where a component is again when its report of loss is withdrawn: its removal may have been recorded meanwhile. */
export const statusAgain = ({ statusBeforeLoss, parent }: ComponentState): string | undefined =>
  statusBeforeLoss === 'FITTED' && parent === undefined ? 'LOOSE' : statusBeforeLoss;
