import type { AssertionKind, DisputeReason, Metadata, RecordedEvent, Role } from '../event/envelope.ts';
import type { Policy } from '../policy/policy.ts';
import type { Digest } from '../ports/system.ts';
import type { PartyRole } from '../shared/commonFields.ts';
import type { Refusal, RefusalCode } from '../shared/refusal.ts';
import type { Absent, Field } from '../shared/shape.ts';
import type { Timeline } from '../time/bitemporalFold.ts';
import type { Bounds, EffectiveTime } from '../time/effectiveTime.ts';
import type { Instant } from '../time/zone.ts';
import type { Anomaly } from './streamKind.ts';
import type { StreamKey, Surroundings } from './surroundings.ts';

/**
 * Everything the ledger knows of one kind of event in one kind of stream: one file each in the kind's `events/`, one
 * line each in its `catalogue.ts`. `S` is the state of that kind of stream.
 */
export type EventDefinition<T extends string, P, S> = {
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
  /** A record about another stream's records may be the first event of its own. */
  readonly mayBegin?: true;
  /** What stays true of a record that no longer fits: its marks are still searched for. */
  readonly remains?: (state: S, event: RecordedEvent<string, P>) => S;
  /** Parties the payload names: a dealer or holder may only report what concerns himself. */
  readonly parties?: (payload: P) => ReadonlyArray<string | Absent | undefined>;
  /** Only the responsible party himself or an authority reports this; a gunsmith works on other people's firearms otherwise. */
  readonly byHolder?: true;
  /** Under whose key the personal values are sealed, where that is not the stream's own subject. */
  readonly personalSubject?: (payload: P) => string | undefined;
  /** Capacity of the receiving party, where the table says "per party". */
  readonly receivedAs?: (payload: P) => PartyRole;
  /** What a cell marked `+F` means for this event, where that is not an unexpected place. */
  readonly flaggedAs?: Anomaly['kind'];
  /** The status from before, where the table says "back". */
  readonly returnsTo?: (state: S) => string | undefined;
  /** Where a code of the table gives way to a stated reason: the status that follows then. */
  readonly lift?: (code: RefusalCode, payload: P, state: S, metadata: Metadata) => string | undefined;
  /**
   * Where the table allows the event but its particulars contradict the state, such as a part that is fitted elsewhere:
   * why it is refused when it is recorded, and INCONSISTENT when a later insertion makes it so (HC-10).
   */
  readonly contradicts?: (payload: P, state: S) => Refusal | undefined;
  /** Streams the decision looks at beside its own; naming them spares a round trip. */
  readonly looksAt?: (payload: P) => ReadonlyArray<StreamKey>;
  /** Preconditions beyond the table. Runs once against the state then and once against the state now. */
  readonly check?: (context: CheckContext<P, S>) => Refusal | undefined;
  /** Reasons to accept, and still have somebody look at it; the event takes effect. */
  readonly flags?: (context: CheckContext<P, S>) => ReadonlyArray<DisputeReason>;
  /** Members that `complete` adds: they do not tell two reports of the same apart (HC-20). */
  readonly added?: ReadonlyArray<string>;
  /** What the ledger adds from other streams, so that the stream can be folded by itself. */
  readonly complete?: (context: CheckContext<P, S>) => P;
  /** Events of the same command in other streams: all are recorded together or none. */
  readonly spreads?: (context: CheckContext<P, S>) => ReadonlyArray<Spread>;
  /**
   * Streams that hold what `spreads` recorded there: a correction, annulment or decision of this event reaches them. An
   * event that is such a half itself is changed through the one that caused it, also where it names none.
   */
  readonly halves?: (payload: P, id: string) => ReadonlyArray<StreamKey>;
  /**
   * Its halves only count against a number elsewhere: a correction that names another stream takes them out of the one
   * and counts in the other, where a half that is a fact of its own would forbid the correction.
   */
  readonly halvesFollow?: true;
  /** Where it is recorded as a half, its particulars are its own: they are corrected here, only its date is not. */
  readonly ownParticulars?: true;
  /** Events in other streams that are recorded although this one is refused (HC-03). */
  readonly onRefusal?: (context: CheckContext<P, S>, refused: Refusal) => ReadonlyArray<Spread>;
  /** The change of state beside the status, which the table has set already. */
  readonly apply?: (state: S, event: RecordedEvent<string, P>, before: S) => S;
};

/** An event of the same command in another stream. */
export type Spread = {
  readonly stream: StreamKey;
  readonly type: string;
  readonly payload: unknown;
  /** It happens when it is recorded, or at a time of its own, whatever time the command states for its own event. */
  readonly at?: 'NOW' | EffectiveTime;
};

export type CheckContext<P, S> = {
  readonly payload: P;
  /** Id of the stream's subject, such as `W-…`. */
  readonly id: string;
  /** The state the guard runs against: at (effectiveAt, now), then at (now, now). */
  readonly state: S;
  readonly phase: 'THEN' | 'NOW';
  readonly stateNow: S;
  readonly effective: Bounds;
  /** The moment of valid time that the phase is about: the effective period, or now. Other streams are looked at then. */
  readonly moment: Bounds;
  readonly metadata: Pick<Metadata, 'recordedBy' | 'source' | 'effectiveAt'>;
  readonly now: Instant;
  /** All events of the stream as recorded, oldest first. */
  readonly history: ReadonlyArray<RecordedEvent>;
  /** The same folded in valid time as known now, with what each event came to. */
  readonly timeline: Timeline<S>;
  readonly around: Surroundings;
  /** The policy in force at recording: it decides. */
  readonly policy: Policy;
  /** The policy that held at a moment: a duty is measured by that of the moment it arose. */
  readonly policyAt: (at: Instant) => Policy;
  /** The event is the half of a command on another stream, which has been checked there. */
  readonly asHalf: boolean;
  /** An id for a new subject of this command; a retry of the command gives the same one. */
  readonly derive: (prefix: string, name: string) => string;
  readonly digest: Digest;
};

/** A definition whose payload type is forgotten: the codec has validated every payload before it comes here. */
export type AnyEvent<S, T extends string = string> = EventDefinition<T, unknown, S>;

/** States the payload type once and forgets it: the only cast between a payload and its validated form. */
export const defineEventOf =
  <S>() =>
  <const T extends string, P>(definition: EventDefinition<T, P, S>): AnyEvent<S, T> =>
    definition as unknown as AnyEvent<S, T>;

/** A definition that every kind of stream shares: it is about records, not about the state of its subject. */
// biome-ignore lint/suspicious/noExplicitAny: it stands in the catalogue of every kind, whatever its state is
export const defineSharedEvent = defineEventOf<any>();
