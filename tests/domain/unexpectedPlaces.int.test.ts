import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../../domain/event/envelope.ts';
import { body, onPaper, party, registered, stolen } from '../harness/bodies.ts';
import { createReporter } from '../harness/components.ts';
import { entitledFromTheStart, permitOf } from '../harness/entitled.ts';
import { exportLicence, exportLicenceOf } from '../harness/exportLicence.ts';
import { createStory, expectRebuilt } from '../harness/story.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
const { told } = createStory(() => ledger);
const [owner, buyer, dealer] = [party('P', 'owner'), party('P', 'buyer'), party('F', 'dealer')];
beforeEach(async () => {
  ledger = await createTestLedger();
  await entitledFromTheStart(ledger, { P: ['owner', 'buyer'], F: ['dealer'] });
});
afterEach(async () => {
  await expectRebuilt(ledger);
  await ledger.close();
});

type Task = {
  readonly kind: string;
  readonly subjectId: string;
  readonly openedBy: string;
  readonly closedBy: string | null;
  readonly dueOn: string | null;
  readonly ownerRole: string;
  readonly party: string | null;
  readonly data: Readonly<Record<string, string>>;
};
const purposeOf: Partial<Record<Role, string>> = { CLK: 'LICENSING', POL: 'INVESTIGATION' };
const tasks = async (
  kind: string,
  role: Role = 'CLK',
  organisation?: string,
  state = 'OPEN',
): Promise<ReadonlyArray<Task>> => {
  await ledger.caughtUp();
  const answer = await ledger.get(`/v1/tasks?kind=${kind}&state=${state}`, {
    authorization: await ledger.bearer(role, organisation),
    'ledger-purpose': purposeOf[role] ?? 'OWN_RECORDS',
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json().tasks;
};
let serials = 0;
const firearm = async (holder = owner): Promise<string> => {
  serials += 1;
  return (await told('CLK', undefined, onPaper(registered('2026-01-05', holder, `UP ${serials}`)))).id;
};

describe('catalogue 6.1 +flag: what is accepted with an anomaly is somebody’s task', () => {
  test('found with nobody missing it, until the late report of its theft explains it', async () => {
    const id = await firearm();
    const { eventId } = await told('POL', id, body('FirearmFound', '2026-03-10'));
    expect(await tasks('UNEXPECTED_PLACE')).toMatchObject([
      {
        subjectId: id,
        openedBy: eventId,
        ownerRole: 'CLK',
        dueOn: '2026-03-24',
        data: { type: 'FirearmFound', recordedAs: 'HLD' },
      },
    ]);
    await told('POL', id, stolen('2026-03-01'), '2026-03-12');
    expect(await tasks('UNEXPECTED_PLACE')).toEqual([]);
    expect((await ledger.get(`/v1/firearms/${id}`)).json().anomalies).toEqual([]);
  });
  test('seen in transit while the register has it at home: a decision closes it, a release does not', async () => {
    const id = await firearm();
    const seen = await told('CUS', id, body('TransitObserved', '2026-03-10'));
    const [open] = await tasks('UNEXPECTED_PLACE');
    expect(open).toMatchObject({ subjectId: id, data: { type: 'TransitObserved' } });
    const refused = await ledger.post(
      'CLK',
      id,
      body('DisputeDecided', '2026-03-10', { targetEventId: seen.eventId, outcome: 'REJECTED' }),
    );
    expect(refused.json().code).toBe('R17');
    const decided = await told(
      'CLK',
      id,
      body('DisputeDecided', '2026-03-11', { targetEventId: seen.eventId, outcome: 'UPHELD' }),
    );
    expect(await tasks('UNEXPECTED_PLACE')).toEqual([]);
    expect(await tasks('UNEXPECTED_PLACE', 'CLK', undefined, 'CLOSED')).toMatchObject([
      { openedBy: seen.eventId, closedBy: decided.eventId },
    ]);
  });
  test('seen in transit while it is reported stolen, it is for the police', async () => {
    const id = await firearm();
    await told('POL', id, stolen('2026-03-01'));
    await told('CUS', id, body('TransitObserved', '2026-03-10'));
    expect(await tasks('UNEXPECTED_PLACE', 'POL', 'POLICE')).toMatchObject([
      { subjectId: id, ownerRole: 'POL', data: { type: 'TransitObserved', recordedAs: 'STL' } },
    ]);
  });
  test('a forfeiture settles where it was seized; what bears no flag is no matter for a decision', async () => {
    const id = await firearm(dealer);
    const registration = (await ledger.get(`/v1/firearms/${id}/events`)).json().events[0].eventId;
    const nothing = await ledger.post(
      'CLK',
      id,
      body('DisputeDecided', '2026-01-05', { targetEventId: registration, outcome: 'UPHELD' }),
    );
    expect(nothing.json().code).toBe('R71');
    await told('POL', id, body('FirearmFound', '2026-03-10'));
    const forfeited = await told('JUD', id, body('FirearmForfeited', '2026-03-20'));
    expect(await tasks('UNEXPECTED_PLACE', 'CLK', undefined, 'CLOSED')).toMatchObject([
      { subjectId: id, closedBy: forfeited.eventId },
    ]);
  });
  test('HC-03 arrived abroad under an alert: the police’s task, and nobody else is shown it', async () => {
    ledger.clock.set('2026-01-02T12:00:00Z');
    await exportLicence(ledger.asClerk, dealer);
    const id = await firearm(dealer);
    const { licenceId, licenceNo } = exportLicenceOf(dealer);
    await told(
      ['DLR', dealer],
      id,
      body('FirearmDispatched', '2026-02-01', {
        licenceId,
        licenceNo,
        route: ['RS'],
        importAuthorisationRef: 'RS-1',
      }),
    );
    await told('POL', id, stolen('2026-02-03'));
    const arrived = await told(
      'CLK',
      id,
      body('FirearmArrivedAbroad', '2026-02-05', { destinationState: 'RS' }),
    );
    expect(await tasks('ARRIVED_UNDER_ALERT', 'POL', 'POLICE')).toMatchObject([
      { subjectId: id, openedBy: arrived.eventId, ownerRole: 'POL', data: { recordedAs: 'STL' } },
    ]);
    for (const [role, organisation] of [['CLK'], ['DLR', dealer]] as const)
      expect(await tasks('ARRIVED_UNDER_ALERT', role, organisation), role).toEqual([]);
    const { eventId } = await told(
      'POL',
      id,
      body('AlertWithdrawn', '2026-02-10', { reason: 'NEVER_MISSING' }),
    );
    expect(await tasks('ARRIVED_UNDER_ALERT', 'POL', 'POLICE', 'CLOSED')).toMatchObject([
      { closedBy: eventId },
    ]);
  });
});

describe('HC-02 seized while reported stolen', () => {
  test('its trace proposes itself to the focal point, until one is answered', async () => {
    const [id, never] = [await firearm(), await firearm()];
    await told('POL', id, stolen('2026-03-01'));
    for (const each of [id, never]) await told('POL', each, body('FirearmSeized', '2026-03-10'));
    expect(await tasks('TRACE_PROPOSED')).toMatchObject([
      { subjectId: id, ownerRole: 'FFP', dueOn: null, data: { reportedAs: 'STOLEN' } },
    ]);
    const disclosed = await told('SYS', id, body('DisclosureRecorded', '2026-03-15'));
    expect(await tasks('TRACE_PROPOSED', 'CLK', undefined, 'CLOSED')).toMatchObject([
      { subjectId: id, closedBy: disclosed.eventId },
    ]);
  });
});

describe('REQ-CMP-01 the transfer of a loose component', () => {
  const sale = (day: string, reportingSide: string) =>
    body('ComponentTransferred', day, {
      supplierId: owner,
      acquirerId: buyer,
      acquirerRole: 'HOLDER',
      acquirerAuthorisationId: permitOf(buyer),
      reportingSide,
      channel: 'IN_PERSON',
    });
  const sold = async (reportingSide: string, by: readonly [Role, string | undefined]) => {
    const reporter = createReporter(ledger);
    ledger.clock.set('2026-02-10T12:00:00Z');
    const id = await reporter.component('2026-02-01', owner);
    const [role, organisation] = by;
    const made = await reporter.accepted(
      role,
      'components',
      id,
      sale('2026-02-10', reportingSide),
      organisation === undefined ? {} : { organisation },
    );
    return { id, eventId: made.events[0].eventId as string, reporter };
  };
  test('waits for the other side as a firearm’s does, and is settled by its answer', async () => {
    const { id, eventId, reporter } = await sold('SUPPLIER', ['HLD', owner]);
    const waiting = {
      subjectId: id,
      openedBy: eventId,
      ownerRole: 'HLD',
      party: buyer,
      dueOn: '2026-02-24',
      data: { awaited: 'ACQUIRER' },
    };
    expect(await tasks('TRANSFER_TO_CONFIRM')).toMatchObject([waiting]);
    expect(await tasks('TRANSFER_TO_CONFIRM', 'HLD', buyer)).toMatchObject([waiting]);
    expect(await tasks('TRANSFER_TO_CONFIRM', 'HLD', owner)).toEqual([]);
    const answer = body('TransferConfirmed', '2026-02-10', { targetEventId: eventId, differences: [] });
    const confirmed = await reporter.accepted('HLD', 'components', id, answer, { organisation: buyer });
    expect(await tasks('TRANSFER_TO_CONFIRM', 'HLD', buyer, 'CLOSED')).toMatchObject([
      { closedBy: confirmed.events[0].eventId },
    ]);
  });
  test('awaits the supplier in his role, and nobody where the authority reported it', async () => {
    const { id } = await sold('ACQUIRER', ['HLD', buyer]);
    expect(await tasks('TRANSFER_TO_CONFIRM')).toMatchObject([
      { subjectId: id, ownerRole: 'HLD', party: owner, data: { awaited: 'SUPPLIER' } },
    ]);
    await sold('AUTHORITY', ['CLK', undefined]);
    expect(await tasks('TRANSFER_TO_CONFIRM')).toHaveLength(1);
  });
  test('that the other side disputes is the clerk’s to find out', async () => {
    const { id, eventId, reporter } = await sold('SUPPLIER', ['HLD', owner]);
    const denied = body('TransferDisputed', '2026-02-10', { targetEventId: eventId, differences: [] });
    await reporter.accepted('HLD', 'components', id, denied, { organisation: buyer });
    expect(await tasks('TRANSFER_DISPUTED')).toMatchObject([{ subjectId: id, data: { transfer: eventId } }]);
    const confirmed = body('TransferConfirmed', '2026-02-10', { targetEventId: eventId, differences: [] });
    await reporter.accepted('CLK', 'components', id, confirmed);
    expect(await tasks('TRANSFER_DISPUTED')).toEqual([]);
  });
});
