import { recordRows } from '../stream/records/rows.ts';
import type { AnyAuthorisationEvent } from './definition.ts';
import { authorisationApplied } from './events/authorisationApplied.ts';
import { authorisationExpired } from './events/authorisationExpired.ts';
import { authorisationGranted } from './events/authorisationGranted.ts';
import { authorisationRefused } from './events/authorisationRefused.ts';
import { authorisationRenewed } from './events/authorisationRenewed.ts';
import { authorisationReviewed } from './events/authorisationReviewed.ts';
import { authorisationSuspended } from './events/authorisationSuspended.ts';
import { authorisationUsed } from './events/authorisationUsed.ts';
import { authorisationUseReturned } from './events/authorisationUseReturned.ts';
import { authorisationWithdrawn } from './events/authorisationWithdrawn.ts';
import { dealerTransferNotified } from './events/dealerTransferNotified.ts';
import { exportAuthorised } from './events/exportAuthorised.ts';
import { importAuthorised } from './events/importAuthorised.ts';
import { passEntryAdded } from './events/passEntryAdded.ts';
import { passEntryRemoved } from './events/passEntryRemoved.ts';
import { passExtended } from './events/passExtended.ts';
import { passIssued } from './events/passIssued.ts';
import { priorConsentReceived } from './events/priorConsentReceived.ts';
import { priorConsentRequested } from './events/priorConsentRequested.ts';
import { refusalAnnulled } from './events/refusalAnnulled.ts';
import { refusalLookupPerformed } from './events/refusalLookupPerformed.ts';
import { temporaryTransferRecorded } from './events/temporaryTransferRecorded.ts';
import { transferAuthorisationRequested } from './events/transferAuthorisationRequested.ts';
import { transferAuthorised } from './events/transferAuthorised.ts';
import { transferRefused } from './events/transferRefused.ts';
import { transferRevoked } from './events/transferRevoked.ts';
import { transitAuthorised } from './events/transitAuthorised.ts';
import { authorisationStatuses } from './state.ts';

/**
 * The events of this stream and its transition table, side by side (see `domain/firearm/catalogue.ts`). `REVIEW` ends a
 * suspension if the review says that the right continues. What kind of authorisation a stream is about stays with its
 * first event; each event checks it.
 */
// biome-ignore format: the columns are the table
export const authorisationCatalogue = [
  //                                 NEW        APPLIED    GRANTED    REFUSED    SUSPENDED  EXPIRED    WITHDRAWN
  [authorisationApplied,           'APPLIED    R01        R01        R01        R01        R01        R01'],
  [refusalLookupPerformed,         'R00        =          =          R17        =          =          R17'],
  [authorisationGranted,           'GRANTED    GRANTED    R01        R17        R17        R17        R17'],
  [authorisationRefused,           'R00        REFUSED    R17        R19        R17        R17        R17'],
  [refusalAnnulled,                'R00        R17        R17        APPLIED    R17        R17        R17'],
  [authorisationReviewed,          'R00        R17        =          R17        REVIEW     R17        R17'],
  [authorisationRenewed,           'R00        R17        =          R17        R17        GRANTED    R17'],
  [authorisationExpired,           'R00        R17        EXPIRED    R17        EXPIRED    R19        R17'],
  [authorisationSuspended,         'R00        R17        SUSPENDED  R17        R19        R17        R17'],
  [authorisationWithdrawn,         'R00        R17        WITHDRAWN  R17        WITHDRAWN  R17        R19'],
  //
  [passIssued,                     'GRANTED    R01        R01        R01        R01        R01        R01'],
  [passEntryAdded,                 'R00        R17        =          R17        R17        R17        R17'],
  [passEntryRemoved,               'R00        R17        =          R17        =          =          ='],
  [passExtended,                   'R00        R17        =          R17        R17        GRANTED    R17'],
  [temporaryTransferRecorded,      'R00        R17        =          R17        =          =          ='],
  //
  [priorConsentRequested,          'APPLIED    R01        R01        R01        R01        R01        R01'],
  [priorConsentReceived,           'GRANTED    GRANTED    R19        R17        R17        R17        R17'],
  [transferAuthorisationRequested, 'APPLIED    R01        R01        R01        R01        R01        R01'],
  [transferAuthorised,             'R00        GRANTED    R01        R17        R17        R17        R17'],
  [transferRefused,                'R00        REFUSED    R17        R19        R17        R17        R17'],
  [transferRevoked,                'R00        R17        WITHDRAWN  R17        WITHDRAWN  R17        R19'],
  [dealerTransferNotified,         'R00        R18        =          R18        R18        R18        R18'],
  [exportAuthorised,               'GRANTED    R01        R01        R01        R01        R01        R01'],
  [importAuthorised,               'GRANTED    R01        R01        R01        R01        R01        R01'],
  [transitAuthorised,              'GRANTED    R01        R01        R01        R01        R01        R01'],
  [authorisationUsed,              'R00        R18        =          R18        =          =          ='],
  [authorisationUseReturned,       'R00        R17        =          R17        =          =          ='],
  ...recordRows(authorisationStatuses),
] as const satisfies ReadonlyArray<readonly [AnyAuthorisationEvent, string]>;
