import type { ComponentSnapshot } from '../component/particulars.ts';
import { canonicalSerial } from '../identification/serial.ts';
import type { Policy } from '../policy/policy.ts';
import { isAbsent } from '../shared/shape.ts';
import { sameCalibres, withBarrel, withBarrelReplaced, withoutBarrel } from './barrelCalibre.ts';
import { withMarks } from './events/shared.ts';
import type { Identity } from './identity.ts';
import type { FirearmState } from './state.ts';

const calibreOf = ({ calibre }: ComponentSnapshot) => calibre;
const barrels = (fitted: ReadonlyArray<ComponentSnapshot>) =>
  fitted.filter(({ kind }) => kind === 'BARREL').map(calibreOf);

export const fittedIn = ({ fitted }: FirearmState, componentId: string): ComponentSnapshot | undefined =>
  fitted.find((each) => each.componentId === componentId);

const without = ({ fitted }: FirearmState, componentId: string): ReadonlyArray<ComponentSnapshot> =>
  fitted.filter((each) => each.componentId !== componentId);

/** Another calibre may be another ignition and another category: the category is to be checked. */
const withCalibre = (state: FirearmState, calibre: Identity['calibre'], eventId: string): FirearmState => {
  const { identity } = state;
  if (identity === undefined) return state;
  const changed = !sameCalibres(identity.calibre, calibre);
  return {
    ...state,
    identity: { ...identity, calibre },
    ...(changed ? { categoryCheckDue: eventId } : {}),
  };
};

/** The number on a part leads to its firearm (REQ-REC-04); what was read once stays searchable. */
const withNumber = (state: FirearmState, part: ComponentSnapshot, recordedBy: string): FirearmState =>
  isAbsent(part.serialRaw)
    ? state
    : withMarks(state, [{ serialRaw: part.serialRaw, location: part.kind, origin: 'MARK', recordedBy }]);

export const withFitted = (state: FirearmState, part: ComponentSnapshot, eventId: string): FirearmState => {
  const { identity, fitted } = state;
  const marked = withNumber({ ...state, fitted: [...fitted, part] }, part, eventId);
  return part.kind === 'BARREL' && identity !== undefined
    ? withCalibre(marked, withBarrel(identity.calibre, part.calibre, barrels(fitted)), eventId)
    : marked;
};

export const withRemoved = (state: FirearmState, componentId: string, eventId: string): FirearmState => {
  const out = fittedIn(state, componentId);
  const fitted = without(state, componentId);
  const { identity } = state;
  return out?.kind === 'BARREL' && identity !== undefined
    ? withCalibre(
        { ...state, fitted },
        withoutBarrel(identity.calibre, out.calibre, barrels(fitted)),
        eventId,
      )
    : { ...state, fitted };
};

export const withReplaced = (
  state: FirearmState,
  outId: string,
  part: ComponentSnapshot,
  eventId: string,
): FirearmState => {
  const out = fittedIn(state, outId);
  const others = without(state, outId);
  const { identity } = state;
  const marked = withNumber({ ...state, fitted: [...others, part] }, part, eventId);
  return part.kind === 'BARREL' && out?.kind === 'BARREL' && identity !== undefined
    ? withCalibre(
        marked,
        withBarrelReplaced(identity.calibre, out.calibre, part.calibre, barrels(others)),
        eventId,
      )
    : marked;
};

/**
 * Whether this kind of part carries the firearm's identity (policy.primaryComponent, in order of preference): no part
 * of a more preferred kind is fitted beside it.
 */
export const isPrimaryIn = (state: FirearmState, kind: string, policy: Policy): boolean => {
  const order: ReadonlyArray<string> = policy.primaryComponent;
  const rank = order.indexOf(kind);
  return (
    rank >= 0 && !state.fitted.some((each) => order.includes(each.kind) && order.indexOf(each.kind) < rank)
  );
};

/** Whether taking this part ends the firearm's identity (HC-06). One that is not registered yet has none to lose. */
export const carriesIdentity = (state: FirearmState, kind: string, policy: Policy): boolean =>
  state.registered &&
  policy.primaryComponentReplacement === 'NEW_FIREARM' &&
  isPrimaryIn(state, kind, policy);

/** Whether a part bears the number that the register has for the firearm. */
export const bearsItsNumber = ({ identity }: FirearmState, { serialRaw }: ComponentSnapshot): boolean =>
  identity !== undefined &&
  !isAbsent(serialRaw) &&
  !isAbsent(identity.serialRaw) &&
  canonicalSerial(serialRaw) === canonicalSerial(identity.serialRaw);
