import { recipientInformed } from '../stream/records/recipientInformed.ts';
import { recordRows } from '../stream/records/rows.ts';
import type { AnyFirearmEvent } from './definition.ts';
import { alertDischarged } from './events/alertDischarged.ts';
import { alertWithdrawn } from './events/alertWithdrawn.ts';
import { ballisticHitReported } from './events/ballisticHitReported.ts';
import { ballisticImageFiled } from './events/ballisticImageFiled.ts';
import { ballisticTestFired } from './events/ballisticTestFired.ts';
import { componentFitted } from './events/componentFitted.ts';
import { componentRemoved } from './events/componentRemoved.ts';
import { componentReplaced } from './events/componentReplaced.ts';
import { crimeGunRecovered } from './events/crimeGunRecovered.ts';
import { deactivationCertified } from './events/deactivationCertified.ts';
import { deactivationPerformed } from './events/deactivationPerformed.ts';
import { deactivationRejected } from './events/deactivationRejected.ts';
import { deactivationRevoked } from './events/deactivationRevoked.ts';
import { disclosureRecorded } from './events/disclosureRecorded.ts';
import { dispatchAborted } from './events/dispatchAborted.ts';
import { evidenceCustodyMoved } from './events/evidenceCustodyMoved.ts';
import { firearmArrivedAbroad } from './events/firearmArrivedAbroad.ts';
import { firearmDestroyed } from './events/firearmDestroyed.ts';
import { firearmDismantled } from './events/firearmDismantled.ts';
import { firearmDispatched } from './events/firearmDispatched.ts';
import { firearmForfeited } from './events/firearmForfeited.ts';
import { firearmFound } from './events/firearmFound.ts';
import { firearmImported } from './events/firearmImported.ts';
import { firearmManufactured } from './events/firearmManufactured.ts';
import { firearmMarked } from './events/firearmMarked.ts';
import { firearmModified } from './events/firearmModified.ts';
import { firearmPlacedOnMarket } from './events/firearmPlacedOnMarket.ts';
import { firearmRecategorised } from './events/firearmRecategorised.ts';
import { firearmRegistered } from './events/firearmRegistered.ts';
import { firearmReleased } from './events/firearmReleased.ts';
import { firearmRemarked } from './events/firearmRemarked.ts';
import { firearmSeized } from './events/firearmSeized.ts';
import { firearmSurrendered } from './events/firearmSurrendered.ts';
import { firearmTransferred } from './events/firearmTransferred.ts';
import { identityConflictOpened, identityConflictResolved } from './events/identityConflict.ts';
import { importMarkApplied } from './events/importMarkApplied.ts';
import { inheritanceOpened } from './events/inheritanceOpened.ts';
import { legacyRecordDigitised } from './events/legacyRecordDigitised.ts';
import { legalHoldLifted } from './events/legalHoldLifted.ts';
import { legalHoldPlaced } from './events/legalHoldPlaced.ts';
import { lossReported } from './events/lossReported.ts';
import { markFoundAltered } from './events/markFoundAltered.ts';
import { inboundNoticeReceived, outboundNoticeSent } from './events/notices.ts';
import { personalDataErased } from './events/personalDataErased.ts';
import { proofTested } from './events/proofTested.ts';
import { retentionExpired } from './events/retentionExpired.ts';
import { streamSplit, streamsMerged, streamsUnmerged } from './events/streamLinks.ts';
import { temporaryCustodyEnded } from './events/temporaryCustodyEnded.ts';
import { temporaryCustodyStarted } from './events/temporaryCustodyStarted.ts';
import { theftReported } from './events/theftReported.ts';
import { transferConfirmed } from './events/transferConfirmed.ts';
import { transferDisputed } from './events/transferDisputed.ts';
import { transitObserved } from './events/transitObserved.ts';
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
  [firearmManufactured,    'MFD   R01   R01   R01   R01   R01   R01   R01   R01   R01   R01   R01   R01   R01   R01'],
  [firearmMarked,          'R00   =     =     =     =     =     R09   R10   R11   =     =     =     R14   R15   R16'],
  [firearmRemarked,        'R00   =     =     =     =     =     R09   R10   R11   =     =     =     R14   R15   R16'],
  [firearmRegistered,      'PARTY TRD   R01   R01   R01   R01   R01   R01   R01   PARTY R13   R01   R01   R15   R16'],
  [firearmImported,        'PARTY R06   R06   R06   R06   R06   R06   IC    IC    R06   R06   R06   PARTY IC    IC'],
  [firearmTransferred,     'R00   R03   PARTY PARTY PARTY R08   R09   R10   R11   R12   R13   PARTY R14   R15   R16'],
  [temporaryCustodyStarted,'R00   R03   TMP   TMP   TMP   R08   R09   R10   R11   R12   R13   R12   R14   R15   R16'],
  [temporaryCustodyEnded,  'R00   R17   R17   R17   R17   BACK  R17   R10   R11   R17   R13   R17   R17   R15   R16'],
  [firearmDispatched,      'R00   R03   TRN   TRN   TRN   TRN   R09   R10   R11   R12   R13   TRN   R14   R15   R16'],
  [firearmArrivedAbroad,   'R00   R18   R18   R18   R18   R18   EXP   EXP+F EXP+F R18   R18   R18   R19   R15   R16'],
  [lossReported,           'R00   LST   LST   LST   LST   LST   LST   R19   R20   LST   LST   LST   =     R15   IC'],
  [theftReported,          'R00   STL   STL   STL   STL   STL   STL   STL   R19   STL   STL   STL   =     R15   IC'],
  [alertWithdrawn,         'R00   R21   R21   R21   R21   R21   R21   BACK  BACK  =     =     =     =     R21   R21'],
  [firearmFound,           'AUT   AUT   AUT+F AUT+F AUT+F AUT+F AUT+F AUT   AUT   R19   R22   R19   AUT+F IC    IC'],
  [firearmSurrendered,     'AUT   R03   AUT   AUT   AUT   AUT   R09   AUT   AUT   R19   R22   R19   AUT+F IC    IC'],
  [firearmSeized,          'SZD   SZD   SZD   SZD   SZD   SZD   SZD   SZD   SZD   SZD   R22   SZD   SZD+F IC    IC'],
  [firearmReleased,        'R00   R17   R17   R17   R17   R17   R17   R10   R11   PARTY PARTY R12   R17   R15   R16'],
  [firearmForfeited,       'R00   R17   R17   R17   R17   R17   R17   R10   R11   FRF   FRF   R19   R17   R15   R16'],
  [ballisticTestFired,     'R00   =     =     =     =     =     R09   R10   R11   =     =     =     R14   R15   R16'],
  [ballisticImageFiled,    'R00   =     =     =     =     =     R09   R10   R11   =     =     =     R14   R15   R16'],
  [deactivationPerformed,  'R00   R03   =     =     =     =     R09   R10   R11   R12   R23   =     R14   R15   R16'],
  [deactivationCertified,  'R00   R03   =     =     =     =     R09   R10   R11   =     R23   =     R14   R15   R16'],
  [firearmDestroyed,       'R00   DST   DST   R24   DST   R08   R09   R10   R11   R12   R23   DST   R14   R15   R16'],
  [personalDataErased,     'R00   R25   R25   R25   R25   R25   R25   R25   R25   R25   R25   R25   =     =     ='],
  [componentFitted,        'R00   =     =     =     =     =     R09   R10   R11   R12   R23   R12   R14   R15   R16'],
  [componentRemoved,       'R00   =     =     =     =     =     R09   R10   R11   R12   R23   R12   R14   R15   R16'],
  [firearmModified,        'R00   =     =     =     =     =     R09   R10   R11   R12   R23   R12   R14   R15   R16'],
  [firearmRecategorised,   'R00   =     =     =     =     =     =     =     =     =     =     =     =     R15   R16'],
  [firearmDismantled,      'R00   =     DSM   DSM   DSM   R08   R09   R10   R11   R12   R23   DSM   R14   R15   R16'],
  [componentReplaced,      'R00   =     =     =     =     =     R09   R10   R11   R12   R23   R12   R14   R15   R16'],
  // --------------------------------------------------------------------------------------------------------------
  [importMarkApplied,      'R00   =     =     =     =     =     R09   R10   R11   =     =     =     R14   R15   R16'],
  [firearmPlacedOnMarket,  'R00   R03   =     =     =     =     R09   R10   R11   R12   R13   R12   R14   R15   R16'],
  [legacyRecordDigitised,  'PARTY TRD   R01   R01   R01   R01   R01   R01   R01   PARTY R13   R01   R01   R15   R16'],
  [transferConfirmed,      'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [transferDisputed,       'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [alertDischarged,        'R00   R21   R21   R21   R21   R21   R21   R17   R17   =     =     =     =     R21   R21'],
  [proofTested,            'R00   =     =     R17   =     =     R09   R10   R11   R12   R13   R12   R14   R15   R16'],
  [markFoundAltered,       'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [inheritanceOpened,      'R00   R03   R17   TMP   R17   =     =     =     =     =     =     R17   =     R15   R16'],
  [dispatchAborted,        'R00   R17   R17   R17   R17   R17   BACK  R10   R11   R17   R13   R17   R17   R15   R16'],
  [transitObserved,        'EXP   =+F   =+F   =+F   =+F   =+F   =     =+F   =+F   =+F   =+F   =+F   =     IC    IC'],
  [evidenceCustodyMoved,   'R00   R17   R17   R17   R17   R17   R09   R10   R11   =     =     R17   R14   R15   R16'],
  [ballisticHitReported,   'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [crimeGunRecovered,      'R00   =     =     =     =     =     =     =     =     =     =     =     =     IC    IC'],
  [deactivationRejected,   'R00   R03   =     =     =     =     =     =     =     =     =     =     =     R15   R16'],
  [deactivationRevoked,    'R00   R03   =     =     =     =     =     =     =     =     =     =     =     R15   R16'],
  [legalHoldPlaced,        'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [legalHoldLifted,        'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [retentionExpired,       'R00   R25   R25   R25   R25   R25   R25   R25   R25   R25   R25   R25   =     =     ='],
  [outboundNoticeSent,     'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [inboundNoticeReceived,  'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [disclosureRecorded,     'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [recipientInformed,      'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [identityConflictOpened, 'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [identityConflictResolved,'R00  =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [streamsMerged,          'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [streamsUnmerged,        'R00   =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  [streamSplit,            '=     =     =     =     =     =     =     =     =     =     =     =     =     =     ='],
  ...recordRows(custodies),
] as const satisfies ReadonlyArray<readonly [AnyFirearmEvent, string]>;
