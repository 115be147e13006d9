import type { RecordedEvent } from '../../event/envelope.ts';
import { idPattern } from '../../shared/ids.ts';
import { type Refusal, refusal } from '../../shared/refusal.ts';
import { type Absent, isAbsent, matching, optional } from '../../shared/shape.ts';
import { boundsOf, readEffectiveTime } from '../../time/effectiveTime.ts';
import type { Identity } from '../identity.ts';
import type { AlertKind, FirearmState, Mark, OpenAlert } from '../state.ts';

/** The serial of an identity block as a searchable mark; a coded absence leaves none. */
export const identityMark = (
  identity: Identity,
  location: string | Absent,
  recordedBy: string,
): ReadonlyArray<Mark> =>
  isAbsent(identity.serialRaw)
    ? []
    : [{ serialRaw: identity.serialRaw, location, origin: 'IDENTITY', recordedBy }];

type SeenMark = { readonly location: string | Absent; readonly serialRaw: string | Absent };

export const seenMarks = (seen: ReadonlyArray<SeenMark>, recordedBy: string): ReadonlyArray<Mark> =>
  seen.flatMap(({ location, serialRaw }) =>
    isAbsent(serialRaw) ? [] : [{ serialRaw, location, origin: 'SEEN' as const, recordedBy }],
  );

/** Adds marks that the state does not hold yet; what was read once stays searchable. */
export const withMarks = (state: FirearmState, marks: ReadonlyArray<Mark>): FirearmState => {
  const fresh = marks.filter(
    (mark) =>
      !state.marks.some(
        (known) => known.serialRaw === mark.serialRaw && String(known.location) === String(mark.location),
      ),
  );
  return fresh.length === 0 ? state : { ...state, marks: [...state.marks, ...fresh] };
};

/** The stream of the alert; the ledger names it, whatever the recorder writes here. */
export const alertId = optional(
  matching(idPattern.alert, 28, 'the alert that this opens or joins; added', 'L-01J9ZK3C5E7G9JBMDPFRHTKVMX'),
);

/** Opens an alert; the window in which nobody held the firearm lawfully begins where the report says. */
export const withAlert = (
  state: FirearmState,
  kind: AlertKind,
  event: RecordedEvent<string, { readonly alertId?: string }>,
  from: string,
  before: FirearmState,
): FirearmState => {
  const window = readEffectiveTime(from, event.metadata.effectiveAt.zone) ?? event.metadata.effectiveAt;
  const windowFrom = boundsOf(window, event.recordedAt).earliest;
  const ownId = event.payload.alertId;
  const open = openLossAlert(state);
  // A further report joins the open alert: theft replaces loss, never the other way (R20), and the window only grows.
  const upgraded = open?.kind === 'LOST' && kind === 'STOLEN';
  const alert: OpenAlert = {
    kind: open === undefined || upgraded ? kind : open.kind,
    openedBy: open === undefined || upgraded ? event.eventId : open.openedBy,
    windowFrom: Math.min(windowFrom, open?.windowFrom ?? windowFrom),
    ...((open?.alertId ?? ownId) === undefined ? {} : { alertId: open?.alertId ?? ownId }),
  };
  return {
    ...state,
    alerts: [...state.alerts.filter((each) => each !== open), alert],
    ...(state.custody === 'LST' || state.custody === 'STL'
      ? { custodyBeforeLoss: before.custodyBeforeLoss ?? before.custody }
      : {}),
  };
};

/** Closes all alerts of loss and theft. */
export const withoutAlerts = (state: FirearmState): FirearmState => {
  const { custodyBeforeLoss: _closed, ...rest } = state;
  return { ...rest, alerts: state.alerts.filter((alert) => alert.kind === 'WANTED_EXHIBIT') };
};

export const openLossAlert = (state: FirearmState) =>
  state.alerts.find((alert) => alert.kind === 'LOST' || alert.kind === 'STOLEN');

/** Under an open alert a firearm comes to nobody, however it is told (REQ-LST-03). */
export const alertForbids = (state: FirearmState): Refusal | undefined => {
  const open = openLossAlert(state);
  return open === undefined
    ? undefined
    : refusal(
        open.kind === 'STOLEN' ? 'R11' : 'R10',
        'An alert is open. Close it with AlertDischarged after physical comparison, or AlertWithdrawn.',
        { eventIds: [open.openedBy] },
      );
};

/** What finding, seizure and surrender have in common: an authority has it, and whoever answered for it still does. */
export const keptByAuthority = (
  state: FirearmState,
  organisationId: string,
  eventId: string,
  identityAsSeen: Identity | undefined,
): FirearmState => ({
  ...state,
  holder: state.holder ?? { party: organisationId, role: 'AUTHORITY' },
  custodian: { party: organisationId, purpose: 'EVIDENCE', since: eventId },
  ...(state.identity === undefined && identityAsSeen !== undefined ? { identity: identityAsSeen } : {}),
});
