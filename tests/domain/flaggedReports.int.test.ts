import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '../../domain/event/envelope.ts';
import { flagReasons } from '../../domain/event/envelope.ts';
import { taskKinds } from '../../domain/tasks/catalogue.ts';
import { body, party, registered, transferred } from '../harness/bodies.ts';
import { createReporter, type Reporter } from '../harness/components.ts';
import { entitled, permitOf } from '../harness/entitled.ts';
import { createStory, expectRebuilt } from '../harness/story.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
let by: Reporter;
const { told, refused, firearm } = createStory(() => ledger);
const dealer = party('F', 'dealer');
const buyer = party('P', 'buyer');
const stranger = party('P', 'stranger');
const own = ['DLR', dealer] as const;

beforeAll(async () => {
  ledger = await createTestLedger();
  by = createReporter(ledger);
  ledger.clock.set('2026-01-02T12:00:00Z');
  await entitled(ledger.asClerk, 'F', 'dealer');
  await entitled(ledger.asClerk, 'P', 'buyer');
});
afterAll(async () => {
  await expectRebuilt(ledger, 'knownAt=2026-02-20&validAt=2026-02-11');
  await ledger.close();
});

let serials = 0;
const inStock = async (day: string): Promise<string> => {
  serials += 1;
  return (await told('CLK', undefined, registered(day, dealer, `FR ${serials}`))).id;
};
type Task = { readonly kind: string; readonly openedBy: string; readonly closedBy: string | null };
const tasksOf = async (
  subjectId: string,
  state = 'OPEN',
  role: Role = 'CLK',
): Promise<ReadonlyArray<Task>> => {
  await ledger.caughtUp();
  const answer = await ledger.get(`/v1/tasks?subjectId=${subjectId}&state=${state}`, {
    authorization: await ledger.bearer(role, role === 'DLR' ? dealer : undefined),
    'ledger-purpose': role === 'DLR' ? 'OWN_RECORDS' : 'LICENSING',
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().tasks;
};
const of = (tasks: ReadonlyArray<Task>, kind: string) => tasks.filter((task) => task.kind === kind);
const sold = (day: string, control: Record<string, unknown>) => {
  const sale = transferred(day, dealer, buyer, 'DEALER_TO_PERSON');
  return { ...sale, payload: { ...sale.payload, control } };
};
const otherMake = { make: 'Beretta', calibre: '9 mm Luger', type: 'PISTOL' };

test('every flag that leaves something to be found out has a task; a late notice is done already', () => {
  expect(flagReasons.filter((flag) => !taskKinds.includes(flag))).toEqual(['NOTICE_LATE']);
});

describe('identification 7: what was read off the firearm is not what the register has', () => {
  test('is a task of the clerk with a deadline, until the authority has looked into it', async () => {
    const id = await inStock('2026-02-01');
    const { disputes, eventId } = await told(own, id, sold('2026-02-02', otherMake));
    expect(disputes).toEqual(['PARTICULARS_DIFFER']);
    expect((await firearm(id)).holder.party).toBe(buyer);
    expect(of(await tasksOf(id), 'PARTICULARS_DIFFER')).toMatchObject([
      { openedBy: eventId, ownerRole: 'CLK', dueOn: '2026-02-16', data: { type: 'FirearmTransferred' } },
    ]);
    expect(await tasksOf(id, 'OPEN', 'DLR')).toEqual([]);
    const rejected = body('DisputeDecided', '2026-02-03', { targetEventId: eventId, outcome: 'REJECTED' });
    expect(await refused('CLK', id, rejected)).toMatchObject({ code: 'R17', pointer: '/payload/outcome' });
    const upheld = body('DisputeDecided', '2026-02-03', { targetEventId: eventId, outcome: 'UPHELD' });
    const decided = await told('CLK', id, upheld);
    expect(of(await tasksOf(id), 'PARTICULARS_DIFFER')).toEqual([]);
    expect(of(await tasksOf(id, 'CLOSED'), 'PARTICULARS_DIFFER')).toMatchObject([
      { openedBy: eventId, closedBy: decided.eventId },
    ]);
  });

  test('or until the record that was wrong is corrected', async () => {
    const id = await inStock('2026-02-04');
    const { eventId } = await told(own, id, sold('2026-02-05', otherMake));
    const { events } = (await ledger.get(`/v1/firearms/${id}/events`)).json();
    await told(
      'CLK',
      id,
      body('RecordCorrected', '2026-02-06', {
        targetEventId: events[0].eventId,
        changes: [
          {
            path: '/payload/identity/make',
            recordedValue: events[0].payload.identity.make,
            correctValue: 'Beretta',
          },
        ],
      }),
    );
    expect(of(await tasksOf(id, 'ALL'), 'PARTICULARS_DIFFER')).toEqual([]);
    // As it was known before the correction, it is still there.
    const before = (await ledger.get(`/v1/tasks?subjectId=${id}&knownAt=2026-02-05T13:00:00Z`)).json().tasks;
    expect(of(before, 'PARTICULARS_DIFFER')).toMatchObject([{ openedBy: eventId }]);
  });

  test('a break in the chain of evidence is looked into as well', async () => {
    const id = await inStock('2026-02-07');
    await told('POL', id, body('FirearmSeized', '2026-02-08'));
    const moved = body('EvidenceCustodyMoved', '2026-02-09', {
      fromCustodian: 'ELSEWHERE',
      toCustodian: 'LAB',
    });
    const { eventId } = await told('POL', id, moved);
    expect(of(await tasksOf(id), 'PARTICULARS_DIFFER')).toMatchObject([{ openedBy: eventId }]);
  });
});

describe('catalogue 8 rule 6: what is recorded although somebody has no right to it', () => {
  test('an amnesty is a task about whoever has the firearm, until it leaves him', async () => {
    serials += 1;
    const report = registered('2026-02-10', stranger, `FR ${serials}`);
    const amnesty = { ...report, payload: { ...report.payload, kind: 'AMNESTY' } };
    const { id, eventId } = await told('CLK', undefined, amnesty);
    expect(of(await tasksOf(id), 'RECEIVER_NOT_ENTITLED')).toMatchObject([
      { openedBy: eventId, ownerRole: 'CLK', dueOn: '2026-02-24', party: stranger },
    ]);
    const handed = await told('CLK', id, body('FirearmSurrendered', '2026-02-12', { by: 'ANONYMOUS' }));
    expect(of(await tasksOf(id, 'ALL'), 'RECEIVER_NOT_ENTITLED')).toMatchObject([
      { closedBy: handed.eventId },
    ]);
  });

  test('so is a loan, until it comes back, and a part of unknown category, until it is fitted', async () => {
    const id = await inStock('2026-02-13');
    const lent = body('TemporaryCustodyStarted', '2026-02-14', { custodianId: stranger, purpose: 'LOAN' });
    await told('CLK', id, lent);
    expect(of(await tasksOf(id), 'RECEIVER_NOT_ENTITLED')).toMatchObject([{ party: stranger }]);
    const back = await told(
      'CLK',
      id,
      body('TemporaryCustodyEnded', '2026-02-15', { returnedOn: '2026-02-15' }),
    );
    expect(of(await tasksOf(id, 'ALL'), 'RECEIVER_NOT_ENTITLED')).toMatchObject([{ closedBy: back.eventId }]);
    ledger.clock.set('2026-02-20T12:00:00Z');
    const barrel = await by.component('2026-02-16', dealer, {
      category: { absent: 'UNKNOWN' },
      intendedFor: undefined,
    });
    expect(of(await tasksOf(barrel), 'RECEIVER_NOT_ENTITLED')).toMatchObject([{ party: dealer }]);
    await by.accepted('DLR', 'firearms', id, by.fitted('2026-02-17', barrel, id), { organisation: dealer });
    expect(of(await tasksOf(barrel), 'RECEIVER_NOT_ENTITLED')).toEqual([]);
  });
});

describe('a loose component whose supplier was not its recorded holder', () => {
  test('is a task until the missing transfer is recorded', async () => {
    ledger.clock.set('2026-02-22T12:00:00Z');
    const barrel = await by.component('2026-02-18', dealer);
    const transfer = (day: string, supplierId: string, acquirerId: string, acquirerRole: string) =>
      body('ComponentTransferred', day, {
        supplierId,
        acquirerId,
        acquirerRole,
        acquirerAuthorisationId: permitOf(acquirerId),
        channel: 'IN_PERSON',
      });
    const sale = await by.accepted(
      'CLK',
      'components',
      barrel,
      transfer('2026-02-20', stranger, buyer, 'HOLDER'),
    );
    expect(of(await tasksOf(barrel), 'SUPPLIER_MISMATCH')).toMatchObject([
      { openedBy: sale.events[0].eventId, dueOn: '2026-03-06' },
    ]);
    const decided = body('DisputeDecided', '2026-02-21', {
      targetEventId: sale.events[0].eventId,
      outcome: 'UPHELD',
    });
    await by.accepted('CLK', 'components', barrel, decided);
    expect(of(await tasksOf(barrel), 'SUPPLIER_MISMATCH')).toEqual([]);
  });
});

describe('REQ-DLR-01 reports under a suspended licence are accepted and flagged', () => {
  test('and each is a task about the trader', async () => {
    const id = await inStock('2026-03-01');
    ledger.clock.set('2026-03-02T12:00:00Z');
    const suspension = { plural: 'authorisations', id: permitOf(dealer), key: 'suspension' } as const;
    const suspended = await ledger.asClerk(
      { ...suspension, body: body('AuthorisationSuspended', '2026-03-02') },
      'test',
    );
    expect(suspended.statusCode, suspended.body).toBe(201);
    const sale = await told(own, id, transferred('2026-03-03', dealer, buyer, 'DEALER_TO_PERSON'));
    expect(sale.disputes).toEqual(['LICENCE_NOT_VALID']);
    expect(of(await tasksOf(id), 'LICENCE_NOT_VALID')).toMatchObject([
      { openedBy: sale.eventId, party: dealer, ownerRole: 'CLK', dueOn: '2026-03-17' },
    ]);
    // The other side's word settles the sale, not the licence; the authority's does.
    await told(
      ['HLD', buyer],
      id,
      body('TransferConfirmed', '2026-03-04', { targetEventId: sale.eventId, differences: [] }),
    );
    expect(of(await tasksOf(id), 'LICENCE_NOT_VALID')).toHaveLength(1);
    await told(
      'CLK',
      id,
      body('DisputeDecided', '2026-03-05', { targetEventId: sale.eventId, outcome: 'UPHELD' }),
    );
    expect(of(await tasksOf(id), 'LICENCE_NOT_VALID')).toEqual([]);
  });
});
