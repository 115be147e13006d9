import { country } from '../../shared/commonFields.ts';
import { idPattern } from '../../shared/ids.ts';
import { matching, moment, record, text } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';

/** The half of TraceAnswered in the stream of the firearm: who received its chain, so that he is told of corrections. */
export const disclosureRecorded = defineEvent({
  type: 'DisclosureRecorded',
  schemaVersion: 1,
  meaning: 'The chain of custody of the firearm was disclosed to an authority that asked for it.',
  payload: record({
    traceId: matching(idPattern.trace, 28, 'the request', 'R-01J9ZK3C5E7G9JBMDPFRHTKVMX'),
    recipient: record(
      { country: country('State'), authority: text(120, 'authority', 'Bundeskriminalamt') },
      'who received it',
      'Recipient',
    ),
    asOf: record(
      { valid: moment('moment of the world that it is about'), known: moment('as known when') },
      'the two times of the answer',
      'AsOf',
    ),
  }),
  recordedBy: ['SYS'],
  assertionKind: 'FACT',
  legalBasis: ['GDPR:19', 'LED:25'],
  aboutRecord: true,
});
