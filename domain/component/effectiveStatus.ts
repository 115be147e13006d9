import type { Custody, FirearmState, Holder, OpenAlert } from '../firearm/state.ts';
import { assertNever } from '../shared/assertNever.ts';
import type { ComponentState, ComponentStatus } from './state.ts';

export type EffectiveStatus = {
  readonly status: ComponentStatus;
  /** Whether it follows from the component's own reports or from those of its firearm. */
  readonly by: 'OWN' | 'FIREARM';
  readonly holder?: Holder;
  readonly alerts: ReadonlyArray<OpenAlert>;
};

/** What the custody of a firearm makes of the components fitted in it (catalogue 6.3). */
const followed = (custody: Custody): ComponentStatus => {
  switch (custody) {
    case 'LST':
    case 'STL':
    case 'AUT':
    case 'SZD':
    case 'FRF':
      return custody;
    case 'TRN':
    case 'EXP':
      return 'EXP';
    case 'DST':
      return 'DESTROYED';
    case 'NEW':
    case 'MFD':
    case 'TRD':
    case 'HLD':
    case 'STK':
    case 'TMP':
    case 'DSM':
      return 'FITTED';
    default:
      return assertNever(custody);
  }
};

/**
 * Where a component stands, with its firearm: alert, seizure, export and destruction of a firearm apply to its fitted
 * components unless a report names one separately (catalogue 6.3). Derived on reading and never copied into streams, so
 * that a withdrawn alert leaves nothing behind.
 */
export const effectiveStatus = (
  component: ComponentState,
  firearm: FirearmState | undefined,
): EffectiveStatus => {
  const own = { by: 'OWN', alerts: component.alerts } as const;
  if (component.parent === undefined || firearm === undefined)
    return {
      ...own,
      status: component.status,
      ...(component.holder === undefined ? {} : { holder: component.holder }),
    };
  const holder = firearm.holder === undefined ? {} : { holder: firearm.holder };
  if (component.status !== 'FITTED') return { ...own, ...holder, status: component.status };
  const status = followed(firearm.custody);
  return {
    status,
    by: status === 'FITTED' ? 'OWN' : 'FIREARM',
    ...holder,
    alerts: [...component.alerts, ...firearm.alerts],
  };
};
