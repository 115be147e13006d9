import { recipientInformed } from '../stream/records/recipientInformed.ts';
import { recordRows } from '../stream/records/rows.ts';
import type { AnyPartyEvent } from './definition.ts';
import { authorisationLinked } from './events/authorisationLinked.ts';
import { dealerCeased } from './events/dealerCeased.ts';
import { partyDetailsChanged } from './events/partyDetailsChanged.ts';
import { partyDied } from './events/partyDied.ts';
import { partyMerged } from './events/partyMerged.ts';
import { partyRegistered } from './events/partyRegistered.ts';
import { partySplit } from './events/partySplit.ts';
import { personalDataErased } from './events/personalDataErased.ts';
import { registerHandedOver } from './events/registerHandedOver.ts';
import { stockInventoryRecorded } from './events/stockInventoryRecorded.ts';
import { subjectRequestDecided, subjectRequestReceived } from './events/subjectRequests.ts';
import { suspiciousTransactionReported } from './events/suspiciousTransactionReported.ts';
import { partyStatuses } from './state.ts';

/**
 * The events of this stream and its transition table, side by side (see `domain/firearm/catalogue.ts`). `MERGE` makes
 * the alias MERGED and leaves the survivor as it is, `SPLIT` gives the alias back the status it had.
 */
// biome-ignore format: the columns are the table
export const partyCatalogue = [
  //                      NEW     ACTIVE    DECEASED  CEASED    MERGED  ERASED
  [partyRegistered,      'ACTIVE  R01       R01       R01       R01     R01'],
  [partyDetailsChanged,  'R00     =         =         =         R17     R17'],
  [partyDied,            'R00     DECEASED  R19       DECEASED  R17     R17'],
  [partyMerged,          'R00     MERGE     MERGE     MERGE     R17     R17'],
  [partySplit,           'R00     =         =         =         SPLIT   R17'],
  [authorisationLinked,  'R00     =         =         =         =       R17'],
  [stockInventoryRecorded,        'R00 =      =   =   R17 R17'],
  [dealerCeased,                  'R00 CEASED =   R19 R17 R17'],
  [registerHandedOver,            'R00 R17    =   =   R17 R17'],
  [suspiciousTransactionReported, 'R00 =      R17 =   R17 R17'],
  [personalDataErased,            'R00 ERASED ERASED ERASED ERASED R19'],
  [subjectRequestReceived,        'R00 =      =   =   =   R17'],
  [subjectRequestDecided,         'R00 =      =   =   =   ='],
  [recipientInformed,             'R00 =      =   =   =   ='],
  // ----------------------------------------------------------------------------
  ...recordRows(partyStatuses),
] as const satisfies ReadonlyArray<readonly [AnyPartyEvent, string]>;
