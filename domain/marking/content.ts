import type { AppliedMark } from '../firearm/identity.ts';
import type { Refusal } from '../shared/refusal.ts';
import { faultIf } from './fault.ts';

/** What a full mark says (Dir. 4(2); REQ-MRK-02). Model "where feasible" and trademark are never required. */
export const contentFaults = (
  { elements }: Pick<AppliedMark, 'elements'>,
  pointer: string,
): ReadonlyArray<Refusal> => [
  ...faultIf(
    elements.manufacturer.trim() === '',
    `${pointer}/elements/manufacturer`,
    'The mark names the manufacturer or brand. Add it.',
  ),
  ...faultIf(
    elements.country === undefined && elements.place === undefined,
    `${pointer}/elements/country`,
    'The mark names the country or the place of manufacture. Give one of them.',
  ),
  ...faultIf(
    elements.serialRaw.trim() === '',
    `${pointer}/elements/serialRaw`,
    'The mark holds the serial number. Add it.',
  ),
  ...faultIf(
    elements.year === undefined && elements.yearInSerial !== true,
    `${pointer}/elements/year`,
    'The mark shows the year of manufacture. Give the year, or state yearInSerial if the serial number contains it.',
  ),
];

/** A mark of transfer from State stock tells who gave the firearm away (Dir. 4(2) last subpara; REQ-MRK-07). */
export const stateTransferFaults = (
  { elements }: Pick<AppliedMark, 'elements'>,
  pointer: string,
): ReadonlyArray<Refusal> =>
  faultIf(
    elements.transferringEntity === undefined,
    `${pointer}/elements/transferringEntity`,
    'The mark of transfer from State stock identifies the transferring entity. Name it.',
  );
