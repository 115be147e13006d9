import { calibreKey } from '../identification/calibre.ts';
import { makerKey } from '../identification/maker.ts';
import { canonicalSerial } from '../identification/serial.ts';
import { coded, isAbsent, oneOf, optional, record, text, type ValueOf } from '../shared/shape.ts';
import { firearmTypes, type Identity } from './identity.ts';

/**
 * What a dealer reads off the firearm beside its id, so that a wrong row of a batch shows (identification 7): the id
 * alone fits any firearm.
 */
export const controlData = record(
  {
    make: text(120, 'maker as read', 'Zastava'),
    calibre: text(40, 'calibre as marked', '9 mm Luger'),
    type: oneOf(firearmTypes, 'kind of firearm'),
    serialRaw: optional(coded(text(40, 'serial number as read', 'AB 12345'))),
  },
  'particulars as read off the firearm, to compare with the register',
  'ControlData',
);

const differs = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one !== other;

/** Whether what was read contradicts what is recorded; what either side does not state contradicts nothing. */
export const controlDiffers = (
  control: ValueOf<typeof controlData> | undefined,
  identity: Identity | undefined,
): boolean => {
  if (control === undefined || identity === undefined) return false;
  const { make, calibre, type, serialRaw } = identity;
  const read = control.serialRaw;
  return (
    differs(makerKey(control.make), isAbsent(make) ? undefined : makerKey(make)) ||
    differs(control.type, isAbsent(type) ? undefined : type) ||
    (!isAbsent(calibre) && !calibre.some(({ raw }) => calibreKey(raw) === calibreKey(control.calibre))) ||
    differs(
      read === undefined || isAbsent(read) ? undefined : canonicalSerial(read),
      isAbsent(serialRaw) ? undefined : canonicalSerial(serialRaw),
    )
  );
};
