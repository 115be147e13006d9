import { idPattern } from './ids.ts';
import { coded, date, matching, oneOf, optional, record, text } from './shape.ts';

/** Field types that several events share (catalogue sections 3 and 3.1). */
export const country = (meaning: string) =>
  matching(
    '^([A-Z]{2}|[A-Z]{4})$',
    4,
    `${meaning}: ISO 3166-1 alpha-2, ISO 3166-3 for former States, or XK`,
    'ME',
  );

export const partyId = (meaning: string) =>
  matching(idPattern.party, 28, meaning, 'P-01J9ZK3C5E7G9JBMDPFRHTKVMX');
/** A party, or the coded reason why none is named. */
export const partyRef = (meaning: string) => coded(partyId(meaning), ['UNKNOWN', 'NONE']);

export const eventId = (meaning: string) =>
  matching(idPattern.event, 36, meaning, '0b8f5f0e-2f0b-5f43-9a53-3a1c6f1f9d11');

export const firearmRef = (meaning: string) =>
  matching(idPattern.firearm, 28, meaning, 'W-01J9ZK3C5E7G9JBMDPFRHTKVMX');
export const authorisationRef = (meaning: string) =>
  matching(idPattern.authorisation, 28, meaning, 'E-01J9ZK3C5E7G9JBMDPFRHTKVMX');

export const reference = (meaning: string, example = 'REF-2025-118') => text(64, meaning, example);
export const sha256 = (meaning: string) => matching('^[0-9a-f]{64}$', 64, meaning, '0'.repeat(64));

export const place = (meaning: string) =>
  record(
    {
      country: country('country'),
      admin: optional(text(120, 'district or municipality', 'Podgorica')),
      locality: optional(text(120, 'town or village; never a home address', 'Tuzi')),
    },
    meaning,
    'Place',
  );

/** A postal address. It is a person's home or a firm's seat: only ever inside a `personal` field. */
export const address = (meaning: string) =>
  record(
    {
      street: text(200, 'street and number', '1 Example Street'),
      postcode: optional(text(20, 'postcode', '81000')),
      locality: text(120, 'town or village', 'Podgorica'),
      country: country('country'),
    },
    meaning,
    'Address',
  );

export const docRef = (meaning: string) =>
  record(
    {
      kind: text(40, 'kind of document', 'COURT_ORDER'),
      number: reference('number of the document', 'K-118/25'),
      issuer: text(120, 'who issued it: court, prosecutor or competent authority', 'Basic Court'),
      date: date('date of the document'),
      sha256: optional(sha256('SHA-256 of its scan')),
    },
    meaning,
    'DocumentReference',
  );

/** In which capacity the receiving party has the firearm: decides TRD, HLD or STK in the transition table. */
export const partyRole = oneOf(
  ['TRADE', 'HOLDER', 'STATE'],
  'capacity of the receiving party: TRADE (dealer, maker), HOLDER (authorised person or body), STATE (State stock)',
);
export type PartyRole = 'TRADE' | 'HOLDER' | 'STATE';
