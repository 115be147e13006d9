import type { Metadata, RecordedEvent } from '../event/envelope.ts';
import { guardDispute } from '../event/envelope.ts';
import type { Policy } from '../policy/policy.ts';
import type { Refusal, RefusalCode } from '../shared/refusal.ts';
import type { Absent } from '../shared/shape.ts';
import type { Confirmation, FoldRules, RecordKnowledge, Stepped } from '../time/bitemporalFold.ts';
import type { AnyEvent, CheckContext, Spread } from './definition.ts';
import type { StreamKindName } from './kinds.ts';
import { knowledgeOf } from './knowledge.ts';
import type { TransitionRow } from './transitionTable.ts';
import { parseTransitionRow } from './transitionTable.ts';

export type Anomaly = {
  readonly kind: 'UNEXPECTED_PLACE' | 'IDENTITY_CONFLICT' | 'ARRIVED_UNDER_ALERT' | 'LIMIT_EXCEEDED';
  readonly eventId: string;
  /** Status in which the event was met. */
  readonly status: string;
};

/** What the mechanism needs of any state. */
export type StreamState = { readonly anomalies: ReadonlyArray<Anomaly> };

/** Where the table leads: a next status with an optional anomaly, or a refusal code. */
export type TableOutcome =
  | { readonly kind: 'NEXT'; readonly status: string; readonly anomaly?: Anomaly['kind'] }
  | { readonly kind: 'REFUSED'; readonly code: RefusalCode; readonly contradiction?: Refusal };

/** Decisions and folds see an event before and after it is recorded; this much of it they need. */
export type EventAsStated = Pick<RecordedEvent, 'payload'> & { readonly metadata: Metadata };

/** What distinguishes one kind of stream from another. */
export type StreamKindSpecification<S extends StreamState, N extends StreamKindName> = {
  readonly name: N;
  /** The name of its resource: `firearms`. */
  readonly plural: string;
  readonly idPattern: string;
  /** First letter of a new subject's id, by the payload of its first event (catalogue section 1). */
  readonly prefixFor: (payload: unknown) => string;
  /** The stream of the ledger itself exists before its first event. */
  readonly alwaysExists?: true;
  /** Statuses in the order of the table's columns; the first is that of a stream that does not exist. */
  readonly statuses: ReadonlyArray<string>;
  readonly initial: S;
  readonly statusOf: (state: S) => string;
  readonly withStatus: (state: S, status: string) => S;
  readonly catalogue: ReadonlyArray<readonly [AnyEvent<S>, string]>;
  /** Cells that a rule resolves, by name. */
  readonly rules: {
    readonly [name: string]: (definition: AnyEvent<S>, payload: unknown, state: S) => string;
  };
  /** Who answers for the subject: a dealer or holder may report only what concerns himself. */
  readonly responsible: (state: S) => string | Absent | undefined;
  /** Events that explain a refusal by the table, such as the open alert. */
  readonly because?: (state: S) => ReadonlyArray<string>;
  /** Events in other streams that a change of this one's records brings about, by the state of today before and after. */
  readonly consequences?: (
    before: S,
    after: S,
    context: { readonly id: string; readonly policy: Policy },
  ) => ReadonlyArray<Spread>;
  /** What a refusal of any event leaves in other streams (HC-03). */
  readonly onRefusal?: (
    context: CheckContext<unknown, S>,
    refused: Refusal,
    type: string,
  ) => ReadonlyArray<Spread>;
  /** What an event says about another one beyond corrections and annulments. */
  readonly answers?: (event: RecordedEvent) => ReadonlyArray<readonly [string, Confirmation]>;
};

export type StreamKind<S extends StreamState = StreamState, N extends StreamKindName = StreamKindName> = Omit<
  StreamKindSpecification<S, N>,
  'rules' | 'catalogue'
> & {
  readonly definitions: ReadonlyArray<AnyEvent<S>>;
  /** What the catalogue says of this type of event, or undefined for a type that this kind does not have. */
  readonly definitionOf: (type: string) => AnyEvent<S> | undefined;
  readonly rowOf: (type: string) => TransitionRow | undefined;
  /** Looks the event up in the transition table against a state. Total. */
  readonly after: (definition: AnyEvent<S>, state: S, event: EventAsStated) => TableOutcome;
  readonly fold: FoldRules<S>;
};

/** Makes a kind of stream work from its specification. A malformed table stops the program at start. */
export const createStreamKind = <S extends StreamState, N extends StreamKindName>(
  specification: StreamKindSpecification<S, N>,
): StreamKind<S, N> => {
  const { catalogue, rules, statuses, statusOf, withStatus } = specification;
  const definitions = new Map(catalogue.map(([definition]) => [definition.type, definition]));
  const rows = new Map(
    catalogue.map(([definition, row]) => [
      definition.type,
      parseTransitionRow(row, statuses, Object.keys(rules)),
    ]),
  );
  const definitionOf = (type: string) => definitions.get(type);
  const isAboutRecord = (type: string): boolean => definitionOf(type)?.aboutRecord === true;
  const answers = specification.answers ?? (() => []);

  const byTable = (definition: AnyEvent<S>, state: S, event: EventAsStated): TableOutcome => {
    const status = statusOf(state);
    const cell = rows.get(definition.type)?.get(status);
    if (cell === undefined) return { kind: 'REFUSED', code: 'R17' };
    switch (cell.kind) {
      case 'IDENTITY_CONFLICT':
        return { kind: 'NEXT', status, anomaly: 'IDENTITY_CONFLICT' };
      case 'REFUSE': {
        const lifted = definition.lift?.(cell.code, event.payload, state, event.metadata);
        if (lifted === undefined) return { kind: 'REFUSED', code: cell.code };
        return { kind: 'NEXT', status: lifted === 'SAME' ? status : lifted };
      }
      case 'SAME':
      case 'MOVE':
      case 'RESOLVED': {
        const to =
          cell.kind === 'SAME'
            ? status
            : cell.kind === 'MOVE'
              ? cell.to
              : (rules[cell.rule]?.(definition, event.payload, state) ?? status);
        return {
          kind: 'NEXT',
          status: to,
          ...(cell.flagged ? { anomaly: definition.flaggedAs ?? ('UNEXPECTED_PLACE' as const) } : {}),
        };
      }
    }
  };

  const after = (definition: AnyEvent<S>, state: S, event: EventAsStated): TableOutcome => {
    const outcome = byTable(definition, state, event);
    if (outcome.kind === 'REFUSED' || outcome.anomaly === 'IDENTITY_CONFLICT') return outcome;
    const contradiction = definition.contradicts?.(event.payload, state);
    return contradiction === undefined
      ? outcome
      : { kind: 'REFUSED', code: contradiction.code, contradiction };
  };

  /**
   * One step of the fold. An event that no longer fits (HC-10) is kept, marked INCONSISTENT with the code that says why,
   * and leaves the state alone; so does one that was accepted as DISPUTED, until the authority upholds it (HC-09).
   */
  const step = (state: S, event: RecordedEvent, known: RecordKnowledge): Stepped<S> => {
    const definition = definitionOf(event.type);
    if (definition === undefined) return { state, status: 'INCONSISTENT', code: 'R17' };
    const guard = guardDispute(event.metadata);
    if (guard !== undefined && known.confirmation(event.eventId) !== 'CONFIRMED')
      return { state, status: 'DISPUTED', code: guard };
    const outcome = after(definition, state, event);
    if (outcome.kind === 'REFUSED')
      return {
        state: definition.remains?.(state, event) ?? state,
        status: 'INCONSISTENT',
        code: outcome.code,
      };
    const moved = withStatus(
      outcome.anomaly === undefined
        ? state
        : {
            ...state,
            anomalies: [
              ...state.anomalies,
              { kind: outcome.anomaly, eventId: event.eventId, status: statusOf(state) },
            ],
          },
      outcome.status,
    );
    // An identity conflict leaves the state unchanged: whose subject this is has still to be found out (HC-15).
    if (outcome.anomaly === 'IDENTITY_CONFLICT') return { state: moved, status: 'EFFECTIVE' };
    return { state: definition.apply?.(moved, event, state) ?? moved, status: 'EFFECTIVE' };
  };

  return {
    ...specification,
    definitions: catalogue.map(([definition]) => definition),
    definitionOf,
    rowOf: (type) => rows.get(type),
    after,
    fold: {
      initial: specification.initial,
      step,
      knowledgeOf: knowledgeOf(isAboutRecord, answers),
      changesOthers: (event) =>
        isAboutRecord(event.type) || answers(event).some(([target]) => target !== event.eventId),
    },
  };
};
