import { recordRows } from '../stream/records/rows.ts';
import type { AnyFirearmEvent } from './definition.ts';
import { alertDischarged } from './events/alertDischarged.ts';
import { alertWithdrawn } from './events/alertWithdrawn.ts';
import { deactivationCertified } from './events/deactivationCertified.ts';
import { deactivationPerformed } from './events/deactivationPerformed.ts';
import { firearmDestroyed } from './events/firearmDestroyed.ts';
import { firearmForfeited } from './events/firearmForfeited.ts';
import { firearmFound } from './events/firearmFound.ts';
import { firearmImported } from './events/firearmImported.ts';
import { firearmManufactured } from './events/firearmManufactured.ts';
import { firearmMarked } from './events/firearmMarked.ts';
import { firearmPlacedOnMarket } from './events/firearmPlacedOnMarket.ts';
import { firearmRegistered } from './events/firearmRegistered.ts';
import { firearmReleased } from './events/firearmReleased.ts';
import { firearmSeized } from './events/firearmSeized.ts';
import { firearmTransferred } from './events/firearmTransferred.ts';
import { identityConflictOpened, identityConflictResolved } from './events/identityConflict.ts';
import { importMarkApplied } from './events/importMarkApplied.ts';
import { legacyRecordDigitised } from './events/legacyRecordDigitised.ts';
import { lossReported } from './events/lossReported.ts';
import { inboundNoticeReceived, outboundNoticeSent } from './events/notices.ts';
import { streamSplit, streamsMerged, streamsUnmerged } from './events/streamLinks.ts';
import { theftReported } from './events/theftReported.ts';
import { transferConfirmed } from './events/transferConfirmed.ts';
import { transferDisputed } from './events/transferDisputed.ts';
import { custodies } from './state.ts';

/**
 * The events of the firearm stream and the transition table of catalogue 6.1, side by side: adding an event is one
 * file in `events/` and one line here. Cells: a custody state, `=` unchanged, `Rnn` refusal, `PARTY` TRD, HLD or STK
 * by the receiving party, `BACK` to the state before the report, `IC` accepted with an identity conflict, `+F`
 * accepted with an anomaly. Rows below the rule have no row of their own in the catalogue's table.
 */
// biome-ignore format: the columns are the table
export const firearmCatalogue = [
  //                       NEW   MFD   TRD   HLD   STK   TMP   TRN   LST   STL   AUT   SZD   FRF   EXP   DSM   DST
  [firearmManufactured,   'MFD   R01   R01   R01   R01   R01   R01   R01   R01   R01   R01   R01   R01   R01   R01'],
  [firearmMarked,         'R00   =     =     =     =     =     R09   R10   R11   =     =     =     R14   R15   R16'],
  [firearmRegistered,     'PARTY TRD   R01   R01   R01   R01   R01   R01   R01   PARTY R13   R01   R01   R15   R16'],
  [firearmImported,       'PARTY R06   R06   R06   R06   R06   R06   IC    IC    R06   R06   R06   PARTY IC    IC'],
  [firearmTransferred,    'R00   R03   PARTY PARTY PARTY R08   R09   R10   R11   R12   R13   PARTY R14   R15   R16'],
  [lossReported,          'R00   LST   LST   LST   LST   LST   LST   R19   R20   LST   LST   LST   =     R15   IC'],
  [theftReported,         'R00   STL   STL   STL   STL   STL   STL   STL   R19   STL   STL   STL   =     R15   IC'],
  [alertWithdrawn,        'R00   R21   R21   R21   R21   R21   R21   BACK  BACK  =     =     =     =     R21   R21'],
  [firearmFound,          'AUT   AUT   AUT+F AUT+F AUT+F AUT+F AUT+F AUT   AUT   R19   R22   R19   AUT+F IC    IC'],
  [firearmSeized,         'SZD   SZD   SZD   SZD   SZD   SZD   SZD   SZD   SZD   SZD   R22   SZD   SZD+F IC    IC'],
  [firearmReleased,       'R00   R17   R17   R17   R17   R17   R17   R10   R11   PARTY PARTY R12   R17   R15   R16'],
  [firearmForfeited,      'R00   R17   R17   R17   R17   R17   R17   R10   R11   FRF   FRF   R19   R17   R15   R16'],
  [deactivationPerformed, 'R00   R03   =     =     =     =     R09   R10   R11   R12   R23   =     R14   R15   R16'],
  [deactivationCertified, 'R00   R03   =     =     =     =     R09   R10   R11   =     R23   =     R14   R15   R16'],
  [firearmDestroyed,      'R00   DST   DST   R24   DST   R08   R09   R10   R11   R12   R23   DST   R14   R15   R16'],
  // --------------------------------------------------------------------------------------------------------------
  [importMarkApplied,     'R00   =     =     =     =     =     R09   R10   R11   =     =     =     R14   R15   R16'],
  [firearmPlacedOnMarket, 'R00   R03   =     =     =     =     R09   R10   R11   R12   R13   R12   R14   R15   R16'],
  [legacyRecordDigitised, 'PARTY TRD   R01   R01   R01   R01   R01   R01   R01   PARTY R13   R01   R01   R15   R16'],
  [transferConfirmed,     'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [transferDisputed,      'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [alertDischarged,       'R00   R21   R21   R21   R21   R21   R21   R17   R17   =     =     =     =     R21   R21'],
  [outboundNoticeSent,    'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [inboundNoticeReceived, 'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [identityConflictOpened, 'R00  =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [identityConflictResolved, 'R00 =    =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [streamsMerged,         'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [streamsUnmerged,       'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [streamSplit,           '=     =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  ...recordRows(custodies),
] as const satisfies ReadonlyArray<readonly [AnyFirearmEvent, string]>;
