import type { RecordedBy, Role, Source } from '../event/envelope.ts';
import type { RefusalCode } from '../shared/refusal.ts';
import type { StreamKindName } from '../stream/kinds.ts';
import type { StreamKey } from '../stream/surroundings.ts';
import type { CalendarDate } from '../time/calendarDate.ts';

/** What the script means to come of a step; anything else is a fault of script or ledger. */
export type Intended =
  | { readonly kind: 'ACCEPTED' }
  | { readonly kind: 'REFUSED'; readonly code: RefusalCode }
  /** Accepted without effect until an authority decides (catalogue 8 rule 6). */
  | { readonly kind: 'DISPUTED'; readonly code: RefusalCode };

/** One report of a simulated life. Its ids are known beforehand, because they derive from organisation and key. */
export type Step = {
  readonly key: string;
  readonly eventId: string;
  readonly subject: StreamKey;
  /** It is the first of its subject. */
  readonly begins: boolean;
  readonly recordedBy: RecordedBy;
  readonly type: string;
  readonly effectiveAt: string;
  /** Day on which the paper comes in: decides the order of recording within a life. */
  readonly recordedOn: CalendarDate;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly source: Source;
  readonly intended: Intended;
};

/** Reports of one life in the order in which they are recorded; each may rest on those before it. */
export type Life = { readonly label: string; readonly steps: ReadonlyArray<Step> };

export type By = { readonly role: Role; readonly organisationId: string };

/** A subject that begins with a step. */
export type Fresh = { readonly kind: StreamKindName; readonly prefix: string };
