import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { body, party, registered, stolen } from '../harness/bodies.ts';
import { createStory, expectRebuilt } from '../harness/story.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await createTestLedger();
  await story.people({ P: ['owner', 'thief'], F: ['dealer', 'store'] });
});
afterEach(async () => {
  await expectRebuilt(ledger);
  await ledger.close();
});
const story = createStory(() => ledger);
const { told, refused, firearm } = story;
const owner = party('P', 'owner');
const thief = party('P', 'thief');
const store = party('F', 'store');

type Dated = {
  readonly from: { readonly written: string };
  readonly subcategory: string;
  readonly recordedAt: string;
};
const facts = async (id: string, what: string, query = '') => {
  const answer = await ledger.get(`/v1/firearms/${id}/${what}${query}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
};
const categories = async (id: string, query = ''): Promise<ReadonlyArray<readonly [string, string]>> =>
  (await facts(id, 'categories', query)).categories.map(({ from, subcategory }: Dated) => [
    from.written,
    subcategory,
  ]);

describe('REQ-REC-07 certified deactivation and destruction are recorded with their dates', () => {
  const deactivated = async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-10', owner));
    await told(['DLR', party('F', 'dealer')], id, body('DeactivationPerformed', '2026-02-01'));
    return id;
  };
  const certificate = (effectiveAt: string) =>
    body('DeactivationCertified', effectiveAt, { certificateNo: 'DC-1', date: '2026-02-10' });

  test('the day of the certificate, not of its entry, is the day on which the category changes', async () => {
    const id = await deactivated();
    await told('VER', id, certificate('2026-02-10'), '2026-03-05');
    expect(await categories(id)).toEqual([
      ['2026-01-10', 'B5'],
      ['2026-02-10', 'C6'],
    ]);
    expect((await facts(id, 'categories')).categories[1].recordedAt).toBe('2026-03-05T12:00:00.000Z');
    expect((await firearm(id, '?validAt=2026-02-09')).identity.subcategory).toBe('B5');
    expect((await firearm(id, '?validAt=2026-02-10')).identity.subcategory).toBe('C6');
    // Before it was entered nobody could know.
    expect(await categories(id, '?validAt=2026-02-28&knownAt=2026-02-28')).toEqual([['2026-01-10', 'B5']]);
  });

  test('one that is entered for another day than its own is refused, with the way out', async () => {
    const id = await deactivated();
    expect(await refused('VER', id, certificate('2026-03-05'))).toMatchObject({
      code: 'R53',
      pointer: '/effectiveAt',
    });
    // A month that holds the day says the same less exactly.
    await told('VER', id, certificate('2026-02'), '2026-03-05');
  });

  test('a destruction has its own day in the register and starts the clock with it', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-10', store));
    await told('CLK', id, body('FirearmDestroyed', '2026-02-20'), '2026-03-15');
    expect(await facts(id, 'categories')).toMatchObject({ destroyedOn: '2026-02-20' });
    await ledger.caughtUp();
    const due = (await ledger.get('/v1/retention/due')).json();
    expect(due.clocks).toMatchObject([{ subjectId: id, clockFrom: '2026-02-20' }]);
    expect((await firearm(id, '?validAt=2026-02-19')).custody).toBe('TRD');
    expect((await firearm(id, '?validAt=2026-02-20')).custody).toBe('DST');
  });
});

describe('REQ-ALM-01 alarm and signal weapons', () => {
  const report = { kind: 'TEST_REPORT', number: 'LAB-7/26', issuer: 'Laboratory', date: '2026-02-01' };
  const alarm = (more: Record<string, unknown>, convertedFromAlarm = true) => {
    const first = registered('2026-02-05', store, 'AL 1');
    const { identity } = first.payload as unknown as { readonly identity: object };
    return {
      ...first,
      payload: { ...first.payload, identity: { ...identity, convertedFromAlarm }, ...more },
    };
  };

  test('a recovered converted alarm pistol is registered as such, and classified', async () => {
    const { identity } = alarm({}).payload as unknown as { readonly identity: object };
    const { id } = await told(
      'POL',
      undefined,
      body('FirearmFound', '2026-02-01', { marksSeen: [], identityAsSeen: identity }),
    );
    expect(await refused('CLK', id, alarm({ kind: 'NEW' }))).toMatchObject({
      code: 'R31',
      pointer: '/payload/kind',
    });
    expect(await refused('CLK', id, alarm({ kind: 'ALARM_CONVERTIBLE' }))).toMatchObject({
      code: 'R31',
      pointer: '/payload/alarmTest',
    });
    await told(
      'CLK',
      id,
      alarm({ kind: 'ALARM_CONVERTIBLE', alarmTest: { report, meetsSpecification: false } }),
    );
    expect(await firearm(id)).toMatchObject({
      custody: 'TRD',
      identity: { convertedFromAlarm: true, category: 'B', subcategory: 'B5' },
    });
    expect(await categories(id)).toEqual([['2026-02-01', 'B5']]);
  });

  test('one that meets 2019/69 is no firearm and is not registered; one that can be converted is, unconverted', async () => {
    const test = (meetsSpecification: boolean) =>
      alarm({ kind: 'ALARM_CONVERTIBLE', alarmTest: { report, meetsSpecification } }, false);
    expect(await refused('CLK', undefined, test(true))).toMatchObject({
      code: 'CATEGORY_CONTRADICTS_FACTS',
      pointer: '/payload/alarmTest/meetsSpecification',
    });
    const { id } = await told('CLK', undefined, test(false));
    expect((await firearm(id)).identity.convertedFromAlarm).toBe(false);
  });
});

describe('REQ-DPR-03 facts, allegations, and as what persons are named', () => {
  test('"stolen" by the owner’s statement is an allegation until the case is closed', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-10', owner));
    const theft = await told(['HLD', owner], id, stolen('2026-02-01'));
    const open = await facts(id, 'assertions');
    expect(open.claims).toMatchObject([
      { kind: 'STOLEN', assertion: 'ALLEGATION', basis: { eventId: theft.eventId }, closed: null },
    ]);
    const seizure = await told(
      'POL',
      id,
      body('FirearmSeized', '2026-03-01', { fromParty: thief, fromPartyAs: 'SUSPECT' }),
    );
    expect((await facts(id, 'assertions')).claims).toMatchObject([{ assertion: 'ALLEGATION' }]);
    const closed = await told(
      'POL',
      id,
      body('AlertDischarged', '2026-03-02', { recoveryEventId: seizure.eventId }),
    );
    const after = await facts(id, 'assertions');
    expect(after.claims).toMatchObject([
      { assertion: 'FACT', closed: { outcome: 'ESTABLISHED', basis: { eventId: closed.eventId } } },
    ]);
    expect(
      after.subjects.map((each: Record<string, unknown>) => [
        each['party'],
        each['category'],
        each['assertion'],
      ]),
    ).toEqual([
      [owner, 'HOLDER', 'FACT'],
      [owner, 'VICTIM', 'FACT'],
      [thief, 'SUSPECT', 'ALLEGATION'],
    ]);
    // As it was known while the case was open.
    expect((await facts(id, 'assertions', '?knownAt=2026-02-15')).claims).toMatchObject([
      { assertion: 'ALLEGATION', closed: null },
    ]);
  });

  test('a report that is withdrawn never became a fact; from whom something is seized is no suspect by that', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-10', owner));
    await told(['HLD', owner], id, stolen('2026-02-01'));
    await told('POL', id, body('AlertWithdrawn', '2026-02-10', { reason: 'NEVER_MISSING' }));
    await told('POL', id, body('FirearmSeized', '2026-03-01', { fromParty: thief }));
    const { claims, subjects } = await facts(id, 'assertions');
    expect(claims).toMatchObject([{ assertion: 'ALLEGATION', closed: { outcome: 'WITHDRAWN' } }]);
    expect(subjects).toContainEqual(expect.objectContaining({ party: thief, category: 'OTHER' }));
  });

  test('is told for investigation, tracing, audit and data protection only', async () => {
    const { id } = await told('CLK', undefined, registered('2026-01-10', owner));
    const answer = await ledger.get(`/v1/firearms/${id}/assertions`, {
      authorization: await ledger.bearer('CLK'),
      'ledger-purpose': 'LICENSING',
    });
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'PURPOSE_NOT_ALLOWED']);
  });
});
