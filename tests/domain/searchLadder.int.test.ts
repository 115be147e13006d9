import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serialKeys } from '../../domain/identification/serial.ts';
import { differenceOn } from '../../domain/identification/serialLadder.ts';
import { searchRung } from '../../projections/currentRegistry/search.ts';
import { body, party, registered } from '../harness/bodies.ts';
import { entitledFromTheStart } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger();
  await entitledFromTheStart(ledger, { P: ['owner'] });
});
afterAll(() => ledger.close());

const owner = party('P', 'owner');
const search = async (asked: object) => {
  await ledger.caughtUp();
  return ledger.app.inject({
    method: 'POST',
    url: '/v1/search/firearms',
    headers: { authorization: await ledger.bearer('POL', 'POLICE'), 'ledger-purpose': 'INVESTIGATION' },
    payload: asked,
  });
};
const found = async (asked: object) => {
  const answer = await search(asked);
  expect(answer.statusCode, answer.body).toBe(200);
  const { rung, nextRung, candidates } = answer.json();
  return {
    rung,
    nextRung,
    marks: candidates.map((each: { markSerial: string; difference: string | null }) => [
      each.markSerial,
      each.difference,
    ]),
    candidates,
  };
};
const with_ = async (serial: string): Promise<{ make: string; model: string; calibre: string }> => {
  const entry = registered('2026-01-10', owner, serial);
  const answer = await ledger.post('CLK', undefined, entry);
  expect(answer.statusCode, answer.body).toBe(201);
  const { make, model, calibre } = entry.payload['identity'] as {
    make: string;
    model: string;
    calibre: ReadonlyArray<{ raw: string }>;
  };
  return { make, model, calibre: calibre[0]?.raw ?? '' };
};

describe('the search ladder', () => {
  test('each rung is reached when those above it are empty, and the next one is offered', async () => {
    const { make, model, calibre } = await with_('LK 704193');
    expect(await found({ serial: 'LK704193' })).toMatchObject({
      rung: 'EXACT',
      nextRung: 'EXACT_OTHER_MARK',
      marks: [['LK 704193', null]],
    });
    expect(await found({ serial: 'LK7O4193' })).toMatchObject({
      rung: 'CONFUSABLE',
      marks: [['LK 704193', 'CONFUSED_CHARACTERS']],
    });
    expect(await found({ serial: '704193' })).toMatchObject({
      rung: 'VARIANT',
      marks: [['LK 704193', 'PREFIX_OR_SUFFIX']],
    });
    expect(await found({ serial: 'LK 740193' })).toMatchObject({
      rung: 'FUZZY',
      marks: [['LK 704193', 'NEIGHBOURS_SWAPPED']],
    });
    expect(await found({ serial: 'LX 704593' })).toMatchObject({
      rung: 'FUZZY',
      nextRung: null,
      marks: [['LK 704193', 'TWO_CHARACTERS']],
    });
    expect(await found({ serial: '7041', make, calibre })).toMatchObject({
      rung: 'WEAK',
      nextRung: null,
      marks: [['LK 704193', 'DIGITS_CONTAINED']],
    });
    expect(await found({ serial: '7041' })).toMatchObject({ rung: null, marks: [] });
    expect(await found({ serial: 'LK 7?4*3', make, model })).toMatchObject({
      rung: 'FUZZY',
      marks: [['LK 704193', 'PATTERN']],
      candidates: [{ agrees: ['make', 'model'], contradicts: [] }],
    });
  });

  test('a number in Cyrillic or with signs on its letters is found however it is typed', async () => {
    await with_('ЖЋ 704881');
    await with_('ŽĆ 815562');
    await with_('ЗА 903314');
    const rungOf = async (serial: string) => {
      const { rung, marks } = await found({ serial });
      return [rung, ...marks.flat()];
    };
    for (const exact of ['жћ 704881', 'ZHC704881', 'ŽĆ-704881', 'žć704881'])
      expect(await rungOf(exact), exact).toEqual([
        exact.startsWith('ж') ? 'EXACT' : 'EXACT_OTHER_MARK',
        'ЖЋ 704881',
        null,
      ]);
    expect(await rungOf('ZC 704881')).toEqual(['CONFUSABLE', 'ЖЋ 704881', 'CONFUSED_CHARACTERS']);
    expect(await rungOf('zc 815562')).toEqual(['CONFUSABLE', 'ŽĆ 815562', 'CONFUSED_CHARACTERS']);
    expect(await rungOf('ЖЋ815562')).toEqual(['EXACT_OTHER_MARK', 'ŽĆ 815562', null]);
    expect(await rungOf('za 903314')).toEqual(['EXACT_OTHER_MARK', 'ЗА 903314', null]);
    expect(await rungOf('ŽA 903314')).toEqual(['CONFUSABLE', 'ЗА 903314', 'CONFUSED_CHARACTERS']);
    expect(await rungOf('3A 903314')).toEqual(['FUZZY', 'ЗА 903314', 'ONE_CHARACTER']);
  });

  test('what looks like the number and belongs to a lower rung hides nothing, however few are asked for', async () => {
    const idOf = async (serial: string): Promise<string> =>
      (await ledger.post('CLK', undefined, registered('2026-01-10', owner, serial))).json().firearmId;
    const wanted = await idOf('ЖА 771903');
    // One that comes before it in the order of ids.
    let other = await idOf('ЗА 771903');
    while (other > wanted) other = await idOf('ЗА 771903');
    expect(await found({ serial: 'ŽA 771903', limit: 1 })).toMatchObject({
      rung: 'EXACT_OTHER_MARK',
      marks: [['ЖА 771903', null]],
    });
  });

  test('an incomplete number without two attributes is refused with the way out', async () => {
    for (const asked of [{ serial: 'LK7?41' }, { serial: 'LK7*', make: 'Zastava' }]) {
      const refused = await search(asked);
      expect(refused.statusCode).toBe(422);
      expect(refused.json()).toMatchObject({ code: 'R31', errors: [{ pointer: '/serial' }] });
      expect(refused.json().detail).toMatch(/at least 2 of make, model and calibre/);
    }
  });

  test('a mark recorded as read in part is found as it is recorded, and is not the number of what was read', async () => {
    const entry = registered('2026-01-10', owner, '880417');
    const { firearmId } = (await ledger.post('CLK', undefined, entry)).json();
    await ledger.post('POL', firearmId, body('FirearmSeized', '2026-02-01'));
    const recovered = body('MarkFoundAltered', '2026-02-10', {
      component: 'FRAME',
      finding: 'OBLITERATED',
      recoveredChars: '88?417',
    });
    expect((await ledger.post('LAB', firearmId, recovered)).statusCode).toBe(201);
    expect(await found({ serial: '88?417' })).toMatchObject({
      rung: 'EXACT_OTHER_MARK',
      marks: [['88?417', null]],
    });
    const { rung, marks } = await found({ serial: '88417' });
    expect([rung, marks.length]).toEqual(['VARIANT', 1]);
  });

  test('what agrees in maker, model and calibre comes first, whatever its id', async () => {
    const numbers = ['77150 A', '77150 B', '77150 C'];
    const calibres = ['9x19', '7.62x25', '9x19'];
    for (const [index, serial] of numbers.entries()) {
      const entry = registered('2026-01-10', owner, serial);
      const identity = { ...(entry.payload['identity'] as object), calibre: [{ raw: calibres[index] }] };
      expect(
        (await ledger.post('CLK', undefined, { ...entry, payload: { ...entry.payload, identity } }))
          .statusCode,
      ).toBe(201);
    }
    const { candidates } = await found({ serial: '77150', calibre: '7.62x25', limit: 1 });
    expect(candidates).toMatchObject([{ markSerial: '77150 B', agrees: ['calibre'] }]);
  });
});

test('the read model finds every number that the rule allows, and no other', {
  timeout: 600_000,
}, async () => {
  const client = ledger.database.owner;
  const alphabet = fc.constantFrom('0', '1', '2', '3', '5', '8', 'A', 'B', 'N');
  const number = fc.array(alphabet, { minLength: 3, maxLength: 11 }).map((characters) => characters.join(''));
  /** A number, changed in up to two places. */
  const edit = fc.tuple(fc.nat(12), fc.constantFrom('CHANGE', 'ADD', 'TAKE', 'SWAP'), alphabet);
  const changed = (text: string, edits: ReadonlyArray<[number, string, string]>): string =>
    edits.reduce((now, [place, kind, character]) => {
      const at = place % (now.length + 1);
      const [before, behind] = [now.slice(0, at), now.slice(at)];
      switch (kind) {
        case 'ADD':
          return before + character + behind;
        case 'TAKE':
          return before + behind.slice(1);
        case 'SWAP':
          return before + behind.slice(1, 2) + behind.slice(0, 1) + behind.slice(2);
        default:
          return before + (behind === '' ? '' : character) + behind.slice(1);
      }
    }, text);
  const [template] = (
    await client.query(
      "select firearm_id from current_registry.mark where firearm_id in (select subject_id from current_registry.interval where known_to = 'infinity' and valid_to = 'infinity') limit 1",
    )
  ).rows as ReadonlyArray<{ firearm_id: string }>;
  const marksOf = async (serials: ReadonlyArray<string>): Promise<void> => {
    const keys = serials.map(serialKeys);
    await client.query('delete from current_registry.mark where no >= 1000');
    await client.query({
      text: `insert into current_registry.mark (firearm_id, no, serial_raw, location, is_primary, canonical, skeleton1, skeleton2, bare)
        select $1, 999 + no, serial, 'FRAME', false, canonical, skeleton1, skeleton2, bare
        from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[]) with ordinality
          as m(serial, canonical, skeleton1, skeleton2, bare, no)`,
      values: [
        template?.firearm_id,
        [...serials],
        keys.map(({ canonical }) => canonical),
        keys.map(({ skeleton1 }) => skeleton1),
        keys.map(({ skeleton2 }) => skeleton2),
        keys.map(({ bare }) => bare),
      ],
    });
  };
  let hits = 0;
  await fc.assert(
    fc.asyncProperty(
      number,
      fc.array(fc.array(edit, { minLength: 1, maxLength: 2 }), { minLength: 1, maxLength: 12 }),
      async (asked, edits) => {
        for (const each of edits) {
          const mark = changed(asked, each);
          if (mark === '') continue;
          await marksOf([mark]);
          for (const rung of ['VARIANT', 'FUZZY'] as const) {
            const candidates = await searchRung(client, { serial: asked, rung, limit: 100 });
            const expected = differenceOn(rung, asked, mark);
            if (expected !== undefined) hits += 1;
            expect([
              asked,
              mark,
              rung,
              candidates.find(({ markSerial }) => markSerial === mark)?.difference,
            ]).toEqual([asked, mark, rung, expected]);
          }
        }
      },
    ),
    { numRuns: 60 },
  );
  expect(hits).toBeGreaterThan(100);
});
