import { describe, expect, test } from 'vitest';
import { exampleOf } from '../../api/schema/zodOfShape.ts';
import { effectiveStatus } from '../../domain/component/effectiveStatus.ts';
import { componentKind } from '../../domain/component/kind.ts';
import { type ComponentStatus, componentStatuses, initialComponent } from '../../domain/component/state.ts';
import type { Metadata } from '../../domain/event/envelope.ts';
import { custodies, newFirearm } from '../../domain/firearm/state.ts';

const metadata = {
  effectiveAt: { precision: 'DAY', value: '2026-03-01', zone: 'UTC' },
  recordedBy: { actorId: 'a', role: 'CLK', organisationId: 'o' },
  source: { kind: 'DIRECT' },
} as unknown as Metadata;
const part = 'T-01J9ZK3C5E7G9JBMDPFRHTKVMX';
const firearm = 'W-01J9ZK3C5E7G9JBMDPFRHTKVMX';
const other = 'W-01J9ZK3C5E7G9JBMDPFRHTKVMY';

/** The machine of catalogue 6.3, written out a second time and independently of the catalogue in the code. */
// biome-ignore format: the columns are the table
const machine: Readonly<Record<string, string>> = {
  //                       NEW   LOOSE     FITTED    LST    STL    AUT   SZD   FRF       EXP    DESTROYED
  ComponentManufactured: 'LOOSE R01       R01       R01    R01    R01   R01   R01       R01    R01',
  ComponentRegistered:   'LOOSE LOOSE     FITTED    R10    R11    AUT   R13   FRF       R14    R16',
  ComponentFitted:       'R00   FITTED    R17       R10    R11    R12   R23   R12       R14    R16',
  ComponentRemoved:      'R00   R17       LOOSE     LST    STL    AUT   SZD   FRF       EXP    R16',
  ComponentTransferred:  'R00   LOOSE     R17       R10    R11    R12   R13   LOOSE     R14    R16',
  ComponentExported:     'R00   EXP       R17       R10    R11    R12   R13   EXP       R14    R16',
  ComponentDestroyed:    'R00   DESTROYED DESTROYED R10    R11    R12   R23   DESTROYED R14    R16',
  LossReported:          'R00   LST       LST       R19    R20    LST   LST   LST       EXP    IC',
  TheftReported:         'R00   STL       STL       STL    R19    STL   STL   STL       EXP    IC',
  AlertWithdrawn:        'R00   R21       R21       LOOSE  LOOSE  AUT   SZD   FRF       EXP    R21',
  AlertDischarged:       'R00   R21       R21       R17    R17    AUT   SZD   FRF       EXP    R21',
  FirearmFound:          'AUT   AUT+F     AUT+F     AUT    AUT    R19   R22   R19       AUT+F  IC',
  FirearmSurrendered:    'AUT   AUT       AUT+F     AUT    AUT    R19   R22   R19       AUT+F  IC',
  FirearmSeized:         'SZD   SZD       SZD       SZD    SZD    SZD   R22   SZD       SZD+F  IC',
  FirearmReleased:       'R00   R17       R17       R10    R11    LOOSE LOOSE R12       R17    R16',
  FirearmForfeited:      'R00   R17       R17       R10    R11    FRF   FRF   R19       R17    R16',
  LegalHoldPlaced:       'R00   LOOSE     FITTED    LST    STL    AUT   SZD   FRF       EXP    DESTROYED',
  LegalHoldLifted:       'R00   LOOSE     FITTED    LST    STL    AUT   SZD   FRF       EXP    DESTROYED',
};
const cells = Object.entries(machine).flatMap(([type, row]) =>
  row.split(/\s+/).map((cell, index) => [type, componentStatuses[index] ?? 'NEW', cell] as const),
);

const after = (type: string, status: ComponentStatus, payload: object, more: object = {}) => {
  const definition = componentKind.definitionOf(type);
  if (definition === undefined) throw new Error(type);
  const given = { ...(exampleOf(definition.payload) as object), ...payload };
  const state = { ...initialComponent, componentId: part, status, ...more };
  const outcome = componentKind.after(definition, state, { payload: given, metadata });
  if (outcome.kind === 'REFUSED') return outcome.code;
  if (outcome.anomaly === 'IDENTITY_CONFLICT') return 'IC';
  return `${outcome.status}${outcome.anomaly === undefined ? '' : '+F'}`;
};

describe('component machine of catalogue 6.3, cell by cell', () => {
  test('has a row for every event of the kind', () => {
    const own = componentKind.definitions.filter(({ aboutRecord }) => aboutRecord !== true);
    expect(own.map(({ type }) => type).sort()).toEqual([...Object.keys(machine), 'ComponentReplaced'].sort());
    expect(cells).toHaveLength(18 * 10);
  });
  test.each(cells)('%s in %s: %s', (type, status, cell) => {
    const placed = type === 'ComponentRemoved' ? { parent: { firearmId: firearm } } : {};
    const seizure = type === 'FirearmSeized' && status === 'SZD' ? { seizureCases: ['KT-112/26'] } : {};
    const shown = after(type, status, {}, { statusBeforeLoss: 'LOOSE', ...placed, ...seizure });
    expect(shown).toBe(cell);
  });
  test.each([
    ['the old part', { outId: part, inId: 'T-2' }, 'FITTED', firearm, 'LOOSE'],
    ['the new part', { outId: 'T-2', inId: part }, 'LOOSE', undefined, 'FITTED'],
    ['a part of a swap', { outId: part, inId: 'T-2', swapWithFirearmId: other }, 'FITTED', firearm, 'FITTED'],
    [
      'the other part of a swap',
      { outId: 'T-2', inId: part, swapWithFirearmId: other },
      'FITTED',
      other,
      'FITTED',
    ],
    [
      'a part carried to the successor',
      { outId: 'T-2', inId: 'T-3', successorId: other },
      'FITTED',
      firearm,
      'FITTED',
    ],
    ['a new part that is elsewhere', { outId: 'T-2', inId: part }, 'FITTED', other, 'R17'],
    ['an old part that is elsewhere', { outId: part, inId: 'T-2' }, 'FITTED', other, 'R17'],
    [
      'a swapped part that is loose',
      { outId: 'T-2', inId: part, swapWithFirearmId: other },
      'LOOSE',
      undefined,
      'R17',
    ],
  ] as const)('ComponentReplaced: %s', (_name, payload, status, parent, wanted) => {
    const placed = parent === undefined ? {} : { parent: { firearmId: parent } };
    expect(after('ComponentReplaced', status, { firearmId: firearm, ...payload }, placed)).toBe(wanted);
  });
  test('a removal from a firearm that the part is not in is R17', () => {
    const placed = { parent: { firearmId: other } };
    expect(after('ComponentRemoved', 'FITTED', { firearmId: firearm }, placed)).toBe('R17');
  });
  test('a withdrawn report leads back into the firearm, or to loose if the removal was recorded meanwhile', () => {
    const fitted = { statusBeforeLoss: 'FITTED', parent: { firearmId: firearm } };
    expect(after('AlertWithdrawn', 'STL', {}, fitted)).toBe('FITTED');
    expect(after('AlertWithdrawn', 'STL', {}, { statusBeforeLoss: 'FITTED' })).toBe('LOOSE');
  });
  test('by order a seized component may be destroyed', () => {
    const legalOrderRef = { kind: 'ORDER', number: '1', issuer: 'Court', date: '2026-01-01' };
    expect(after('ComponentDestroyed', 'SZD', { legalOrderRef })).toBe('DESTROYED');
  });
});

describe('what the firearm makes of its components (6.3)', () => {
  const fitted = {
    ...initialComponent,
    status: 'FITTED' as const,
    parent: { firearmId: firearm, since: metadata.effectiveAt },
  };
  const follows: Readonly<Record<string, string>> = {
    LST: 'LST',
    STL: 'STL',
    AUT: 'AUT',
    SZD: 'SZD',
    FRF: 'FRF',
    TRN: 'EXP',
    EXP: 'EXP',
    DST: 'DESTROYED',
  };
  test.each(custodies)('a fitted component of a firearm in %s', (custody) => {
    const holder = { party: 'P-1', role: 'HOLDER' } as const;
    const alerts = [{ kind: 'STOLEN', openedBy: 'e', windowFrom: 0 }] as const;
    const seen = effectiveStatus(fitted, { ...newFirearm, custody, holder, alerts });
    expect(seen).toEqual({
      status: follows[custody] ?? 'FITTED',
      by: custody in follows ? 'FIREARM' : 'OWN',
      holder,
      alerts,
    });
  });
  test('a component that a report names separately keeps its own status and alerts', () => {
    const own = { ...fitted, status: 'STL' as const };
    expect(effectiveStatus(own, { ...newFirearm, custody: 'SZD' })).toMatchObject({
      status: 'STL',
      by: 'OWN',
      alerts: [],
    });
  });
  test('a loose component follows nobody', () => {
    const loose = {
      ...initialComponent,
      status: 'LOOSE' as const,
      holder: { party: 'P-1', role: 'HOLDER' as const },
    };
    expect(effectiveStatus(loose, undefined)).toEqual({
      status: 'LOOSE',
      by: 'OWN',
      holder: loose.holder,
      alerts: [],
    });
  });
});
