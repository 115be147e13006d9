import { derivedIds } from '../../infra/system/derivedIds.ts';
import type { SendAsClerk } from './entitled.ts';

const organisation = 'test';
const keyOf = (holderId: string): string => `export-${holderId}`;

/** Number and id of the export licence that `exportLicence` grants a party, known before it is granted. */
export const exportLicenceOf = (holderId: string) => ({
  licenceNo: 'EXP-2026-0042',
  licenceId: derivedIds.subjectId('E', organisation, keyOf(holderId)),
});

/** Grants a party, who is registered already, a licence to export a thousand firearms of category B to Serbia. */
export const exportLicence = async (
  send: SendAsClerk,
  holderId: string,
  validTo = '2026-12-31',
): Promise<void> => {
  const answer = await send(
    {
      plural: 'authorisations',
      key: keyOf(holderId),
      body: {
        type: 'ExportAuthorised',
        effectiveAt: '2026-01-01',
        payload: {
          licenceNo: exportLicenceOf(holderId).licenceNo,
          holderId,
          issuedAt: 'Podgorica',
          issuedOn: '2026-01-01',
          validTo,
          exportCountry: 'ME',
          importCountry: 'RS',
          transitCountries: [],
          finalRecipient: {
            name: 'Recipient 3',
            address: { street: '1 Example Street', locality: 'Beograd', country: 'RS' },
          },
          goods: [{ description: 'Pistols', category: 'B', quantity: 1000 }],
          militaryList: false,
          importAuthorisationRef: { kind: 'IMPORT', number: 'RS-1', issuer: 'Ministry', date: '2025-12-01' },
        },
      },
    },
    organisation,
  );
  if (answer.statusCode >= 300) throw new Error(`ExportAuthorised: ${answer.statusCode} ${answer.body}`);
};
