import type { RecordedEvent } from '../event/envelope.ts';
import type { RefusalCode } from '../shared/refusal.ts';
import type { FoldRules, RecordKnowledge, Stepped } from '../time/bitemporalFold.ts';
import { custodyRowOf, definitionOf } from './catalogue.ts';
import type { AnyFirearmEvent } from './definition.ts';
import { knowledgeOf } from './knowledge.ts';
import type { Anomaly, Custody, FirearmState } from './state.ts';
import { newFirearm } from './state.ts';

/** Where the table leads: a next custody with an optional anomaly, or a refusal code. */
export type TableOutcome =
  | { readonly kind: 'NEXT'; readonly custody: Custody; readonly anomaly?: Anomaly['kind'] }
  | { readonly kind: 'REFUSED'; readonly code: RefusalCode };

const custodyOfRole = { TRADE: 'TRD', HOLDER: 'HLD', STATE: 'STK' } as const;

/** Looks the event up in the transition table against a state (catalogue 6.1). Total. */
export const custodyAfter = (
  definition: AnyFirearmEvent,
  state: FirearmState,
  event: Pick<RecordedEvent, 'payload' | 'metadata'>,
): TableOutcome => {
  const cell = custodyRowOf(definition.type)?.[state.custody];
  if (cell === undefined) return { kind: 'REFUSED', code: 'R17' };
  switch (cell.kind) {
    case 'IDENTITY_CONFLICT':
      return { kind: 'NEXT', custody: state.custody, anomaly: 'IDENTITY_CONFLICT' };
    case 'REFUSE': {
      const lifted = definition.lift?.(cell.code, event.payload, state, event.metadata);
      if (lifted === undefined) return { kind: 'REFUSED', code: cell.code };
      return { kind: 'NEXT', custody: lifted === 'SAME' ? state.custody : lifted };
    }
    case 'MOVE': {
      const anomaly = cell.flagged ? { anomaly: 'UNEXPECTED_PLACE' as const } : {};
      switch (cell.to) {
        case 'SAME':
          return { kind: 'NEXT', custody: state.custody, ...anomaly };
        case 'BACK':
          return { kind: 'NEXT', custody: state.custodyBeforeLoss ?? state.custody, ...anomaly };
        case 'PARTY':
          return {
            kind: 'NEXT',
            custody: custodyOfRole[definition.receivedAs?.(event.payload) ?? 'HOLDER'],
            ...anomaly,
          };
        default:
          return { kind: 'NEXT', custody: cell.to, ...anomaly };
      }
    }
  }
};

/**
 * One step of the fold. An event that no longer fits (HC-10) is kept, marked INCONSISTENT with the code that says why,
 * and leaves the state alone; so does one that was accepted as DISPUTED, until the authority confirms it (HC-09).
 */
const step = (state: FirearmState, event: RecordedEvent, known: RecordKnowledge): Stepped<FirearmState> => {
  const definition = definitionOf(event.type);
  if (definition === undefined) return { state, status: 'INCONSISTENT', code: 'R17' };
  const guard = event.metadata.disputes?.find((reason) => reason !== 'SUPPLIER_MISMATCH');
  if (guard !== undefined && known.confirmation(event.eventId) !== 'CONFIRMED')
    return { state, status: 'DISPUTED', code: guard };
  const outcome = custodyAfter(definition, state, event);
  if (outcome.kind === 'REFUSED') return { state, status: 'INCONSISTENT', code: outcome.code };
  const moved: FirearmState = {
    ...state,
    custody: outcome.custody,
    ...(outcome.anomaly === undefined
      ? {}
      : {
          anomalies: [
            ...state.anomalies,
            { kind: outcome.anomaly, eventId: event.eventId, custody: state.custody },
          ],
        }),
  };
  // An identity conflict leaves the state unchanged: whose firearm this is has still to be found out (HC-15).
  if (outcome.anomaly === 'IDENTITY_CONFLICT') return { state: moved, status: 'EFFECTIVE' };
  return { state: definition.apply?.(moved, event, state) ?? moved, status: 'EFFECTIVE' };
};

/** How the history of a firearm is folded. */
export const firearmFold: FoldRules<FirearmState> = { initial: newFirearm, step, knowledgeOf };
