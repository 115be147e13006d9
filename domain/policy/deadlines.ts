import { record } from '../shared/shape.ts';
import { duration } from '../time/duration.ts';

/** Until when a task must be done; EU law leaves nearly all of these to national law. */
export const deadlines = record(
  {
    inheritanceSettled: duration('from death to a lawful holder (HC-17)', 'P6M'),
    disposalAfterWithdrawal: duration('from withdrawal of the right to disposal (HC-19)', 'P60D'),
    importMark: duration('from import to the import mark (REQ-MRK-08)', 'P30D'),
    seizedUndecided: duration('from seizure to mark or disposal (REQ-MRK-09)', 'P90D'),
    arrivalAbroad: duration('from dispatch to proof of arrival (catalogue 5.4)', 'P30D'),
    temporaryImportExit: duration('from temporary import to exit (HC-23)', 'P3M'),
    transferConfirmation: duration('from one report of a transfer to the other', 'P14D'),
    alertEntry: duration('from the report of a loss or theft to its entry abroad (REQ-LST-02)', 'P1D'),
    alertDeletion: duration('from recovery to deletion of alerts abroad (REQ-LST-02)', 'P1D'),
    refusalDeletion: duration('from the fall of a refusal to its deletion abroad (REQ-EXC-05)', 'P1D'),
    traceAcknowledgement: duration('from a trace request to its acknowledgement (ITI 18)', 'P3D'),
    traceAnswer: duration('from a trace request to its answer, where none is promised (REQ-TRC-08)', 'P30D'),
    traceClarification: duration('from a question back to its answer (ITI 19)', 'P30D'),
    traceReply: duration('from a request to another State to its answer', 'P60D'),
    subjectRequest: duration('from the request of a data subject to its answer (GDPR 12(3))', 'P1M'),
    flaggedReport: duration('from a report that was accepted and flagged to its review', 'P14D'),
    stockDiscrepancy: duration('from a count of stock to the explanation of what differs', 'P14D'),
    notices: record(
      {
        definitiveTransfer: duration('from a definitive transfer to its notice (REQ-EXC-01)', 'P0D'),
        movement: duration('from dispatch to the notice to other States (REQ-EXC-02)', 'P0D'),
        refusal: duration('from a refusal to its notice (REQ-EXC-03)', 'P1D'),
      },
      'notices to other States (Dir. 18)',
    ),
  },
  'deadlines of tasks',
);
