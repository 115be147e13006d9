import { recordRows } from '../stream/records/rows.ts';
import type { AnyComponentEvent } from './definition.ts';
import { componentDestroyed } from './events/componentDestroyed.ts';
import { componentExported } from './events/componentExported.ts';
import { componentFitted } from './events/componentFitted.ts';
import { componentManufactured } from './events/componentManufactured.ts';
import { componentRegistered } from './events/componentRegistered.ts';
import { componentRemoved } from './events/componentRemoved.ts';
import { componentReplaced } from './events/componentReplaced.ts';
import { componentTransferred } from './events/componentTransferred.ts';
import { firearmForfeited, firearmSurrendered } from './events/givenToState.ts';
import { legalHoldLifted, legalHoldPlaced } from './events/legalHolds.ts';
import { alertDischarged, alertWithdrawn, lossReported, theftReported } from './events/lossAndTheft.ts';
import { transferConfirmed, transferDisputed } from './events/transferAnswers.ts';
import { firearmFound, firearmReleased, firearmSeized } from './events/withAuthority.ts';
import { componentStatuses } from './state.ts';

/**
 * The events of the component stream and the machine of catalogue 6.3, side by side (see `domain/firearm/catalogue.ts`).
 * `PLACED` is where a replacement puts this part, `RETURN` its firearm or loose. A part that is missing or seized on
 * its own stays so when its removal from the firearm is recorded.
 */
// biome-ignore format: the columns are the table
export const componentCatalogue = [
  //                       NEW   LOOSE     FITTED    LST  STL  AUT    SZD    FRF       EXP    DESTROYED
  [componentManufactured, 'LOOSE R01       R01       R01  R01  R01    R01    R01       R01    R01'],
  [componentRegistered,   'LOOSE =         =         R10  R11  =      R13    =         R14    R16'],
  [componentFitted,       'R00   FITTED    R17       R10  R11  R12    R23    R12       R14    R16'],
  [componentRemoved,      'R00   R17       LOOSE     =    =    =      =      =         =      R16'],
  [componentReplaced,     'R00   PLACED    PLACED    R10  R11  R12    R23    R12       R14    R16'],
  [componentTransferred,  'R00   =         R17       R10  R11  R12    R13    LOOSE     R14    R16'],
  [transferConfirmed,     'R00   =         =         =    =    =      =      =         =      ='],
  [transferDisputed,      'R00   =         =         =    =    =      =      =         =      ='],
  [lossReported,          'R00   LST       LST       R19  R20  LST    LST    LST       =      IC'],
  [theftReported,         'R00   STL       STL       STL  R19  STL    STL    STL       =      IC'],
  [alertWithdrawn,        'R00   R21       R21       BACK BACK =      =      =         =      R21'],
  [alertDischarged,       'R00   R21       R21       R17  R17  =      =      =         =      R21'],
  [firearmFound,          'AUT   AUT+F     AUT+F     AUT  AUT  R19    R22    R19       AUT+F  IC'],
  [firearmSurrendered,    'AUT   AUT       AUT+F     AUT  AUT  R19    R22    R19       AUT+F  IC'],
  [firearmSeized,         'SZD   SZD       SZD       SZD  SZD  SZD    R22    SZD       SZD+F  IC'],
  [firearmReleased,       'R00   R17       R17       R10  R11  RETURN RETURN R12       R17    R16'],
  [firearmForfeited,      'R00   R17       R17       R10  R11  FRF    FRF    R19       R17    R16'],
  [componentExported,     'R00   EXP       R17       R10  R11  R12    R13    EXP       R14    R16'],
  [componentDestroyed,    'R00   DESTROYED DESTROYED R10  R11  R12    R23    DESTROYED R14    R16'],
  [legalHoldPlaced,       'R00   =         =         =    =    =      =      =         =      ='],
  [legalHoldLifted,       'R00   =         =         =    =    =      =      =         =      ='],
  ...recordRows(componentStatuses),
] as const satisfies ReadonlyArray<readonly [AnyComponentEvent, string]>;
