import type { RecordedEvent } from '../event/envelope.ts';
import { canonicalJson, type Json } from '../shared/canonicalJson.ts';
import type { Sealed } from '../shared/shape.ts';
import type { TransferParticulars } from './particulars.ts';

/** What a TransferAuthorised event states, as recorded. */
export type IssuedLicence = {
  readonly licenceNo: string;
  readonly kind: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly particulars?: TransferParticulars;
};

/** What the hash of a licence is made over: everything it says but personal data, which may have to be erased. */
export const hashedLicence = (
  authorisationId: string,
  issuingState: string,
  { eventId, payload }: RecordedEvent<string, IssuedLicence>,
) => {
  const { licenceNo, kind, validFrom, validTo, particulars } = payload;
  const { deliveryAddress: _personal, ...stated } =
    particulars ?? ({} as Partial<TransferParticulars> & { readonly deliveryAddress?: Sealed });
  return {
    version: 1,
    issuingState,
    authorisationId,
    eventId,
    licenceNo,
    kind,
    validFrom,
    validTo,
    particulars: stated as Omit<TransferParticulars, 'deliveryAddress'>,
  };
};
export type HashedLicence = ReturnType<typeof hashedLicence>;

/** The text whose SHA-256 identifies the licence (RFC 8785): whoever has the data can make it himself. */
export const licenceText = (licence: HashedLicence): string => canonicalJson(licence as unknown as Json);
