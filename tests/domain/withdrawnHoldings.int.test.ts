import { afterAll, beforeAll, expect, test } from 'vitest';
import { party, registered, transferred } from '../harness/bodies.ts';
import { entitledFromTheStart, permitOf, permitReports } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger();
  ledger.clock.set('2026-01-10T10:00:00Z');
  await entitledFromTheStart(ledger, { P: ['holder', 'buyer'] });
});
afterAll(() => ledger.close());

const holder = party('P', 'holder');
const buyer = party('P', 'buyer');

type Found = ReadonlyArray<{ readonly subjectId: string; readonly dueOn: string }>;
const mustDispose = async () => {
  await ledger.caughtUp();
  const headers = { authorization: await ledger.bearer('CLK'), 'ledger-purpose': 'LICENSING' };
  const page = async (more: string): Promise<{ tasks: Found; next: string | null }> => {
    const answer = await ledger.get(`/v1/tasks?kind=WITHDRAWN_MUST_DISPOSE${more}`, headers);
    expect(answer.statusCode, answer.body).toBe(200);
    return answer.json();
  };
  const { tasks } = await page('');
  const one: Found[number][] = [];
  for (let next: string | null = ''; next !== null; ) {
    const found = await page(`&limit=1${next === '' ? '' : `&cursor=${next}`}`);
    one.push(...found.tasks);
    next = found.next;
  }
  expect(one, 'pages of one firearm each').toEqual(tasks);
  return tasks;
};

/** Another right of the holder, of the kind that `entitled` grants. */
const granted = async (key: string, subcategories: ReadonlyArray<string>): Promise<void> => {
  const reports = permitReports('P', 'holder', { subcategories });
  let id: string | undefined;
  for (const { body, key: own } of reports) {
    const answer = await ledger.asClerk(
      {
        plural: 'authorisations',
        ...(id === undefined ? {} : { id }),
        key: `${key} ${own}`.replaceAll(' ', '-'),
        body,
      },
      'test',
    );
    expect(answer.statusCode, answer.body).toBe(201);
    id = answer.json().authorisationId;
  }
};

test('HC-19, REQ-CAT-06 each firearm still held without another right is on the list, until it is gone', async () => {
  const ids: string[] = [];
  for (const serial of ['WD 1', 'WD 2'])
    ids.push(
      (await ledger.post('CLK', undefined, registered('2026-01-10', holder, serial))).json().firearmId,
    );
  expect(await mustDispose()).toEqual([]);
  ledger.clock.set('2026-05-01T10:00:00Z');
  const withdrawn = await ledger.asClerk(
    {
      plural: 'authorisations',
      id: permitOf(holder),
      key: 'withdrawal',
      body: {
        type: 'AuthorisationWithdrawn',
        effectiveAt: '2026-05-01',
        payload: { reason: 'AT_OWN_REQUEST' },
      },
    },
    'test',
  );
  expect(withdrawn.statusCode, withdrawn.body).toBe(201);
  expect(await mustDispose()).toMatchObject(
    [...ids].sort().map((subjectId) => ({ subjectId, dueOn: '2026-06-30' })),
  );
  // No custody changes by the withdrawal itself.
  expect((await ledger.get(`/v1/firearms/${ids[0]}/holder`)).json()).toMatchObject({
    custody: 'HLD',
    holder: { party: holder },
  });
  ledger.clock.set('2026-06-10T10:00:00Z');
  const sold = await ledger.post('CLK', ids[0], transferred('2026-06-10', holder, buyer));
  expect(sold.statusCode, sold.body).toBe(201);
  expect((await mustDispose()).map(({ subjectId }) => subjectId)).toEqual([ids[1]]);
  // A right for another subcategory of the same category does not cover it; one for its own does.
  await granted('other', ['B1']);
  expect(await mustDispose()).toHaveLength(1);
  await granted('own', ['B5']);
  expect(await mustDispose()).toEqual([]);
});
