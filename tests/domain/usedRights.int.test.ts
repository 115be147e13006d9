import { afterEach, beforeEach, expect, test } from 'vitest';
import { recordIn } from '../harness/anyStream.ts';
import { body, onPaper, party, registered, stolen, transferred } from '../harness/bodies.ts';
import { entitled, permitOf } from '../harness/entitled.ts';
import { exportLicence, exportLicenceOf } from '../harness/exportLicence.ts';
import { createStory, expectRebuilt } from '../harness/story.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeEach(async () => {
  ledger = await createTestLedger();
  ledger.clock.set('2026-01-02T10:00:00Z');
  await entitled(ledger.asClerk, 'F', 'shop');
  await entitled(ledger.asClerk, 'P', 'owner');
  for (const name of ['buyer', 'other']) await entitled(ledger.asClerk, 'P', name, { acquisitions: 1 });
});
afterEach(async () => {
  await expectRebuilt(ledger);
  await ledger.close();
});
const { told, refused } = createStory(() => ledger);
const [shop, owner, buyer, other] = [
  party('F', 'shop'),
  party('P', 'owner'),
  party('P', 'buyer'),
  party('P', 'other'),
];
let serials = 0;
const firearm = async (holder = owner): Promise<string> => {
  serials += 1;
  return (await told('CLK', undefined, onPaper(registered('2026-01-05', holder, `UR ${serials}`)))).id;
};
const sale = (day = '2026-05-10', to = buyer) => transferred(day, owner, to, 'PERSON_TO_PERSON');
const used = async (id: string) => (await ledger.get(`/v1/authorisations/${id}`)).json().state.used;
const annulled = (targetEventId: string, day = '2026-05-11') =>
  body('RecordAnnulled', day, { targetEventId, reason: 'WRONG_OBJECT', cascade: undefined });

test('REQ-CAT-03 an annulled transfer gives back the use of a permit, and the right firearm is sold on the same day', async () => {
  const [wrong, meant, third] = [await firearm(), await firearm(), await firearm()];
  const { eventId } = await told('CLK', wrong, sale());
  expect(await used(permitOf(buyer))).toEqual([wrong]);
  expect(await refused('CLK', meant, sale(), '2026-05-11')).toMatchObject({ code: 'R41' });
  const annulment = await told('CLK', wrong, annulled(eventId));
  expect(await used(permitOf(buyer))).toEqual([]);
  // As it was known before, it was used.
  const before = await ledger.get(`/v1/authorisations/${permitOf(buyer)}?knownAt=2026-05-10T20:00:00Z`);
  expect(before.json().state.used).toEqual([wrong]);
  await told('CLK', meant, sale(), '2026-05-11');
  expect(await used(permitOf(buyer))).toEqual([meant]);
  // The annulment was wrong after all: both count, and no more are sold.
  await told('CLK', wrong, body('RecordReinstated', '2026-05-12', { annulmentEventId: annulment.eventId }));
  expect([...(await used(permitOf(buyer)))].sort()).toEqual([wrong, meant].sort());
  expect(await refused('CLK', third, sale(), '2026-05-12')).toMatchObject({ code: 'R41' });
});

const moved = (targetEventId: string, day = '2026-05-12') =>
  body('RecordCorrected', day, {
    targetEventId,
    reason: 'WRONG_PARTY',
    changes: [
      { path: '/payload/acquirerId', recordedValue: buyer, correctValue: other },
      {
        path: '/payload/acquirerAuthorisationId',
        recordedValue: permitOf(buyer),
        correctValue: permitOf(other),
      },
    ],
  });
const counts = async () => [await used(permitOf(buyer)), await used(permitOf(other))];

test('REQ-AUD-03 an annulled correction moves the use back, reinstated it moves it again, and who is annulled last counts nowhere', async () => {
  const id = await firearm();
  const { eventId } = await told('CLK', id, sale());
  const correction = await told('CLK', id, moved(eventId));
  expect(await counts()).toEqual([[], [id]]);
  const undone = await told('CLK', id, annulled(correction.eventId, '2026-05-13'));
  expect(await counts()).toEqual([[id], []]);
  // As it was known in between, it counted against the other.
  const between = await ledger.get(`/v1/authorisations/${permitOf(other)}?knownAt=2026-05-12T20:00:00Z`);
  expect(between.json().state.used).toEqual([id]);
  expect(await refused('CLK', await firearm(), sale('2026-05-11'), '2026-05-13')).toMatchObject({
    code: 'R41',
  });
  const again = body('RecordReinstated', '2026-05-14', { annulmentEventId: undone.eventId });
  await told('CLK', id, again);
  expect(await counts()).toEqual([[], [id]]);
  await told('CLK', id, annulled(eventId, '2026-05-15'));
  expect(await counts()).toEqual([[], []]);
});

test('REQ-AUD-03 of two corrections the second stays when the first is annulled, wherever its use counts', async () => {
  await entitled(ledger.asClerk, 'P', 'third');
  const id = await firearm();
  const { eventId } = await told('CLK', id, sale());
  const first = await told('CLK', id, moved(eventId));
  const second = await told(
    'CLK',
    id,
    body('RecordCorrected', '2026-05-13', {
      targetEventId: eventId,
      reason: 'WRONG_PARTY',
      changes: [
        { path: '/payload/acquirerId', recordedValue: other, correctValue: party('P', 'third') },
        {
          path: '/payload/acquirerAuthorisationId',
          recordedValue: permitOf(other),
          correctValue: permitOf(party('P', 'third')),
        },
      ],
    }),
  );
  expect(await counts()).toEqual([[], []]);
  await told('CLK', id, annulled(first.eventId, '2026-05-14'));
  expect(await counts()).toEqual([[], []]);
  await told('CLK', id, annulled(second.eventId, '2026-05-15'));
  expect(await counts()).toEqual([[id], []]);
});

test('REQ-CAT-03 one too many after a correction is a finding and a task, until it is undone or somebody has looked into it', async () => {
  const [wrong, own] = [await firearm(), await firearm()];
  await told('CLK', own, sale('2026-05-09', other));
  const { eventId } = await told('CLK', wrong, sale());
  const correction = await told('CLK', wrong, moved(eventId));
  expect(await used(permitOf(other))).toEqual([own, wrong]);
  const findings = async () => {
    await ledger.caughtUp();
    return (await ledger.get('/v1/anomalies?kind=LIMIT_EXCEEDED')).json().anomalies;
  };
  const tasks = async (state = 'OPEN') => {
    await ledger.caughtUp();
    return (await ledger.get(`/v1/tasks?kind=LIMIT_EXCEEDED&state=${state}`)).json().tasks;
  };
  expect(await findings()).toMatchObject([{ subjectId: permitOf(other), eventType: 'AuthorisationUsed' }]);
  expect(await tasks()).toMatchObject([{ data: { firearmId: wrong } }]);
  const undone = await told('CLK', wrong, annulled(correction.eventId, '2026-05-13'));
  expect([await findings(), await tasks()]).toEqual([[], []]);
  await told('CLK', wrong, body('RecordReinstated', '2026-05-14', { annulmentEventId: undone.eventId }));
  const [open] = await tasks();
  ledger.clock.set('2026-05-15T12:00:00Z');
  const looked = await recordIn(
    ledger,
    'authorisations',
    'CLK',
    permitOf(other),
    body('DisputeDecided', '2026-05-15', {
      targetEventId: open.openedBy,
      outcome: 'UPHELD',
      decisionRef: undefined,
    }),
  );
  expect(looked.statusCode, looked.body).toBe(201);
  expect(await tasks()).toEqual([]);
  expect(await tasks('CLOSED')).toMatchObject([{ openedBy: open.openedBy }]);
});

test('a dealer annuls his own sale within the window though the permit was used elsewhere since', async () => {
  await entitled(ledger.asClerk, 'P', 'collector', { acquisitions: 2 });
  const collector = party('P', 'collector');
  const sold = await firearm(shop);
  const report = (day: string) => transferred(day, shop, collector, 'DEALER_TO_PERSON');
  const { eventId } = await told(['DLR', shop], sold, report('2026-05-10'));
  const bought = await firearm();
  await told('CLK', bought, sale('2026-05-11', collector));
  await told(['DLR', shop], sold, annulled(eventId), '2026-05-12');
  expect(await used(permitOf(collector))).toEqual([bought]);
});

test('REQ-AUD-03 a correction of who acquired it counts against his permit instead, and is undone with the transfer', async () => {
  const id = await firearm();
  const { eventId } = await told('CLK', id, sale());
  await told(
    'CLK',
    id,
    body('RecordCorrected', '2026-05-12', {
      targetEventId: eventId,
      reason: 'WRONG_PARTY',
      changes: [
        { path: '/payload/acquirerId', recordedValue: buyer, correctValue: other },
        {
          path: '/payload/acquirerAuthorisationId',
          recordedValue: permitOf(buyer),
          correctValue: permitOf(other),
        },
      ],
    }),
  );
  expect([await used(permitOf(buyer)), await used(permitOf(other))]).toEqual([[], [id]]);
  // On the day of the sale, not of its correction.
  expect(await refused('CLK', await firearm(), sale('2026-05-11', other), '2026-05-12')).toMatchObject({
    code: 'R41',
  });
  await told('CLK', await firearm(), sale('2026-05-10'), '2026-05-12');
  await told('CLK', id, annulled(eventId), '2026-05-13');
  expect(await used(permitOf(other))).toEqual([]);
});

test.each([
  ['TransferConfirmed', 1],
  ['TransferDisputed', 0],
] as const)(
  'HC-09 a sale that only the authority can settle counts as it decides: %s',
  async (type, count) => {
    const id = await firearm();
    await told('POL', id, stolen('2026-04-10'));
    const late = await told('CLK', id, sale('2026-03-01'), '2026-04-20');
    expect(late.disputes).not.toEqual([]);
    expect(await used(permitOf(buyer))).toEqual([]);
    await told('CLK', id, body(type, '2026-04-25', { targetEventId: late.eventId, differences: [] }));
    expect(await used(permitOf(buyer))).toHaveLength(count);
  },
);

test('REQ-IMP-01 an annulled dispatch or abort changes what counts against the licence', async () => {
  await exportLicence(ledger.asClerk, shop);
  const { licenceId, licenceNo } = exportLicenceOf(shop);
  const id = await firearm(shop);
  const dispatched = body('FirearmDispatched', '2026-04-01', {
    licenceId,
    licenceNo,
    route: ['RS'],
    importAuthorisationRef: 'RS-1',
  });
  const left = await told('CUS', id, dispatched);
  expect(await used(licenceId)).toEqual([id]);
  const back = await told('CUS', id, body('DispatchAborted', '2026-04-03', { licenceId: undefined }));
  expect(await used(licenceId)).toEqual([]);
  await told('CLK', id, annulled(back.eventId, '2026-04-04'));
  expect(await used(licenceId)).toEqual([id]);
  await told('CLK', id, annulled(left.eventId, '2026-04-05'));
  expect(await used(licenceId)).toEqual([]);
});
