import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { body, party, registered, transferred } from '../harness/bodies.ts';
import { createStory, expectRebuilt } from '../harness/story.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await createTestLedger();
  await people({ P: ['owner'], F: ['dealer'] });
});
afterEach(async () => {
  await expectRebuilt(ledger);
  await ledger.close();
});

const { people, told, refused, firearm } = createStory(() => ledger);
const maker = party('F', 'maker');
const owner = party('P', 'owner');
const dealer = party('F', 'dealer');

const made = (day: string) =>
  told(['MFR', maker], undefined, body('FirearmManufactured', day, { completedOn: day }));
const example = body('FirearmMarked', '2026-01-01').payload as unknown as {
  readonly mark: { readonly elements: Record<string, unknown> };
};
const elements = {
  manufacturer: 'Zastava',
  country: 'ME',
  serialRaw: 'ZM 1',
  year: 2026,
};
const mark = (more: Record<string, unknown> = {}, said: Record<string, unknown> = {}) => ({
  mark: {
    ...example.mark,
    elements: { ...elements, ...said },
    location: 'FRAME',
    charHeightMm: 2,
    depthMm: 0.1,
    ...more,
  },
});
const marked = (day: string, more = {}, said = {}) => body('FirearmMarked', day, mark(more, said));
const identityOf = (more: object) => {
  const report = registered('2026-01-10', owner, 'M 1');
  const { identity } = report.payload as unknown as { readonly identity: object };
  return { ...report, payload: { ...report.payload, identity: { ...identity, ...more } } };
};

describe('REQ-MRK-01 the rules run by the firearm’s own date', () => {
  test('a shotgun of 1985 without year in its mark is registered, one of 2020 is not', async () => {
    await told('CLK', undefined, identityOf({ yearOfManufacture: 1985 }));
    const young = identityOf({ yearOfManufacture: 2020 });
    expect(await refused('CLK', undefined, young)).toMatchObject({
      code: 'R32',
      pointer: '/payload/frameMark/year',
    });
    const { frameMark } = young.payload as unknown as { readonly frameMark: object };
    await told('CLK', undefined, {
      ...young,
      payload: { ...young.payload, frameMark: { ...frameMark, year: 2020 } },
    });
  });
});

describe('REQ-MRK-02 to -06, -10, -11 a mark as it is applied', () => {
  const cases: ReadonlyArray<readonly [string, object, object, string]> = [
    ['REQ-MRK-02 no year', {}, { year: undefined }, '/payload/mark/elements/year'],
    ['REQ-MRK-02 neither country nor place', {}, { country: undefined }, '/payload/mark/elements/country'],
    [
      'REQ-MRK-03 reduced on a frame',
      { reduced: true, reducedReason: 'No room' },
      {},
      '/payload/mark/reduced',
    ],
    ['REQ-MRK-04 1.2 mm on a frame', { charHeightMm: 1.2 }, {}, '/payload/mark/charHeightMm'],
    ['REQ-MRK-04 Cyrillic where Latin is set', { alphabet: 'CYRILLIC' }, {}, '/payload/mark/alphabet'],
    [
      'REQ-MRK-06 polymer frame without plate',
      { frameMaterial: 'POLYMER', carrier: 'NON_METAL' },
      {},
      '/payload/mark/carrier',
    ],
    [
      'REQ-MRK-11 historic without decision',
      { markRegime: 'HISTORIC_NATIONAL' },
      {},
      '/payload/mark/regimeDecision',
    ],
  ];
  test.each(cases)('%s is refused with R32 and its field', async (_name, more, said, pointer) => {
    const { id } = await made('2026-01-10');
    expect(await refused(['MFR', maker], id, marked('2026-01-11', more, said))).toMatchObject({
      code: 'R32',
      pointer,
    });
    await told(['MFR', maker], id, marked('2026-01-12'));
    expect(await firearm(id)).toMatchObject({ markState: 'MARKED' });
  });
  test('REQ-MRK-10 a mark on a grip panel is refused by the list of parts', async () => {
    const { id } = await made('2026-01-10');
    const refusal = await refused(['MFR', maker], id, marked('2026-01-11', { location: 'GRIP_PANEL' }));
    expect(refusal.code).toBe('INVALID_REQUEST');
  });
});

describe('REQ-MRK-05 depth, REQ-REC-15 registration before the market', () => {
  const shallow = async (market: string) => {
    const { id } = await made('2025-01-10');
    await told(['MFR', maker], id, marked('2025-01-11', { depthMm: 0.05 }));
    const placed = body('FirearmPlacedOnMarket', market, { firstMarketDate: market });
    expect(await refused(['MFR', maker], id, placed)).toMatchObject({ code: 'R03' });
    await told(['MFR', maker], id, { ...registered('2025-01-12', maker, 'ZM 1') });
    return { id, placed };
  };
  test('a market date of 2025-12-01 with 0.05 mm is R32', async () => {
    const { id, placed } = await shallow('2025-12-01');
    expect(await refused(['MFR', maker], id, placed)).toMatchObject({ code: 'R32' });
  });
  test('a market date before the rule has no depth check', async () => {
    const { id, placed } = await shallow('2025-02-01');
    await told(['MFR', maker], id, placed);
  });
});

describe('ProofTested', () => {
  test('a failed proof blocks the market until it passes again', async () => {
    const { id } = await made('2025-01-10');
    await told(['MFR', maker], id, marked('2025-01-11'));
    await told(['MFR', maker], id, registered('2025-01-12', maker, 'ZM 1'));
    const placed = (day: string) => body('FirearmPlacedOnMarket', day, { firstMarketDate: day });
    await told('PRF', id, body('ProofTested', '2025-01-13', { passed: false }));
    expect(await firearm(id)).toMatchObject({ marketBlocked: true });
    expect(await refused(['MFR', maker], id, placed('2025-01-14'))).toMatchObject({ code: 'R17' });
    await told('PRF', id, body('ProofTested', '2025-01-15', { passed: true, proofKind: 'REPROOF' }));
    await told(['MFR', maker], id, placed('2025-01-16'));
  });
});

describe('REQ-MRK-07 State stock', () => {
  beforeEach(() => people({ F: ['dealer'] }));
  test.each(['STATE_TO_CIVIL', 'STATE_DISPOSAL'])('is not sold by %s without the mark', async (kind) => {
    const state = party('F', 'army');
    const { id } = await told('CLK', undefined, {
      ...registered('2026-01-10', state, 'S 1'),
      payload: { ...registered('2026-01-10', state, 'S 1').payload, partyRole: 'STATE' },
    });
    const sale = (day: string) => transferred(day, state, dealer, kind);
    expect(await refused('STO', id, sale('2026-02-10'))).toMatchObject({ code: 'R07' });
    expect(
      await refused('STO', id, marked('2026-02-11', { purpose: 'STATE_TRANSFER' }, { serialRaw: 'T 1' })),
    ).toMatchObject({ code: 'R32', pointer: '/payload/mark/elements/transferringEntity' });
    await told(
      'STO',
      id,
      marked('2026-02-12', { purpose: 'STATE_TRANSFER' }, { serialRaw: 'T 1', transferringEntity: 'Army' }),
    );
    await told('STO', id, sale('2026-02-13'));
    expect(await firearm(id)).toMatchObject({ custody: 'TRD', holder: { party: dealer } });
  });
});

describe('REQ-MRK-08 import mark', () => {
  beforeEach(() => people({ P: ['owner'] }));
  const imported = (kind: string, more: object = {}) =>
    body('FirearmImported', '2026-03-10', {
      kind,
      responsiblePartyId: dealer,
      partyRole: 'TRADE',
      licenceNo: 'I-1',
      ...more,
    });
  test('is due before the first transfer; year and country must be those of the import', async () => {
    const { id } = await told('CUS', undefined, imported('NEW'));
    const sale = (day: string) => transferred(day, dealer, owner, 'DEALER_TO_PERSON');
    expect(await refused('CLK', id, sale('2026-04-01'))).toMatchObject({ code: 'R32' });
    const applied = (importYear: number) =>
      body('ImportMarkApplied', '2026-04-02', {
        importCountry: 'ME',
        importYear,
        location: 'FRAME',
        raw: 'MNE 2026',
      });
    expect(await refused('CLK', id, applied(2025))).toMatchObject({
      code: 'R32',
      pointer: '/payload/importYear',
    });
    await told('CLK', id, applied(2026));
    expect(await firearm(id)).toMatchObject({ importMarkDue: false });
    await told('CLK', id, sale('2026-04-03'));
  });
  test('an old paper record of a sale is taken as it is', async () => {
    const { id } = await told('CUS', undefined, imported('NEW'));
    await told('CLK', id, {
      ...transferred('2026-04-01', dealer, owner, 'DEALER_TO_PERSON'),
      source: { kind: 'PAPER', ref: 'BOOK-1/3' },
    } as never);
  });
  test('needs a recorded import, and a mark of its own on the firearm', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-10', dealer));
    expect(await refused('CLK', id, body('ImportMarkApplied', '2026-04-02'))).toMatchObject({ code: 'R17' });
    const { identity } = imported('NEW').payload as unknown as { readonly identity: object };
    const bare = await told('CUS', undefined, {
      ...imported('NEW', { identity: { ...identity, serialRaw: { absent: 'NONE' } } }),
    });
    expect(
      await refused('CLK', bare.id, body('ImportMarkApplied', '2026-04-02', { importYear: 2026 })),
    ).toMatchObject({ code: 'R32' });
  });
  test('REQ-IMP-04 without a licence the import is R18 where the policy asks for one', async () => {
    const { licenceNo, ...rest } = imported('NEW').payload as Record<string, unknown>;
    expect(licenceNo).toBe('I-1');
    expect(await refused('CUS', undefined, { ...imported('NEW'), payload: rest } as never)).toMatchObject({
      code: 'R18',
      pointer: '/payload/licenceNo',
    });
  });
});

describe('REQ-TRC-09 disposal of what fell to the State', () => {
  beforeEach(() => people({ F: ['dealer'] }));
  test('a forfeited rifle is not given away without authorisation, nor unmarked', async () => {
    const identityAsSeen = {
      ...(registered('2026-02-10', owner).payload['identity'] as object),
      serialRaw: { absent: 'NONE' },
    };
    const { id } = await told('POL', undefined, body('FirearmSeized', '2026-02-10', { identityAsSeen }));
    await told('JUD', id, body('FirearmForfeited', '2026-02-20'));
    const donation = (day: string, more: object = {}) => {
      const report = transferred(day, owner, dealer, 'STATE_DISPOSAL');
      return { ...report, payload: { ...report.payload, ...more } };
    };
    expect(await refused('STO', id, donation('2026-03-01'))).toMatchObject({ code: 'R23' });
    const legalOrderRef = { kind: 'DECISION', number: 'D-1', issuer: 'Ministry', date: '2026-02-25' };
    expect(await refused('STO', id, donation('2026-03-02', { legalOrderRef }))).toMatchObject({
      code: 'R32',
    });
    await told(
      'CLK',
      id,
      body('FirearmRemarked', '2026-03-03', { oldSerial: { absent: 'NONE' }, newSerial: 'ME26-9' }),
    );
    await told('STO', id, donation('2026-03-04', { legalOrderRef }));
  });
});

describe('REQ-DEA-01 to -06 deactivation', () => {
  beforeEach(() => people({ P: ['owner'] }));
  const performed = (day: string, more: object = {}) =>
    body('DeactivationPerformed', day, { standard: 'EU_2018_337', ...more });
  const certified = (day: string, more: object = {}) =>
    body('DeactivationCertified', day, { certificateNo: 'DC-1', date: day, ...more });
  const held = () => told('CLK', undefined, registered('2026-01-10', dealer, 'DE 1'));
  test('REQ-DEA-01 another actor certifies than the one who deactivated, R51', async () => {
    const { id } = await held();
    await told('VER', id, performed('2026-02-01'));
    expect(await refused('VER', id, certified('2026-02-02'))).toMatchObject({ code: 'R51' });
    // The same official of another organisation is still the same actor.
    expect(await refused(['VER', 'OTHER-ENTITY'], id, certified('2026-02-03'))).toMatchObject({
      code: 'R51',
    });
    expect((await firearm(id)).condition).toBe('DEACT_DONE');
  });
  test('REQ-DEA-02 R52 where the serial number was removed', async () => {
    const { id } = await held();
    expect(
      await refused(['DLR', dealer], id, performed('2026-02-01', { serialRemoved: true })),
    ).toMatchObject({ code: 'R52' });
    await told(['DLR', dealer], id, performed('2026-02-02'));
    expect(await refused('VER', id, certified('2026-02-03', { serialsSeen: ['other'] }))).toMatchObject({
      code: 'R52',
    });
    await told('VER', id, certified('2026-02-04', { serialsSeen: ['DE-1'] }));
    expect(await firearm(id)).toMatchObject({
      condition: 'DEACT_CERT',
      custody: 'TRD',
      identity: { category: 'C', subcategory: 'C6' },
    });
    const events = (await ledger.get(`/v1/firearms/${id}/events`)).json().events;
    expect(events.at(-1).payload.particulars).toMatchObject({ serials: ['DE 1'] });
  });
  test('REQ-DEA-03 no sale before the certificate; rejected and revoked it is live in its old category', async () => {
    const { id } = await held();
    const category = (await firearm(id)).identity;
    await told(['DLR', dealer], id, performed('2026-02-01'));
    const sale = (day: string) => transferred(day, dealer, owner, 'DEALER_TO_PERSON');
    expect(await refused('CLK', id, sale('2026-02-02'))).toMatchObject({ code: 'R53' });
    await told('VER', id, body('DeactivationRejected', '2026-02-03'));
    expect(await firearm(id)).toMatchObject({ condition: 'LIVE' });
    await told(['DLR', dealer], id, performed('2026-02-04'));
    await told('VER', id, certified('2026-02-05'));
    await told('CLK', id, sale('2026-02-06'));
    await told('VER', id, body('DeactivationRevoked', '2026-02-07'));
    expect(await firearm(id)).toMatchObject({
      condition: 'LIVE',
      identity: { category: category.category, subcategory: category.subcategory },
    });
  });
  test('REQ-DEA-05 deactivated by older national rules it is not sold until done again', async () => {
    const report = registered('2026-01-10', dealer, 'OLD 1');
    const { id } = await told('CLK', undefined, {
      ...report,
      payload: { ...report.payload, deactivation: { standard: 'NATIONAL_OLD', certificateNo: 'N-1' } },
    } as never);
    expect(await firearm(id)).toMatchObject({ condition: 'DEACT_CERT' });
    expect(
      await refused('CLK', id, transferred('2026-02-01', dealer, owner, 'DEALER_TO_PERSON')),
    ).toMatchObject({ code: 'R53' });
    await told('CLK', id, transferred('2026-02-02', dealer, owner, 'INHERITANCE'));
  });
});
