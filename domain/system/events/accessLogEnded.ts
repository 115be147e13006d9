import { integer, moment, record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

const number = (meaning: string) => integer(1, Number.MAX_SAFE_INTEGER, meaning, 1);

/**
 * That traces of access are gone is itself a trace (LED 25, GDPR 5(2)): how many, up to when, and between which entries,
 * in the log that nobody can shorten. The catalogue has no name for it.
 */
export const accessLogEnded = defineEvent({
  type: 'AccessLogEnded',
  schemaVersion: 1,
  meaning: 'Entries of the access log were removed, whose period by the policy was over.',
  payload: record({
    entries: number('how many'),
    firstEntry: number('number of the first that was removed'),
    lastEntry: number('number of the last that was removed'),
    before: moment('all were written before this moment', '2025-05-31T12:00:00.000Z'),
    lastRemoval: number('number of the last removal of the database that is counted here'),
  }),
  recordedBy: ['SYS'],
  assertionKind: 'FACT',
  legalBasis: ['LED:25', 'GDPR:5(1)(e)', 'GDPR:5(2)'],
});
