import { afterAll, beforeAll, expect, test } from 'vitest';
import { policyTerms } from '../../api/http/taskRoutes.ts';
import { euMember } from '../../domain/policy/profiles.ts';
import { taskPage } from '../../projections/tasks/queries.ts';
import { party, registered, transferred } from '../harness/bodies.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger();
});
afterAll(() => ledger.close());

const holder = party('P', 'holder');
const buyer = party('P', 'buyer');
const knownAt = '2026-07-15T00:00:00Z';

const mustDispose = async () => {
  const rows = await taskPage(ledger.database.owner, {
    knownAt,
    state: 'OPEN',
    kinds: ['WITHDRAWN_MUST_DISPOSE'],
    terms: policyTerms(euMember),
    limit: 10,
  });
  return rows.map(({ subjectKind, subjectId, dueOn, data }) => ({
    subjectKind,
    subjectId,
    dueOn,
    authorisationId: JSON.parse(data).authorisationId as string,
  }));
};

const authorisation = (id: string, status: string, categories: string, subcategories = '{}') =>
  ledger.database.owner.query(
    `insert into lists.authorisation (subject_id, known_from, valid_from, no, known_to, valid_to, party, kind, status,
       categories, subcategories) values ($1, '2026-05-01', '2026-05-01', 1, 'infinity', 'infinity', $2, 'PERMIT', $3, $4, $5)`,
    [id, holder, status, categories, subcategories],
  );

test('HC-19 REQ-CAT-06 each firearm still held without another right is on the list, until it is gone', async () => {
  const ids: string[] = [];
  for (const serial of ['WD 1', 'WD 2']) {
    ledger.clock.set('2026-01-10T10:00:00Z');
    ids.push(
      (await ledger.post('CLK', undefined, registered('2026-01-10', holder, serial))).json().firearmId,
    );
  }
  await ledger.caughtUp();
  const { rows } = await ledger.database.owner.query(
    'select category, subcategory from current_registry.interval',
  );
  const [{ category, subcategory }] = rows as [{ category: string; subcategory: string }];
  // What the stream of an authorisation gives, written as its list holds it.
  await ledger.database.owner.query(
    `insert into lists.task (subject_id, known_from, valid_from, no, known_to, valid_to, subject_kind, kind, opened_by,
       owner_role, party, term, due_from, zone, data)
     values ('E-1', '2026-05-01', '2026-05-01', 1, 'infinity', 'infinity', 'authorisation', 'WITHDRAWN_MUST_DISPOSE',
       gen_random_uuid(), 'CLK', $1, 'disposalAfterWithdrawal', '2026-05-01', 'UTC', $2)`,
    [holder, JSON.stringify({ categories: category })],
  );
  expect(await mustDispose()).toEqual(
    [...ids].sort().map((subjectId) => ({
      subjectKind: 'firearm',
      subjectId,
      dueOn: '2026-06-30',
      authorisationId: 'E-1',
    })),
  );
  const [gone] = ids;
  ledger.clock.set('2026-06-10T10:00:00Z');
  await ledger.post('CLK', gone, transferred('2026-06-10', holder, buyer));
  await ledger.caughtUp();
  expect((await mustDispose()).map(({ subjectId }) => subjectId)).toEqual([ids[1]]);

  // A right for another subcategory of the same category does not cover it; one for the whole category does.
  await authorisation('E-2', 'GRANTED', `{${category}}`, `{${category}9}`);
  expect(subcategory).not.toBe(`${category}9`);
  expect(await mustDispose()).toHaveLength(1);
  await authorisation('E-3', 'SUSPENDED', `{${category}}`);
  expect(await mustDispose()).toHaveLength(1);
  await authorisation('E-4', 'GRANTED', `{${category}}`);
  expect(await mustDispose()).toEqual([]);
});
