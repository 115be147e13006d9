import type { AlertState } from '../alert/state.ts';
import type { AuthorisationState } from '../authorisation/state.ts';
import type { ComponentState } from '../component/state.ts';
import type { FirearmState } from '../firearm/state.ts';
import type { PartyState } from '../party/state.ts';
import type { SystemState } from '../system/state.ts';
import type { TraceState } from '../trace/state.ts';

/** State of each kind of stream (catalogue section 1). A new kind is a line here and one in `domain/streamKinds.ts`. */
export type StateByKind = {
  readonly firearm: FirearmState;
  readonly component: ComponentState;
  readonly party: PartyState;
  readonly authorisation: AuthorisationState;
  readonly trace: TraceState;
  readonly alert: AlertState;
  readonly system: SystemState;
};
export type StreamKindName = keyof StateByKind;
