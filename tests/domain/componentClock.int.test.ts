import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Role } from '../../domain/event/envelope.ts';
import { body, onPaper, party } from '../harness/bodies.ts';
import { expectRebuiltEqual } from '../harness/rebuildEqual.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger();
});
afterAll(() => ledger.close());

const record = async (role: Role, id: string | undefined, recordedAt: string, report: object) => {
  ledger.clock.set(recordedAt);
  const answer = await ledger.app.inject({
    method: 'POST',
    url: id === undefined ? '/v1/components/events' : `/v1/components/${id}/events`,
    headers: {
      authorization: await ledger.bearer(role),
      'idempotency-key': `component-${recordedAt}`,
      'content-type': 'application/json',
    },
    payload: JSON.stringify(report),
  });
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json().componentId as string;
};

test('REQ-CMP-04 the record of a barrel runs from its own destruction', async () => {
  const dealer = party('F', 'dealer');
  const id = await record(
    'CLK',
    undefined,
    '2031-01-10T10:00:00Z',
    onPaper(
      body('ComponentRegistered', '2031-01-10', {
        calibre: { absent: 'UNKNOWN' },
        responsiblePartyId: dealer,
        partyRole: 'TRADE',
      }),
    ),
  );
  const due = async () => {
    await ledger.caughtUp();
    const answer = await ledger.get('/v1/retention/due', {
      authorization: await ledger.bearer('AUD'),
      'ledger-purpose': 'AUDIT',
    });
    return answer.json().clocks;
  };
  expect(await due()).toEqual([]);
  await record('CLK', id, '2031-05-10T10:00:00Z', body('ComponentDestroyed', '2031-05-09'));
  expect(await due()).toMatchObject([
    { subjectKind: 'component', subjectId: id, clockFrom: '2031-05-09', nominalEnd: '2061-05-09' },
  ]);
  await expectRebuiltEqual(ledger);
});
