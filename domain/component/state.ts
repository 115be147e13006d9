import type { Calibre, Identity } from '../firearm/identity.ts';
import type { Holder, OpenAlert } from '../firearm/state.ts';
import type { Absent } from '../shared/shape.ts';
import type { Anomaly } from '../stream/streamKind.ts';
import type { EffectiveTime } from '../time/effectiveTime.ts';

/**
 * Statuses in the order of the table's columns (catalogue 6.3). AUT and FRF are not named there: a found or surrendered
 * component lies with the authority without being seized, a physical fact is never refused (6.1), and what is forfeited
 * is the State's.
 */
export const componentStatuses = [
  'NEW',
  'LOOSE',
  'FITTED',
  'LST',
  'STL',
  'AUT',
  'SZD',
  'FRF',
  'EXP',
  'DESTROYED',
] as const;
export type ComponentStatus = (typeof componentStatuses)[number];

/** The firearm a component is fitted in, and since when (REQ-CMP-02). */
export type Parent = { readonly firearmId: string; readonly since: EffectiveTime };

/** What is true of one essential component, fitted or loose, at one moment. */
export type ComponentState = {
  /** Its own id: events of several components share one payload, and each has to find its part in it. */
  readonly componentId?: string;
  readonly status: ComponentStatus;
  readonly kind?: string;
  readonly make?: string | Absent;
  readonly serialRaw?: string | Absent;
  readonly matchesFrame?: 'FULL' | 'SUFFIX' | 'NO' | 'UNKNOWN';
  readonly calibre?: Calibre | Absent;
  /** Category of the firearm it is meant for (REQ-CMP-03). */
  readonly category?: Identity['category'];
  readonly subcategory?: Identity['subcategory'];
  readonly intendedModel?: string;
  readonly registered: boolean;
  /**
   * The one firearm it belongs to. It stays while a part is missing, found or seized on its own, until its removal is
   * recorded: the register does not know a part out of a firearm that nobody has looked at.
   */
  readonly parent?: Parent;
  /** Who answers for it while it is on its own; a fitted component follows its firearm (`effectiveStatus`). */
  readonly holder?: Holder;
  readonly alerts: ReadonlyArray<OpenAlert>;
  readonly statusBeforeLoss?: ComponentStatus;
  readonly seizureCases: ReadonlyArray<string>;
  /** Events of the legal holds that are in force. */
  readonly legalHolds: ReadonlyArray<string>;
  /** Day of its own destruction: its retention runs from here, not from its firearm's (REQ-CMP-04). */
  readonly destroyedOn?: EffectiveTime;
  readonly anomalies: ReadonlyArray<Anomaly>;
};

export const initialComponent: ComponentState = {
  status: 'NEW',
  registered: false,
  alerts: [],
  seizureCases: [],
  legalHolds: [],
  anomalies: [],
};
