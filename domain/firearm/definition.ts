import type { AssertionKind, Metadata, RecordedEvent, Role } from '../event/envelope.ts';
import type { PartyRole } from '../shared/commonFields.ts';
import type { Refusal, RefusalCode } from '../shared/refusal.ts';
import type { Absent, Field } from '../shared/shape.ts';
import type { Bounds } from '../time/effectiveTime.ts';
import type { Instant } from '../time/zone.ts';
import type { Custody, FirearmState } from './state.ts';

/**
 * Everything the ledger knows of one kind of event: one file each in `events/`, one line each in `catalogue.ts`.
 */
export type FirearmEventDefinition<T extends string, P> = {
  readonly type: T;
  readonly schemaVersion: number;
  /** One sentence for the API document. */
  readonly meaning: string;
  readonly payload: Field<P>;
  /** Column "Who" of the catalogue. */
  readonly recordedBy: ReadonlyArray<Role>;
  readonly assertionKind: AssertionKind;
  /** Articles that are named when the recorder names none. */
  readonly legalBasis: ReadonlyArray<string>;
  /** Physical facts are never refused or disputed for what the register believes (catalogue 6.1). */
  readonly physical?: true;
  /** A record about another record: it has no place of its own in valid time. */
  readonly aboutRecord?: true;
  /** Parties the payload names: a dealer or holder may only report what concerns himself. */
  readonly parties?: (payload: P) => ReadonlyArray<string | Absent | undefined>;
  /** Only the holder himself or an authority reports this; a gunsmith works on other people's firearms otherwise. */
  readonly byHolder?: true;
  /** Capacity of the receiving party, where the table says "per party". */
  readonly receivedAs?: (payload: P) => PartyRole;
  /** Where a code of the table gives way to a stated reason: the custody that follows then. */
  readonly lift?: (
    code: RefusalCode,
    payload: P,
    state: FirearmState,
    metadata: Metadata,
  ) => Custody | 'SAME' | undefined;
  /** Preconditions beyond the table. Runs once against the state then and once against the state now. */
  readonly check?: (context: CheckContext<P>) => Refusal | undefined;
  /** The change of state beside custody, which the table has set already. */
  readonly apply?: (
    state: FirearmState,
    event: RecordedEvent<string, P>,
    before: FirearmState,
  ) => FirearmState;
};

export type CheckContext<P> = {
  readonly payload: P;
  /** The state the guard runs against: at (effectiveAt, now), then at (now, now). */
  readonly state: FirearmState;
  readonly phase: 'THEN' | 'NOW';
  readonly stateNow: FirearmState;
  readonly effective: Bounds;
  readonly metadata: Pick<Metadata, 'recordedBy' | 'source' | 'effectiveAt'>;
  readonly now: Instant;
  /** All events of the stream as recorded, oldest first. */
  readonly history: ReadonlyArray<RecordedEvent>;
};

/** A definition whose payload type is forgotten: the codec has validated every payload before it comes here. */
export type AnyFirearmEvent<T extends string = string> = FirearmEventDefinition<T, unknown>;

/** States the payload type once and forgets it: the only cast between a payload and its validated form. */
export const defineEvent = <const T extends string, P>(
  definition: FirearmEventDefinition<T, P>,
): AnyFirearmEvent<T> => definition as unknown as AnyFirearmEvent<T>;
