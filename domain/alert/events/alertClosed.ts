import { oneOf, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { entriesAfterClosing } from '../entries.ts';

/** The half of AlertWithdrawn and AlertDischarged in the stream of the alert, and of a report that counts no more. */
export const alertClosed = defineEvent({
  type: 'AlertClosed',
  schemaVersion: 1,
  meaning: 'The alert is closed; its entries abroad must be deleted.',
  payload: record({
    reason: oneOf(['WITHDRAWN', 'DISCHARGED', 'RECORD_CHANGED'], 'why it is closed'),
  }),
  recordedBy: ['SYS'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(6)', 'SIS:38', 'iARMS'],
  apply: (state, event) => ({
    ...state,
    closedFor: event.payload.reason,
    entries: entriesAfterClosing(state.entries, event),
  }),
});
