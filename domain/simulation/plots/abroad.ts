import { addDays } from '../../time/calendarDate.ts';
import { identityOf } from '../models.ts';
import { caseNumber, docRef } from '../particulars.ts';
import { asDealer, asHolder, clerk, customs, foreignAuthority, mayHave } from '../parties.ts';
import { type Arm, type Tale, wait } from '../tale.ts';

/** Exported under a licence; some never arrive, some come back, and the same stream goes on (HC-16). */
export const abroad = (tale: Tale, arm: Arm): void => {
  const { random, tell, plan } = tale;
  const { holder } = arm;
  if (holder === undefined || holder.kind === 'STATE_BODY') return;
  const issued = wait(tale, arm, 5, 200);
  const country = random.pick(['RS', 'BA', 'MK', 'CH']);
  const licenceNo = caseNumber('EXP', arm, issued);
  const authorisation = caseNumber(country, arm, issued);
  const licence = tell({ kind: 'authorisation', prefix: 'E' }, clerk, 'ExportAuthorised', issued, {
    licenceNo,
    holderId: holder.id,
    issuedAt: 'Podgorica',
    issuedOn: issued,
    validTo: addDays(issued, 180),
    exportCountry: plan.territory,
    importCountry: country,
    transitCountries: [],
    finalRecipient: {
      name: 'Recipient',
      address: { street: '1 Example Street', locality: 'Abroad', country },
    },
    goods: [
      {
        description: arm.model.type,
        category: arm.category,
        subcategory: arm.subcategory,
        firearmId: arm.key.id,
        quantity: 1,
      },
    ],
    militaryList: false,
    importAuthorisationRef: docRef('IMPORT_AUTHORISATION', authorisation, country, issued),
  });
  const departed = wait(tale, arm, 3, 60);
  arm.settled = false;
  tell(
    arm.key,
    holder.kind === 'PERSON' ? asHolder(holder) : asDealer(holder),
    'FirearmDispatched',
    departed,
    {
      licenceId: licence.subject.id,
      licenceNo,
      departedAt: departed,
      carrier: 'Carrier 1',
      route: [country],
      importAuthorisationRef: authorisation,
    },
    { after: licence },
  );
  if (random.chance(0.15)) {
    tell(arm.key, customs, 'DispatchAborted', wait(tale, arm, 1, 5), {
      reason: random.pick(['NOT_SENT', 'TURNED_BACK', 'LICENCE_REVOKED']),
    });
    arm.settled = true;
    wait(tale, arm, 5, 60);
    return;
  }
  if (random.chance(0.1)) return;
  tell(arm.key, foreignAuthority, 'FirearmArrivedAbroad', wait(tale, arm, 1, 20), {
    destinationState: country,
    arrivedOn: arm.day,
    definitive: true,
    proof: caseNumber('CMR', arm, departed),
  });
  if (!random.chance(0.3)) return;
  const back = wait(tale, arm, 30, 120);
  if (holder.kind === 'PERSON' && !mayHave(holder, arm.category, back, back)) return;
  tell(arm.key, customs, 'FirearmImported', back, {
    identity: identityOf(arm.model, arm.serial ?? { absent: 'UNKNOWN' }),
    fromCountry: country,
    licenceNo: caseNumber('IMP', arm, arm.day),
    customsRef: caseNumber('MRN', arm, arm.day),
    kind: 'RETURN',
    responsiblePartyId: holder.id,
    partyRole: holder.kind === 'PERSON' ? 'HOLDER' : 'TRADE',
  });
  arm.settled = true;
  wait(tale, arm, 10, 100);
};
