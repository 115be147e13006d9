import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zodOf } from '../../api/schema/zodOfShape.ts';
import { appliedMark, markLocations } from '../../domain/firearm/identity.ts';
import type { MarkDates } from '../../domain/marking/duty.ts';
import { importMarkFaults, isImportMarkDue, readImportMark } from '../../domain/marking/importMark.ts';
import type { MarkToJudge } from '../../domain/marking/markFaults.ts';
import { markFaults } from '../../domain/marking/markFaults.ts';
import { policyFrom } from '../../domain/policy/policyFrom.ts';
import { euMember } from '../../domain/policy/profiles.ts';

type Mark = MarkToJudge['mark'];
const good: Mark = {
  elements: { manufacturer: 'Zastava', country: 'RS', serialRaw: 'AB 12345', year: 2020, model: 'M57' },
  purpose: 'MANUFACTURE',
  location: 'FRAME',
  alphabet: 'LATIN',
  numerals: 'ARABIC',
  charHeightMm: 1.6,
  depthMm: 0.0762,
  carrier: 'METAL',
  method: 'LASER',
};
const { year: _year, ...withoutYear } = good.elements;
const noYear: Mark = { ...good, elements: withoutYear };
const made2020: MarkDates = { manufacturedOn: '2020-03-01' };
const policy = euMember;
const pointers = (mark: Mark, dates: MarkDates = made2020, by = policy): ReadonlyArray<string | undefined> =>
  markFaults({ mark, dates, policy: by }).map((fault) => fault.pointer?.replace('/payload/mark', ''));

describe('marks', () => {
  test('REQ-MRK-01: a 1985 shotgun without year in the mark passes, a 2020 one does not', () => {
    expect(pointers(noYear, { manufacturedOn: '1985' })).toEqual([]);
    expect(markFaults({ mark: noYear, identity: { yearOfManufacture: 1985 }, dates: {}, policy })).toEqual(
      [],
    );
    expect(pointers(noYear)).toEqual(['/elements/year']);
    expect(
      markFaults({ mark: noYear, identity: { yearOfManufacture: 2020 }, dates: {}, policy }),
    ).toHaveLength(1);
  });
  test('REQ-MRK-01: the duty begins on 2018-09-14, by manufacture or import', () => {
    expect(pointers(noYear, { manufacturedOn: '2018-09-13' })).toEqual([]);
    expect(pointers(noYear, { manufacturedOn: '2018-09-14' })).toEqual(['/elements/year']);
    expect(pointers(noYear, { manufacturedOn: '1985', importedOn: '2018-09-14' })).toEqual([
      '/elements/year',
    ]);
    expect(pointers(noYear, { manufacturedOn: '1985', importedOn: '2018-09-13' })).toEqual([]);
  });
  test('REQ-MRK-01: a temporary import or a return brings no duty, a date too coarse to tell none', () => {
    for (const importKind of ['TEMPORARY', 'RETURN'] as const)
      expect(pointers(noYear, { manufacturedOn: '1985', importedOn: '2021-05-01', importKind })).toEqual([]);
    expect(pointers(noYear, { manufacturedOn: '2018' })).toEqual([]);
    expect(pointers(noYear, {})).toEqual([]);
    expect(pointers(noYear, { manufacturedOn: 'UNKNOWN', importedOn: 'UNKNOWN' })).toEqual([]);
  });
  test('REQ-MRK-02: the full mark passes; a missing year with yearInSerial=false is R32', () => {
    expect(pointers(good)).toEqual([]);
    const [fault] = markFaults({
      mark: { ...noYear, elements: { ...withoutYear, yearInSerial: false } },
      dates: made2020,
      policy,
    });
    expect(fault).toMatchObject({ code: 'R32', pointer: '/payload/mark/elements/year' });
    expect(pointers({ ...noYear, elements: { ...withoutYear, yearInSerial: true } })).toEqual([]);
  });
  test('REQ-MRK-02: country or place, one is enough; the model is not required', () => {
    const bare = { manufacturer: 'Zastava', serialRaw: '1', year: 2020 };
    expect(pointers({ ...good, elements: bare })).toEqual(['/elements/country']);
    expect(pointers({ ...good, elements: { ...bare, place: 'Kragujevac' } })).toEqual([]);
    expect(pointers({ ...good, elements: { ...bare, country: 'RS' } })).toEqual([]);
  });
  test('REQ-MRK-03: a reduced mark on a frame is R32, on a small bolt it passes with a reason', () => {
    const reduced = { ...noYear, reduced: true, reducedReason: 'No surface of 8 mm' };
    for (const location of ['FRAME', 'RECEIVER', 'RECEIVER_UPPER', 'RECEIVER_LOWER'])
      expect(pointers({ ...reduced, location })).toEqual(['/reduced']);
    expect(pointers({ ...reduced, location: 'SLIDE' })).toEqual(['/reduced']);
    expect(pointers({ ...reduced, location: 'BOLT' })).toEqual([]);
    expect(pointers({ ...noYear, location: 'BOLT', reduced: true })).toEqual(['/reducedReason']);
    expect(
      pointers(
        { ...reduced, location: 'CYLINDER' },
        made2020,
        policyFrom(policy, { reducedMarkKinds: ['CYLINDER'] }),
      ),
    ).toEqual([]);
  });
  test('REQ-MRK-04: 1.2 mm on a barrel is R32, on a too small bolt accepted with reason', () => {
    const low = { ...good, charHeightMm: 1.2 };
    expect(pointers({ ...low, location: 'BARREL' })).toEqual(['/charHeightMm']);
    expect(pointers({ ...low, location: 'BOLT' })).toEqual(['/charHeightMm']);
    expect(pointers({ ...low, location: 'BOLT', reduced: true, reducedReason: 'Too small' })).toEqual([]);
    expect(pointers({ ...good, charHeightMm: 1.5 })).toEqual(['/charHeightMm']);
    expect(pointers(low, { manufacturedOn: '1985' })).toEqual([]);
  });
  test('REQ-MRK-04: alphabet and numerals as the State chose', () => {
    const cyrillic: Mark = {
      ...good,
      alphabet: 'CYRILLIC',
      elements: { ...good.elements, serialRaw: 'ЗА 1' },
    };
    expect(pointers(cyrillic)).toEqual(['/alphabet']);
    expect(pointers(cyrillic, made2020, policyFrom(policy, { alphabet: ['LATIN', 'CYRILLIC'] }))).toEqual([]);
    expect(pointers({ ...good, numerals: 'ROMAN' })).toEqual(['/numerals']);
    expect(
      pointers({ ...good, numerals: 'ROMAN' }, made2020, policyFrom(policy, { numerals: ['ROMAN'] })),
    ).toEqual([]);
  });
  test('REQ-MRK-04: a serial number is in the alphabet that is stated', () => {
    expect(pointers({ ...good, elements: { ...good.elements, serialRaw: 'АB 1' } })).toEqual([
      '/elements/serialRaw',
    ]);
  });
  test('REQ-MRK-04: a mark applied abroad before import is in an alphabet of that State', () => {
    const greek: Mark = { ...good, alphabet: 'GREEK', elements: { ...good.elements, serialRaw: 'ΓΔ 1' } };
    const dates = { manufacturedOn: '2020-03', markedOn: '2020-03', importedOn: '2021-05-01' };
    expect(pointers(greek, dates)).toEqual([]);
    expect(pointers(greek, { ...dates, markedOn: '2021-05-02' })).toEqual(['/alphabet']);
  });
  test('REQ-MRK-05: depth counts by the first market date', () => {
    const shallow = { ...good, depthMm: 0.05 };
    expect(pointers(shallow, { ...made2020, firstMarketDate: '2025-12-01' })).toEqual(['/depthMm']);
    expect(pointers(shallow, { ...made2020, firstMarketDate: '2025-07-22' })).toEqual(['/depthMm']);
    expect(pointers(shallow, { ...made2020, firstMarketDate: '2025-07-21' })).toEqual([]);
    expect(pointers(shallow, { ...made2020, firstMarketDate: '2024-06-01' })).toEqual([]);
    expect(pointers(shallow)).toEqual([]);
    expect(pointers({ ...good, depthMm: 0.0761 }, { firstMarketDate: '2025-12-01' })).toEqual(['/depthMm']);
    expect(pointers(good, { ...made2020, firstMarketDate: '2025-12-01' })).toEqual([]);
  });
  test('REQ-MRK-06: a polymer frame without carrier information is R32', () => {
    const polymer: Mark = { ...good, frameMaterial: 'POLYMER' };
    expect(pointers(polymer)).toEqual(['/carrier']);
    expect(pointers({ ...polymer, carrier: 'NON_METAL' })).toEqual(['/carrier']);
    expect(pointers({ ...good, carrier: 'NON_METAL' })).toEqual(['/carrier']);
    expect(pointers({ ...polymer, carrier: 'METAL_PLATE' })).toEqual([]);
    expect(pointers({ ...polymer, carrier: 'EMBEDDED_PLATE' })).toEqual([]);
    expect(pointers({ ...polymer, carrier: 'EQUIVALENT' })).toEqual([]);
    expect(
      pointers(
        { ...polymer, carrier: 'EQUIVALENT' },
        made2020,
        policyFrom(policy, { embeddedPlate: { equivalentAllowed: false } }),
      ),
    ).toEqual(['/carrier']);
    expect(
      pointers(polymer, made2020, policyFrom(policy, { embeddedPlate: { kinds: ['RECEIVER'] } })),
    ).toEqual([]);
    expect(pointers({ ...polymer, location: 'SLIDE' })).toEqual([]);
  });
  test('REQ-MRK-07: a mark of transfer from State stock names the transferring entity', () => {
    const surplus: Mark = { ...noYear, purpose: 'STATE_TRANSFER' };
    const dates = { manufacturedOn: '1985', markedOn: '2024-02-01' };
    expect(pointers(surplus, dates)).toEqual(['/elements/transferringEntity']);
    expect(
      pointers(
        { ...surplus, elements: { ...withoutYear, transferringEntity: 'Ministry of Defence' } },
        dates,
      ),
    ).toEqual([]);
    expect(pointers(surplus, { ...dates, markedOn: '1998' })).toEqual([]);
  });
  test('REQ-MRK-10: a mark on a grip panel is R32, of whatever date', () => {
    expect(pointers({ ...good, location: 'GRIP_PANEL' })).toEqual(['/location']);
    expect(pointers({ ...good, location: 'GRIP_PANEL' }, { manufacturedOn: '1985' })).toEqual(['/location']);
  });
  test('REQ-MRK-11: a historic firearm follows national law, by a named decision', () => {
    const historic: Mark = { ...noYear, charHeightMm: 0.8, markRegime: 'HISTORIC_NATIONAL' };
    const regimeDecision = { kind: 'DECISION', number: '1', issuer: 'Ministry', date: '2024-01-01' };
    expect(pointers(historic)).toEqual(['/regimeDecision']);
    expect(pointers({ ...historic, regimeDecision })).toEqual([]);
  });
  test('every fault is R32, points into the mark and tells the way out; its pointer can be chosen', () => {
    const bad: Mark = { ...noYear, location: 'GRIP_PANEL', charHeightMm: 1, depthMm: 0, alphabet: 'GREEK' };
    const faults = markFaults({
      mark: bad,
      dates: { ...made2020, firstMarketDate: '2025-12-01' },
      policy,
      pointer: '/mark',
    });
    expect(faults.length).toBeGreaterThanOrEqual(5);
    for (const fault of faults) {
      expect(fault.code).toBe('R32');
      expect(fault.pointer).toMatch(/^\/mark\//);
      expect(fault.detail).toMatch(/\. [A-Z].*\.$/);
    }
  });
  test('total: any mark of the catalogue is judged, and without known dates only by where it is', () => {
    const schema = zodOf(appliedMark);
    const mark = fc.record({
      location: fc.constantFrom(...markLocations),
      purpose: fc.constantFrom('MANUFACTURE', 'STATE_TRANSFER'),
      alphabet: fc.constantFrom('LATIN', 'CYRILLIC', 'GREEK'),
      numerals: fc.constantFrom('ARABIC', 'ROMAN'),
      carrier: fc.constantFrom('METAL', 'EMBEDDED_PLATE', 'NON_METAL', 'METAL_PLATE', 'EQUIVALENT'),
      charHeightMm: fc.integer({ min: 1, max: 50 }).map((tenths) => tenths / 10),
      reduced: fc.boolean(),
    });
    fc.assert(
      fc.property(mark, (parts) => {
        const each = { ...good, ...parts } as Mark;
        expect(schema.safeParse(each).success).toBe(true);
        expect(pointers(each, {})).toEqual([]);
        expect(Array.isArray(pointers(each))).toBe(true);
      }),
    );
  });
});

describe('import marks', () => {
  const mark = { importCountry: 'ME', importYear: 2021, location: 'RECEIVER' };
  const judged = { mark, importedOn: '2021-05-12', hasUniqueMark: true };
  test('REQ-MRK-08: due for a first import, not for a temporary one nor a return', () => {
    expect(isImportMarkDue('NEW')).toBe(true);
    expect(isImportMarkDue('TEMPORARY')).toBe(false);
    expect(isImportMarkDue('RETURN')).toBe(false);
  });
  test('REQ-MRK-08: an import of 2021 to Montenegro is marked MNE 2021', () => {
    expect(importMarkFaults(judged)).toEqual([]);
    expect(readImportMark('MNE 2021', 2026)).toEqual({ countryRaw: 'MNE', year: 2021, yearInferred: false });
  });
  test('REQ-MRK-08: the century of two digits is inferred and flagged', () => {
    expect(readImportMark('ME 25', 2026)).toEqual({ countryRaw: 'ME', year: 2025, yearInferred: true });
    expect(readImportMark('ME-98', 2026)).toEqual({ countryRaw: 'ME', year: 1998, yearInferred: true });
    expect(readImportMark('YU', 2026)).toEqual({ countryRaw: 'YU', yearInferred: false });
    expect(readImportMark('12345', 2026)).toEqual({ yearInferred: false });
  });
  test('REQ-MRK-08: country always, year where possible, and that of the import', () => {
    expect(importMarkFaults({ ...judged, mark: { location: 'FRAME' } }).map((each) => each.pointer)).toEqual([
      '/payload/importCountry',
    ]);
    expect(
      importMarkFaults({ ...judged, mark: { ...mark, importYear: 2020 } }).map((each) => each.pointer),
    ).toEqual(['/payload/importYear']);
    expect(importMarkFaults({ ...judged, importedOn: '2021' })).toEqual([]);
  });
  test('REQ-MRK-08: what has no unique mark needs one', () => {
    const [fault] = importMarkFaults({ ...judged, hasUniqueMark: false });
    expect(fault).toMatchObject({ code: 'R32', pointer: '/payload' });
    expect(fault?.detail).toContain('FirearmRemarked');
  });
  test('REQ-MRK-10: an import mark on a grip panel is R32', () => {
    const [fault] = importMarkFaults({ ...judged, mark: { ...mark, location: 'GRIP_PANEL' } });
    expect(fault).toMatchObject({ code: 'R32', pointer: '/payload/location' });
  });
});
