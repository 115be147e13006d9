import { addDays, type CalendarDate } from '../time/calendarDate.ts';
import {
  anyModel,
  domesticModel,
  foreignModel,
  identityOf,
  type Model,
  primaryLocation,
  serialOf,
} from './models.ts';
import { placeIn } from './particulars.ts';
import {
  asDealer,
  asMaker,
  asState,
  capacityOf,
  clerk,
  customs,
  digitisation,
  mayHave,
  type Party,
  police,
} from './parties.ts';
import { proportions } from './proportions.ts';
import type { Step } from './step.ts';
import { type Arm, anyDealer, somebody, type Tale, wait } from './tale.ts';
import { sell, transfer } from './trade.ts';

const firearm = { kind: 'firearm', prefix: 'W' } as const;
const yearOf = (day: CalendarDate): number => Number(day.slice(0, 4));

const armOf = (
  first: Step,
  model: Model,
  serial: string | undefined,
  day: CalendarDate,
  holder?: Party,
): Arm => ({
  key: first.subject,
  first,
  model,
  category: model.category,
  subcategory: model.subcategory,
  serial,
  day,
  holder,
  settled: holder !== undefined,
});

const appliedMark = (model: Model, serialRaw: string, day: CalendarDate) => ({
  elements: {
    manufacturer: model.make,
    country: model.countryOfManufacture,
    serialRaw,
    year: yearOf(day),
    model: model.model,
  },
  purpose: 'MANUFACTURE',
  location: primaryLocation(model),
  alphabet: 'LATIN',
  numerals: 'ARABIC',
  charHeightMm: 2,
  depthMm: 0.1,
  carrier: 'METAL',
  method: 'LASER',
});

const registration = (tale: Tale, arm: Arm, party: Party, kind: string, day: CalendarDate) => ({
  identity: identityOf(arm.model, arm.serial ?? { absent: 'OBLITERATED' }, yearOf(day)),
  frameMark: {
    location: primaryLocation(arm.model),
    serialRaw: arm.serial ?? { absent: 'OBLITERATED' },
    year: yearOf(day),
  },
  responsiblePartyId: tale.meet(party).id,
  partyRole: capacityOf(party),
  kind,
});

/** Made, marked, registered and placed on the market by the maker, then delivered to a dealer (Dir. 4(1)). */
export const manufactured = (tale: Tale, day: CalendarDate): Arm => {
  const { random, tell, nation, plan } = tale;
  const maker = tale.meet(nation.maker);
  const by = asMaker(maker);
  const model = domesticModel(random);
  const serial = serialOf(random);
  const first = tell(firearm, by, 'FirearmManufactured', day, {
    identity: identityOf(model, serial, yearOf(day)),
    placeOfManufacture: { country: plan.territory },
    completedOn: day,
  });
  const arm = armOf(first, model, serial, day, maker);
  if (random.chance(proportions.soldBeforeRegistration)) {
    wait(tale, arm, 1, 3);
    transfer(tale, arm, anyDealer(tale), {}, { refused: 'R03' });
  }
  tell(arm.key, by, 'FirearmMarked', wait(tale, arm, 1, 5), { mark: appliedMark(model, serial, day) });
  tell(arm.key, by, 'FirearmRegistered', wait(tale, arm, 0, 3), registration(tale, arm, maker, 'NEW', day));
  tell(arm.key, by, 'FirearmPlacedOnMarket', wait(tale, arm, 1, 30), { firstMarketDate: arm.day });
  wait(tale, arm, 1, 60);
  sell(tale, arm, anyDealer(tale));
  return arm;
};

/** Imported by a firm, marked with the import, and delivered to a dealer (Protocol 8(1)(b), 258/2012). */
export const imported = (tale: Tale, day: CalendarDate): Arm => {
  const { random, tell, nation, plan } = tale;
  const importer = tale.meet(random.pick(nation.importers));
  const model = foreignModel(random);
  const serial = serialOf(random);
  const declared = {
    identity: identityOf(model, serial, yearOf(day)),
    fromCountry: model.countryOfManufacture,
    licenceNo: `IMP-${day.slice(0, 7)}`,
    customsRef: `25${plan.territory}${random.between(100_000, 999_999)}`,
    kind: 'NEW',
  };
  if (random.chance(proportions.attemptWithoutRight)) {
    const other = somebody(tale, day, (person) => !mayHave(person, model.category, day, day));
    if (other !== undefined)
      tell(
        firearm,
        customs,
        'FirearmImported',
        day,
        { ...declared, responsiblePartyId: other.id, partyRole: 'HOLDER' },
        { refused: 'R41' },
      );
  }
  const first = tell(firearm, customs, 'FirearmImported', day, {
    ...declared,
    responsiblePartyId: importer.id,
    partyRole: 'TRADE',
  });
  const arm = armOf(first, model, serial, day, importer);
  tell(arm.key, asDealer(importer), 'ImportMarkApplied', wait(tale, arm, 1, 25), {
    importCountry: plan.territory,
    importYear: yearOf(day),
    location: primaryLocation(model),
  });
  tell(arm.key, asDealer(importer), 'FirearmPlacedOnMarket', wait(tale, arm, 0, 10), {
    firstMarketDate: arm.day,
  });
  wait(tale, arm, 1, 60);
  sell(tale, arm, anyDealer(tale));
  return arm;
};

/** Taken over from an older register, sometimes with the year only or without a known holder (catalogue 5.1). */
export const digitised = (tale: Tale, day: CalendarDate, owner?: Party): Arm => {
  const { random, tell } = tale;
  const model = anyModel(random);
  const serial = serialOf(random);
  const person =
    owner ??
    (random.chance(proportions.holderUnknown)
      ? undefined
      : somebody(tale, day, ({ from, ended }) => from <= day && (ended === undefined || ended > day)));
  const yearOnly = owner === undefined && random.chance(proportions.yearOnly);
  const written = yearOnly ? day.slice(0, 4) : day;
  const ref = `R${random.between(1, 999_999)}`;
  const first = tell(
    firearm,
    digitisation,
    'LegacyRecordDigitised',
    written,
    {
      identity: identityOf(model, serial),
      responsiblePartyId: person?.id ?? { absent: 'UNKNOWN' },
      partyRole: 'HOLDER',
      sourceRegister: 'OLD-REGISTER',
      sourceRef: ref,
      scanSha256: '0'.repeat(64),
      asWritten: `{"Make":"${model.make}","No":"${serial}"}`,
      confidence: random.chance(0.2) ? [{ field: 'model', level: 'LOW' }] : [],
    },
    { source: { kind: 'LEGACY_IMPORT', ref } },
  );
  const arm = armOf(first, model, serial, yearOnly ? `${day.slice(0, 4)}-12-31` : day, person);
  wait(tale, arm, 10, 900);
  return arm;
};

/** From State stock, marked as transferred before it reaches the civil market (Dir. 4(2); REQ-MRK-07). */
export const fromState = (tale: Tale, day: CalendarDate): Arm => {
  const { random, tell, nation } = tale;
  const body = tale.meet(nation.stateBody);
  const model = domesticModel(random);
  const serial = serialOf(random);
  const made = addDays(day, -random.between(2000, 9000));
  const stated = armOf({ subject: { kind: 'firearm', id: '' } } as Step, model, serial, day, body);
  const first = tell(
    firearm,
    clerk,
    'FirearmRegistered',
    day,
    registration(tale, stated, body, 'DECLARATION', made),
  );
  const arm = armOf(first, model, serial, day, body);
  arm.settled = false;
  if (random.chance(0.4)) return arm;
  wait(tale, arm, 100, 2500);
  if (random.chance(0.1)) {
    transfer(tale, arm, anyDealer(tale), {}, { refused: 'R07' });
    wait(tale, arm, 1, 30);
  }
  const mark = appliedMark(model, serial, made);
  tell(arm.key, asState(body), 'FirearmMarked', arm.day, {
    mark: {
      ...mark,
      purpose: 'STATE_TRANSFER',
      elements: { ...mark.elements, transferringEntity: 'State stock' },
    },
  });
  wait(tale, arm, 1, 60);
  sell(tale, arm, anyDealer(tale));
  arm.settled = true;
  return arm;
};

/** Turns up with an authority, and nobody had recorded it: handed in, found, or seized as home-made (HC-24). */
export const unknown = (tale: Tale, day: CalendarDate): Arm => {
  const { random, tell } = tale;
  const model = anyModel(random);
  const serial = random.chance(0.7) ? serialOf(random) : undefined;
  const identityAsSeen = identityOf(model, serial ?? { absent: 'OBLITERATED' });
  const seen = {
    marksSeen: serial === undefined ? [] : [{ location: primaryLocation(model), serialRaw: serial }],
    identityAsSeen,
  };
  const how = random.pick(['SURRENDERED', 'FOUND', 'SEIZED']);
  const first =
    how === 'SURRENDERED'
      ? tell(firearm, police, 'FirearmSurrendered', day, { by: 'ANONYMOUS', scheme: 'AMNESTY', ...seen })
      : how === 'FOUND'
        ? tell(firearm, police, 'FirearmFound', day, { place: placeIn(tale), ...seen })
        : tell(firearm, police, 'FirearmSeized', day, {
            caseRef: `KT-${random.between(1, 9999)}/${day.slice(2, 4)}`,
            place: placeIn(tale),
            legalGround: 'Criminal Procedure Code 147',
            exhibitNo: 'EX-1',
            marksSeen: [],
            identityAsSeen: {
              ...identityAsSeen,
              type: 'PRIVATELY_MADE_OTHER',
              make: { absent: 'NONE' },
              model: { absent: 'NONE' },
              serialRaw: { absent: 'NONE' },
            },
          });
  const arm = armOf(first, model, how === 'SEIZED' ? undefined : serial, day);
  // An amnesty lets who hands it in have it registered, if it can be identified.
  if (how !== 'SURRENDERED' || serial === undefined || !random.chance(0.3)) return arm;
  const holder = somebody(tale, day, ({ from, ended }) => from <= day && ended === undefined);
  if (holder === undefined) return arm;
  const on = wait(tale, arm, 5, 90);
  tell(
    arm.key,
    clerk,
    'FirearmRegistered',
    on,
    registration(tale, arm, holder, 'AMNESTY', addDays(day, -7000)),
  );
  arm.holder = holder;
  arm.settled = true;
  wait(tale, arm, 10, 300);
  return arm;
};
