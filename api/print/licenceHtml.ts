import type { HashedLicence } from '../../domain/authorisation/licenceDocument.ts';
import type { LicenceDocument } from '../http/licenceRoutes.ts';
import { escaped, heading, page, paragraph, table, terms } from './html.ts';
import { paperProofPart } from './paperProofHtml.ts';
import { printedDetail } from './passHtml.ts';

const side = (title: string, { party, name, address }: LicenceDocument['supplier']): string =>
  heading(title) +
  terms([
    ['Name', printedDetail(name ?? undefined)],
    ['Address', printedDetail(address ?? undefined)],
    ['Register number', party],
  ]);

/** The paper that travels with the firearm (Dir. 16(2)): all particulars, a hash to compare copies by, and where its record is in the signed log. */
export const licenceHtml = (document: LicenceDocument, licence: HashedLicence): string => {
  const { particulars } = licence;
  return page(
    `Licence for the transfer of firearms ${licence.licenceNo}`,
    [
      document.inForce ? '' : paragraph(`This licence is NOT in force (${document.status}).`),
      terms([
        ['Issuing State', licence.issuingState],
        ['Number', licence.licenceNo],
        ['Kind', licence.kind === 'DEFINITIVE' ? 'for good' : 'for a time'],
        ['Valid', `${licence.validFrom} to ${licence.validTo}`],
        ['State of destination', particulars.destinationState],
        ['States of transit', particulars.transitStates.join(', ') || 'none'],
        ['Means of transfer', particulars.meansOfTransfer],
        ['Departure', particulars.departOn],
        ['Estimated arrival', particulars.arriveOn],
        ['Number of firearms', String(particulars.count)],
      ]),
      side('Seller, disposer or owner', document.supplier),
      side('Buyer, acquirer or owner', document.acquirer),
      heading('Delivery address'),
      paragraph(printedDetail(document.deliveryAddress ?? undefined)),
      heading('Firearms'),
      table(
        ['Firearm', 'Category', 'Checked under the CIP Convention', 'Register number'],
        document.firearms.map(({ description, category, proofChecked, firearmId }) => [
          description,
          category ?? '',
          proofChecked ? 'yes' : 'no',
          firearmId,
        ]),
        'None.',
      ),
      heading('How to compare two copies'),
      `<p>SHA-256: <code>${escaped(document.sha256)}</code></p>\n`,
      paragraph(
        'The issuing authority gives the same value for this licence. It is made over everything stated here but names and addresses; ' +
          'if one of it was changed, the values differ.',
      ),
      paperProofPart(
        document.proof,
        'That it was issued like this is what the file proves. Whether it was revoked since, the issuing authority says.',
      ),
      terms([['As known at', document.knownAt]]),
    ].join(''),
  );
};
