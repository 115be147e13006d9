import { expect, test } from 'vitest';
import { createRowReader, type ReadRow } from '../../api/import/readRow.ts';
import { sha256 } from '../../infra/system/system.ts';
import { oldBook } from '../harness/oldBook.ts';

const mapping = oldBook({
  absence: { NULL: 'UNKNOWN' },
  identity: { make: { column: 'Make' } },
  responsible: { column: 'Dealer', kind: 'FIRM', absence: { nobody: 'NONE', '?': 'ILLEGIBLE' } },
});
const read = createRowReader(mapping, {
  recogniseMaker: () => ({ kind: 'NOT_LISTED' }),
  recogniseCalibre: () => ({ kind: 'NOT_LISTED' }),
  digest: sha256,
  keyedDigest: sha256,
  partyId: (register, kind, name) => `${register} ${kind} ${name}`,
  recordedBy: { actorId: 'import', role: 'MIG', organisationId: 'REGISTRY' },
});
const row = (changed: Readonly<Record<string, string>> = {}) =>
  read({ No: '1', Make: 'Zastava', Serial: 'AB 1234', Dealer: 'Oružar', ...changed });
const responsibleOf = (found: ReadRow): unknown => {
  if (found.kind === 'REFUSED') return found;
  const [digitised] = found.request.entries.map(({ payload }) => payload as { responsiblePartyId: unknown });
  return digitised?.responsiblePartyId;
};

test.each([
  ['Oružar', 'OLD-BOOK FIRM Oružar'],
  ['NULL', { absent: 'UNKNOWN' }],
  ['nobody', { absent: 'NONE' }],
  ['?', { absent: 'UNKNOWN' }],
  [' ', { absent: 'UNKNOWN' }],
  ['null', 'OLD-BOOK FIRM null'],
])('the party written as %j is %j: what means that there is no value is nobody', (Dealer, party) => {
  expect(responsibleOf(row({ Dealer }))).toEqual(party);
});

test('what an earlier program could not read is recorded as it stands and flagged', () => {
  expect(row({ Make: 'Oru\ufffdje' })).toMatchObject({
    kind: 'READ',
    findings: ['CHARACTERS_LOST', 'MAKE_NOT_LISTED', 'CALIBRE_UNKNOWN'],
  });
  expect(row()).toMatchObject({ kind: 'READ', findings: ['MAKE_NOT_LISTED', 'CALIBRE_UNKNOWN'] });
});

test('a number that is none is refused by the column that it stands in', () => {
  expect(row({ Serial: 'rusty' })).toMatchObject({
    kind: 'REFUSED',
    code: 'SERIAL_MEANS_ABSENCE',
    column: 'Serial',
  });
});
