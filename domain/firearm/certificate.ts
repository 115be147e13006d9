import { coded, list, oneOf, record, text } from '../shared/shape.ts';
import { firearmTypes } from './identity.ts';
import type { FirearmState } from './state.ts';

/** What a deactivation certificate says of the firearm (2015/2403 annex III; REQ-DEA-03), as the register had it then. */
export const certificateParticulars = record(
  {
    type: coded(oneOf(firearmTypes, 'kind of firearm')),
    make: coded(text(120, 'maker or brand', 'Zastava')),
    model: coded(text(120, 'model', 'M57')),
    calibre: list(text(40, 'calibre', '9 mm Luger'), 0, 4, 'calibres'),
    serials: list(text(40, 'serial number', 'AB 12345'), 0, 40, 'serial numbers it carries'),
  },
  'what the certificate says of the firearm; the ledger fills it in',
  'CertificateParticulars',
);

export const particularsOf = ({ identity, marks }: FirearmState) =>
  identity === undefined
    ? undefined
    : {
        type: identity.type,
        make: identity.make,
        model: identity.model,
        calibre: Array.isArray(identity.calibre)
          ? (identity.calibre as ReadonlyArray<{ readonly raw: string }>).map(({ raw }) => raw)
          : [],
        serials: [...new Set(marks.map(({ serialRaw }) => serialRaw))].slice(0, 40),
      };
