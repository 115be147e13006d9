import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { euMember } from '../../domain/policy/profiles.ts';
import { componentsOfFirearm } from '../../projections/componentTree/queries.ts';
import { body, onPaper, party, registered, stolen } from '../harness/bodies.ts';
import { createReporter, type Reporter } from '../harness/components.ts';
import { entitledFromTheStart, permitOf } from '../harness/entitled.ts';
import { expectRebuiltEqual } from '../harness/rebuildEqual.ts';
import { right } from '../harness/right.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

let ledger: TestLedger;
let by: Reporter;
beforeAll(async () => {
  ledger = await createTestLedger();
  await entitledFromTheStart(ledger, { P: ['owner', 'buyer'], F: ['dealer'] });
  by = createReporter(ledger);
  ledger.clock.set('2026-06-01T12:00:00Z');
});

/** After each story: the read models equal a rebuild from the log. */
afterEach(async () => {
  await expectRebuiltEqual(ledger);
});
afterAll(async () => {
  await ledger.close();
});

const owner = party('P', 'owner');
const buyer = party('P', 'buyer');
const dealer = party('F', 'dealer');
const calibres = async (id: string, query = '') =>
  (await by.register(id, query)).identity.calibre.map((each: { raw: string }) => each.raw);

describe('REQ-REC-04 a component with a number of its own', () => {
  test('is its own record linked to the firearm, and its number leads to the firearm', async () => {
    const firearm = await by.firearm('2026-01-10', owner, '456');
    const barrel = await by.component('2026-01-10', owner, {
      mark: { serialRaw: '99912', matchesFrame: 'NO' },
    });
    const answer = await by.accepted('DLR', 'components', barrel, by.fitted('2026-02-01', barrel, firearm));
    expect(answer.elsewhere).toMatchObject([{ kind: 'firearm', id: firearm, type: 'ComponentFitted' }]);
    expect(await by.state(barrel)).toMatchObject({
      status: 'FITTED',
      state: { parent: { firearmId: firearm } },
    });
    await ledger.caughtUp();
    const found = await ledger.app.inject({
      method: 'POST',
      url: '/v1/search/firearms',
      headers: { authorization: await ledger.bearer('POL', 'POLICE'), 'ledger-purpose': 'INVESTIGATION' },
      payload: { serial: '99912' },
    });
    expect(found.json()).toMatchObject({ rung: 'EXACT_OTHER_MARK', candidates: [{ firearmId: firearm }] });
  });
});

describe('REQ-CMP-01 a loose component', () => {
  test('has its own holder history', async () => {
    const barrel = await by.component('2026-01-10', dealer);
    const sale = body('ComponentTransferred', '2026-03-01', {
      supplierId: dealer,
      acquirerId: owner,
      acquirerRole: 'HOLDER',
      acquirerAuthorisationId: permitOf(owner),
      channel: 'IN_PERSON',
    });
    const sold = await by.accepted('DLR', 'components', barrel, sale, { organisation: dealer });
    expect(await by.state(barrel, '?validAt=2026-02-01')).toMatchObject({
      state: { holder: { party: dealer } },
    });
    expect(await by.state(barrel)).toMatchObject({ state: { holder: { party: owner } } });
    const confirmed = body('TransferConfirmed', '2026-03-02', { targetEventId: sold.events[0].eventId });
    await by.accepted('HLD', 'components', barrel, confirmed, { organisation: owner });
    const stranger = await by.post(
      'DLR',
      'components',
      barrel,
      { ...sale, effectiveAt: '2026-04-01' },
      {
        organisation: party('F', 'stranger'),
      },
    );
    expect(stranger.json().code).toBe('NOT_YOUR_FIREARM');
  });
});

describe('REQ-CMP-02 a component has at most one firearm at any date', () => {
  test('dates of fit and removal, and no second parent', async () => {
    const one = await by.firearm('2026-01-10', owner, 'A 1');
    const two = await by.firearm('2026-01-10', owner, 'A 2');
    const barrel = await by.component('2026-01-10', owner);
    await by.accepted('DLR', 'firearms', one, by.fitted('2026-02-01', barrel, one));
    const second = await by.post('DLR', 'firearms', two, by.fitted('2026-02-10', barrel, two));
    expect([second.statusCode, second.json().code]).toEqual([409, 'R17']);
    await by.accepted('DLR', 'firearms', one, by.removed('2026-03-01', barrel, one));
    await by.accepted('DLR', 'components', barrel, by.fitted('2026-04-01', barrel, two));
    const parent = async (day: string) => (await by.state(barrel, `?validAt=${day}`)).state.parent?.firearmId;
    expect(await parent('2026-01-20')).toBeUndefined();
    expect(await parent('2026-02-15')).toBe(one);
    expect(await parent('2026-03-15')).toBeUndefined();
    expect(await parent('2026-04-15')).toBe(two);
  });

  test('a late fit that later movements contradict is DISPUTED and moves nothing in either stream', async () => {
    const one = await by.firearm('2026-01-10', owner, 'B 1');
    const two = await by.firearm('2026-01-10', owner, 'B 2');
    const barrel = await by.component('2026-01-10', owner);
    await by.accepted('DLR', 'firearms', one, by.fitted('2026-03-01', barrel, one));
    await by.accepted('DLR', 'firearms', one, by.removed('2026-04-01', barrel, one));
    const late = await by.accepted('DLR', 'firearms', two, by.fitted('2026-02-01', barrel, two));
    expect(late.events[0].disputes).toEqual(['R17']);
    expect(late.elsewhere[0].disputes).toEqual(['R17']);
    expect((await by.state(barrel, '?validAt=2026-02-15')).status).toBe('LOOSE');
    expect((await by.state(barrel, '?validAt=2026-03-15')).state.parent.firearmId).toBe(one);
  });

  test('component and firearm need the same holder, or a covered transfer', async () => {
    const firearm = await by.firearm('2026-01-10', owner, 'D 1');
    const barrel = await by.component('2026-01-10', dealer);
    const refused = await by.post('DLR', 'firearms', firearm, by.fitted('2026-02-01', barrel, firearm));
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'R33']);
    const sale = {
      supplierId: dealer,
      acquirerId: owner,
      acquirerRole: 'HOLDER',
      acquirerAuthorisationId: permitOf(owner),
      channel: 'IN_PERSON',
    };
    await by.accepted('DLR', 'components', barrel, body('ComponentTransferred', '2026-01-20', sale), {
      organisation: dealer,
    });
    await by.accepted('DLR', 'firearms', firearm, by.fitted('2026-02-01', barrel, firearm));
    const foreign = await by.post('HLD', 'firearms', firearm, by.removed('2026-02-02', barrel, firearm), {
      organisation: buyer,
    });
    expect(foreign.json().code).toBe('NOT_YOUR_FIREARM');
  });

  test('nothing is fitted in a stolen firearm, and a fit dated before the theft is disputed', async () => {
    const firearm = await by.firearm('2026-01-10', owner, 'E 1');
    const barrel = await by.component('2026-01-10', owner);
    await by.accepted('POL', 'firearms', firearm, stolen('2026-03-01'));
    const after = await by.post('DLR', 'components', barrel, by.fitted('2026-04-01', barrel, firearm));
    expect(after.json().code).toBe('CANNOT_BE_PROCESSED');
    const before = await by.accepted('LAB', 'components', barrel, by.fitted('2026-02-01', barrel, firearm));
    expect(before.events[0].disputes).toEqual(['R11']);
    expect((await by.state(barrel)).status).toBe('LOOSE');
    expect((await by.register(firearm)).custody).toBe('STL');
  });
});

describe('REQ-CMP-03 the category of a loose component', () => {
  test('is that of the firearm it is meant for, and its acquirer needs that right', async () => {
    const bolt = await by.component('2026-01-10', dealer, {
      kind: 'BOLT',
      category: 'A',
      intendedFor: { subcategory: 'A2' },
    });
    expect((await by.state(bolt)).state).toMatchObject({ category: 'A', subcategory: 'A2' });
    const wrong = await by.post(
      'CLK',
      'components',
      undefined,
      body('ComponentRegistered', '2026-01-10', {
        category: 'B',
        intendedFor: { subcategory: 'A2' },
        calibre: { raw: '9' },
      }),
    );
    expect([wrong.statusCode, wrong.json().code]).toEqual([422, 'CATEGORY_CONTRADICTS_FACTS']);
    const sale = body('ComponentTransferred', '2026-02-01', {
      supplierId: dealer,
      acquirerId: owner,
      acquirerRole: 'HOLDER',
      acquirerAuthorisationId: { absent: 'NONE' },
      channel: 'IN_PERSON',
    });
    const refused = await by.post('CLK', 'components', bolt, sale);
    expect(refused.json()).toMatchObject({ code: 'R41', detail: expect.stringContaining('A2') });
    // A right of his is looked up, not believed: his permit is for B and C.
    const named = { ...sale, payload: { ...sale.payload, acquirerAuthorisationId: permitOf(owner) } };
    const short = await by.post('CLK', 'components', bolt, named);
    expect(short.json()).toMatchObject({ code: 'R41', detail: expect.stringContaining('B, C, not A') });
    const borrowed = { ...sale, payload: { ...sale.payload, acquirerAuthorisationId: permitOf(dealer) } };
    expect((await by.post('CLK', 'components', bolt, borrowed)).json().code).toBe('R41');
    const registered = body('ComponentRegistered', '2026-01-10', {
      kind: 'BOLT',
      category: 'A',
      intendedFor: { subcategory: 'A2' },
      responsiblePartyId: owner,
      partyRole: 'HOLDER',
    });
    expect((await by.post('CLK', 'components', undefined, registered)).json().code).toBe('R41');
    const unknown = await by.accepted('CLK', 'components', undefined, {
      ...registered,
      payload: { ...registered.payload, category: { absent: 'UNKNOWN' }, intendedFor: undefined },
    });
    expect(unknown.events[0].disputes).toEqual(['RECEIVER_NOT_ENTITLED']);
    // Taken over from a book it is recorded: the book does not say under which right he had it.
    const book = await by.accepted('CLK', 'components', undefined, onPaper(registered));
    expect(book.events[0].disputes).toEqual([]);
    // Who reports on his own account cannot say that it is an old paper.
    const own = onPaper({ ...registered, effectiveAt: '2026-01-11' });
    const claimed = await by.post('DLR', 'components', undefined, own, { organisation: dealer });
    expect(claimed.statusCode).toBeGreaterThanOrEqual(400);
  });
});

describe('REQ-CMP-04 the clock of a component', () => {
  test('starts with its own destruction, not with that of a firearm it was in before', async () => {
    ledger.clock.set('2032-01-01T12:00:00Z');
    const firearm = await by.firearm('2019-01-10', dealer, 'F 1');
    const barrel = await by.component('2019-01-10', dealer);
    const bolt = await by.component('2019-01-10', dealer, { kind: 'BOLT' });
    await by.accepted('DLR', 'firearms', firearm, by.fitted('2019-02-01', barrel, firearm));
    await by.accepted('DLR', 'firearms', firearm, by.fitted('2019-02-01', bolt, firearm));
    await by.accepted('DLR', 'firearms', firearm, by.removed('2020-01-05', barrel, firearm));
    const alone = await by.post('CLK', 'components', bolt, body('ComponentDestroyed', '2020-01-06'));
    expect([alone.statusCode, alone.json().code]).toEqual([409, 'R17']);
    await by.accepted('CLK', 'firearms', firearm, body('FirearmDestroyed', '2020-02-01'));
    await by.accepted('CLK', 'components', bolt, body('ComponentDestroyed', '2020-02-01'));
    expect((await by.state(barrel, '?validAt=2025-01-01')).state.destroyedOn).toBeUndefined();
    await by.accepted('CLK', 'components', barrel, body('ComponentDestroyed', '2031-05-10'));
    expect((await by.state(barrel)).state).toMatchObject({
      status: 'DESTROYED',
      destroyedOn: { value: '2031-05-10' },
    });
  });
});

describe('HC-05 components swapped between two firearms', () => {
  const pair = async (label: string) => {
    const one = await by.firearm('2026-01-10', owner, `${label} 1`);
    const two = await by.firearm('2026-01-10', owner, `${label} 2`);
    const first = await by.component('2026-01-10', owner, { calibre: { raw: '9 mm Luger' } });
    const second = await by.component('2026-01-10', owner, { calibre: { raw: '.22 LR' } });
    await by.accepted('DLR', 'firearms', one, by.fitted('2026-02-01', first, one));
    await by.accepted('DLR', 'firearms', two, by.fitted('2026-02-01', second, two));
    return { one, two, first, second };
  };

  test('one command, two ComponentReplaced with one correlationId, one parent each, both calibres change', async () => {
    const { one, two, first, second } = await pair('S');
    expect([await calibres(one), await calibres(two)]).toEqual([['9 mm Luger'], ['.22 LR']]);
    const answer = await by.accepted(
      'DLR',
      'firearms',
      one,
      by.replaced('2026-03-01', one, first, second, two),
    );
    expect(
      answer.elsewhere.map((each: { kind: string; type: string }) => `${each.kind} ${each.type}`),
    ).toEqual(['firearm ComponentReplaced', 'component ComponentReplaced', 'component ComponentReplaced']);
    const replaced = (await ledger.logged()).filter(({ type }) => type === 'ComponentReplaced');
    expect(new Set(replaced.map(({ metadata }) => JSON.parse(metadata).correlationId)).size).toBe(1);
    expect([await calibres(one), await calibres(two)]).toEqual([['.22 LR'], ['9 mm Luger']]);
    expect(await calibres(one, '?validAt=2026-02-15')).toEqual(['9 mm Luger']);
    // Another calibre may be another ignition, and with it another category.
    expect((await by.register(one)).categoryCheckDue).toBe(answer.events[0].eventId);
    expect((await by.register(one, '?validAt=2026-02-15')).categoryCheckDue).toBeNull();
    expect((await by.state(first)).state.parent.firearmId).toBe(two);
    expect((await by.state(second)).state.parent.firearmId).toBe(one);
  });

  test('if one firearm is seized the whole command is R23 and nothing is recorded', async () => {
    const { one, two, first, second } = await pair('T');
    await by.accepted('POL', 'firearms', two, body('FirearmSeized', '2026-02-20'));
    const swap = by.replaced('2026-03-01', one, first, second, two);
    const neutral = await by.post('DLR', 'firearms', one, swap);
    expect([neutral.statusCode, neutral.json().code]).toEqual([409, 'CANNOT_BE_PROCESSED']);
    const head = await ledger.head();
    expect(await by.post('DLR', 'firearms', one, swap).then((answer) => answer.statusCode)).toBe(409);
    expect(await ledger.head()).toBe(head);
    expect((await by.state(first)).state.parent.firearmId).toBe(one);
    expect((await by.state(second)).state.parent.firearmId).toBe(two);
    const order = { kind: 'ORDER', number: '1', issuer: 'Court', date: '2026-02-25' };
    const byOrder = { ...swap, payload: { ...swap.payload, legalOrderRef: order } };
    await by.accepted('DLR', 'firearms', one, byOrder);
    expect((await by.state(first)).state.parent.firearmId).toBe(two);
  });
});

describe('HC-06 the primary part is replaced', () => {
  test('the firearm ends, its successor begins by the same command, and the links are there', async () => {
    const firearm = await by.firearm('2026-01-10', owner, 'OLD 77');
    const frame = await by.component('2026-01-10', owner, {
      kind: 'FRAME',
      mark: { serialRaw: 'OLD 77', matchesFrame: 'FULL' },
    });
    const barrel = await by.component('2026-01-10', owner);
    const other = await by.component('2026-01-10', owner, {
      kind: 'FRAME',
      mark: { serialRaw: 'NEW 88', matchesFrame: 'FULL' },
    });
    await by.accepted('DLR', 'firearms', firearm, by.fitted('2026-02-01', frame, firearm));
    await by.accepted('DLR', 'firearms', firearm, by.fitted('2026-02-01', barrel, firearm));
    const hidden = await by.post('DLR', 'firearms', firearm, by.removed('2026-02-02', frame, firearm));
    expect(hidden.json().code).toBe('R17');
    const answer = await by.accepted(
      'DLR',
      'firearms',
      firearm,
      by.replaced('2026-03-01', firearm, frame, other),
    );
    const successor = answer.elsewhere.find((each: { kind: string }) => each.kind === 'firearm').id;
    expect(await by.register(firearm)).toMatchObject({ custody: 'DSM', successorId: successor });
    expect(await by.register(successor)).toMatchObject({
      custody: 'HLD',
      holder: { party: owner },
      predecessorId: firearm,
      identity: { serialRaw: 'NEW 88' },
    });
    expect((await by.register(firearm, '?validAt=2026-02-15')).custody).toBe('HLD');
    expect((await by.state(frame)).status).toBe('LOOSE');
    for (const part of [other, barrel]) expect((await by.state(part)).state.parent.firearmId).toBe(successor);
    const chain = (await ledger.get(`/v1/firearms/${successor}/chain`)).json();
    expect(chain.intervals).toMatchObject([{ custody: 'HLD', holder: { party: owner } }]);
    expect(chain.predecessors).toMatchObject([
      { firearmId: firearm, intervals: [{ custody: 'HLD' }, { custody: 'DSM' }] },
    ]);
    expect((await ledger.get(`/v1/firearms/${firearm}/chain`)).json()).toMatchObject({
      predecessors: [],
      successorId: successor,
    });

    // The successor's own particulars are corrected in its stream; whether and when it began is the replacement's.
    const begun = (await ledger.get(`/v1/firearms/${successor}/events`)).json().events[0].eventId;
    const correct = (path: string, recordedValue: unknown, correctValue: unknown) =>
      by.post(
        'CLK',
        'firearms',
        successor,
        body('RecordCorrected', '2026-06-01', {
          targetEventId: begun,
          changes: [{ path, recordedValue, correctValue }],
        }),
      );
    expect((await correct('/payload/identity/model', 'M57', 'M57-A')).statusCode).toBe(201);
    expect((await correct('/effectiveAt', '2026-03-01', '2026-03-02')).json().code).toBe('R71');
    const replacement = answer.events[0].eventId;
    const annulment = body('RecordAnnulled', '2026-06-01', {
      targetEventId: replacement,
      reason: 'NEVER_HAPPENED',
    });
    await by.accepted('CLK', 'firearms', firearm, annulment);
    expect(await by.register(firearm)).toMatchObject({ custody: 'HLD', successorId: null });
    expect((await by.register(successor)).custody).toBe('NEW');
    expect((await by.state(barrel)).state.parent.firearmId).toBe(firearm);
  });

  test('a successor cannot be claimed without the replacement', async () => {
    const claim = registered('2026-03-01', owner, 'CLAIM 1');
    const answer = await by.post('CLK', 'firearms', undefined, {
      ...claim,
      payload: { ...claim.payload, predecessorId: party('P', 'x').replace('P-', 'W-') },
    });
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'R17']);
  });

  test('policy KEEP_IDENTITY keeps the firearm and makes the new number searchable', async () => {
    const own = await createTestLedger({
      policy: { ...euMember, primaryComponentReplacement: 'KEEP_IDENTITY' },
    });
    await entitledFromTheStart(own, { P: ['owner'] });
    const keep = createReporter(own);
    const firearm = await keep.firearm('2026-01-10', owner, 'KEEP 1');
    const particulars = { kind: 'FRAME', mark: { serialRaw: 'KEEP 1', matchesFrame: 'FULL' } };
    const frame = await keep.component('2026-01-10', owner, particulars);
    const other = await keep.component('2026-01-10', owner, {
      ...particulars,
      mark: { serialRaw: 'KEEP 2', matchesFrame: 'NO' },
    });
    await keep.accepted('DLR', 'firearms', firearm, keep.fitted('2026-02-01', frame, firearm));
    await keep.accepted('DLR', 'firearms', firearm, keep.replaced('2026-03-01', firearm, frame, other));
    expect(await keep.register(firearm)).toMatchObject({
      custody: 'HLD',
      successorId: null,
      identity: { serialRaw: 'KEEP 1' },
      marks: expect.arrayContaining([expect.objectContaining({ serialRaw: 'KEEP 2', location: 'FRAME' })]),
    });
    await own.close();
  });
});

describe('6.3 what befalls a firearm befalls its components', () => {
  test('alert and seizure are derived on reading, and end with those of the firearm', async () => {
    const firearm = await by.firearm('2026-01-10', owner, 'G 1');
    const barrel = await by.component('2026-01-10', owner);
    await by.accepted('DLR', 'firearms', firearm, by.fitted('2026-02-01', barrel, firearm));
    await by.accepted('POL', 'firearms', firearm, stolen('2026-03-01'));
    const parts = async (query = '') =>
      (await ledger.get(`/v1/firearms/${firearm}/components${query}`)).json().components;
    expect(await parts()).toMatchObject([
      {
        componentId: barrel,
        status: 'STL',
        statusBy: 'FIREARM',
        alerts: [{ kind: 'STOLEN' }],
        holder: { party: owner },
      },
    ]);
    expect(await parts('?validAt=2026-02-15')).toMatchObject([
      { status: 'FITTED', statusBy: 'OWN', alerts: [] },
    ]);
    expect(await parts('?validAt=2026-01-15')).toEqual([]);
    await by.accepted('POL', 'firearms', firearm, body('AlertWithdrawn', '2026-03-05'));
    expect(await parts()).toMatchObject([{ status: 'FITTED', alerts: [] }]);
    expect((await ledger.get(`/v1/components/${barrel}/events`)).json().events).toHaveLength(2);
  });

  test('a component stolen, found and released on its own goes back where it belongs', async () => {
    const firearm = await by.firearm('2026-01-10', owner, 'G 2');
    const barrel = await by.component('2026-01-10', owner);
    await by.accepted('DLR', 'firearms', firearm, by.fitted('2026-02-01', barrel, firearm));
    const foreign = await by.post('HLD', 'components', barrel, stolen('2026-03-01'), { organisation: buyer });
    expect(foreign.json().code).toBe('NOT_YOUR_FIREARM');
    await by.accepted('HLD', 'components', barrel, stolen('2026-03-01'), { organisation: owner });
    expect((await by.state(barrel)).status).toBe('STL');
    expect((await by.register(firearm)).custody).toBe('HLD');
    const found = await by.accepted('POL', 'components', barrel, body('FirearmFound', '2026-03-10'));
    const release = body('FirearmReleased', '2026-03-12', { toParty: owner, partyRole: 'HOLDER' });
    expect((await by.post('POL', 'components', barrel, release)).json().code).toBe('R11');
    const discharge = { recoveryEventId: found.events[0].eventId };
    await by.accepted('POL', 'components', barrel, body('AlertDischarged', '2026-03-11', discharge));
    await by.accepted('POL', 'components', barrel, release);
    expect(await by.state(barrel)).toMatchObject({
      status: 'FITTED',
      state: { parent: { firearmId: firearm } },
    });
  });

  test('a component that the register does not know is seized, registered after release, and exported', async () => {
    const seizure = body('FirearmSeized', '2026-03-01', {
      marksSeen: [{ location: 'BOLT', serialRaw: 'Z 12' }],
    });
    const { componentId } = await by.accepted('POL', 'components', undefined, seizure);
    expect(await by.state(componentId)).toMatchObject({
      status: 'SZD',
      state: { kind: 'BOLT', serialRaw: 'Z 12' },
    });
    const sale = { supplierId: owner, acquirerId: buyer, acquirerRole: 'HOLDER', channel: 'IN_PERSON' };
    const sold = await by.post(
      'CLK',
      'components',
      componentId,
      body('ComponentTransferred', '2026-03-02', sale),
    );
    expect(sold.json().code).toBe('R13');
    // Nobody knows what it is meant for: given back all the same, and looked into.
    const given = await by.accepted(
      'POL',
      'components',
      componentId,
      body('FirearmReleased', '2026-03-05', { toParty: dealer, partyRole: 'TRADE' }),
    );
    expect(given.events[0].disputes).toEqual(['RECEIVER_NOT_ENTITLED']);
    const exported = body('ComponentExported', '2026-04-01');
    const foreign = await by.post('DLR', 'components', componentId, exported, {
      organisation: party('F', 'x'),
    });
    expect(foreign.json().code).toBe('NOT_YOUR_FIREARM');
    await by.accepted('DLR', 'components', componentId, exported, { organisation: dealer });
    expect((await by.state(componentId)).status).toBe('EXP');
  });

  test('a loose stolen component cannot be sold, and a sale inside the window is refused whenever it is reported', async () => {
    const barrel = await by.component('2026-01-10', owner);
    await by.accepted('POL', 'components', barrel, stolen('2026-04-10', '2026-04-05'));
    const sale = (day: string) =>
      body('ComponentTransferred', day, {
        supplierId: owner,
        acquirerId: buyer,
        acquirerRole: 'HOLDER',
        acquirerAuthorisationId: permitOf(buyer),
        channel: 'IN_PERSON',
      });
    for (const day of ['2026-04-06', '2026-04-15'])
      expect((await by.post('CLK', 'components', barrel, sale(day))).json().code, day).toBe('R11');
    const early = await by.accepted('CLK', 'components', barrel, sale('2026-03-01'));
    expect(early.events[0].disputes).toEqual(['R11']);
    expect((await by.state(barrel)).state.holder.party).toBe(owner);
  });
});

describe('FirearmDismantled', () => {
  test('ends the firearm and sets all its recorded parts loose in their own streams', async () => {
    const firearm = await by.firearm('2026-01-10', dealer, 'H 1');
    const barrel = await by.component('2026-01-10', dealer);
    const bolt = await by.component('2026-01-10', dealer, { kind: 'BOLT' });
    for (const part of [barrel, bolt])
      await by.accepted('DLR', 'firearms', firearm, by.fitted('2026-02-01', part, firearm));
    const dismantled = (survivingComponentIds: ReadonlyArray<string>) =>
      body('FirearmDismantled', '2026-03-01', { survivingComponentIds });
    expect((await by.post('DLR', 'firearms', firearm, dismantled([barrel]))).json().code).toBe('R17');
    await by.accepted('DLR', 'firearms', firearm, dismantled([barrel, bolt]));
    expect((await by.register(firearm)).custody).toBe('DSM');
    for (const part of [barrel, bolt])
      expect(await by.state(part)).toMatchObject({ status: 'LOOSE', state: { holder: { party: dealer } } });
    const again = await by.post('DLR', 'firearms', firearm, by.fitted('2026-04-01', barrel, firearm));
    expect(again.json().code).toBe('R15');
    await ledger.caughtUp();
    const held = (await ledger.get(`/v1/parties/${dealer}/components?limit=1000`)).json().components;
    expect(held.map((each: { componentId: string }) => each.componentId)).toEqual(
      expect.arrayContaining([barrel, bolt]),
    );
  });
});

describe('component-tree, on both axes of time', () => {
  test('the read model says what the streams say', async () => {
    const firearm = await by.firearm('2026-01-10', owner, 'K 1');
    const first = await by.component('2026-01-10', owner);
    const second = await by.component('2026-01-10', owner);
    await by.accepted('DLR', 'firearms', firearm, by.fitted('2026-02-01', first, firearm));
    await by.accepted('DLR', 'firearms', firearm, by.replaced('2026-03-01', firearm, first, second));
    await ledger.caughtUp();
    const knownAt = new Date(await right(ledger.knownUntil.log())).toISOString();
    for (const [day, expected] of [
      ['2026-01-20', []],
      ['2026-02-15', [first]],
      ['2026-03-15', [second]],
    ] as const) {
      const validAt = `${day}T12:00:00Z`;
      expect(await componentsOfFirearm(ledger.database.runtime, { firearm, validAt, knownAt })).toEqual(
        expected,
      );
      const { components } = (
        await ledger.get(`/v1/firearms/${firearm}/components?validAt=${validAt}`)
      ).json();
      expect(components.map((each: { componentId: string }) => each.componentId)).toEqual(expected);
    }
  });
});

describe('a report in two streams is changed in both or in neither', () => {
  const fit = async (serial: string) => {
    const firearm = await by.firearm('2026-01-10', owner, serial);
    const barrel = await by.component('2026-01-10', owner, { calibre: { raw: '.22 LR' } });
    const { events } = await by.accepted(
      'DLR',
      'firearms',
      firearm,
      by.fitted('2026-02-01', barrel, firearm),
    );
    return { firearm, barrel, fitId: events[0].eventId as string };
  };
  const parts = async (firearm: string, query = '') =>
    (await ledger.get(`/v1/firearms/${firearm}/components${query}`)).json().components.length;

  test('an annulled fit is gone from both, a reinstated one is back in both', async () => {
    const { firearm, barrel, fitId } = await fit('M 1');
    expect(await calibres(firearm)).toEqual(['.22 LR']);
    const annulled = await by.accepted(
      'CLK',
      'firearms',
      firearm,
      body('RecordAnnulled', '2026-06-01', { targetEventId: fitId, reason: 'WRONG_OBJECT' }),
    );
    expect(annulled.elsewhere).toMatchObject([{ kind: 'component', id: barrel, type: 'RecordAnnulled' }]);
    expect(await by.state(barrel)).toMatchObject({ status: 'LOOSE', state: { holder: { party: owner } } });
    expect(await calibres(firearm)).toEqual(['9 mm Luger']);
    const annulmentEventId = annulled.events[0].eventId;
    await by.accepted(
      'CLK',
      'firearms',
      firearm,
      body('RecordReinstated', '2026-06-01', { annulmentEventId }),
    );
    expect((await by.state(barrel)).state.parent.firearmId).toBe(firearm);
    expect(await parts(firearm)).toBe(1);
  });

  test('a half is changed through the report it belongs to', async () => {
    const { firearm, barrel, fitId } = await fit('M 2');
    const half = (await ledger.get(`/v1/components/${barrel}/events`)).json().events.at(-1).eventId;
    const annulment = body('RecordAnnulled', '2026-06-01', { targetEventId: half, reason: 'WRONG_OBJECT' });
    const refused = await by.post('CLK', 'components', barrel, annulment);
    expect(refused.json()).toMatchObject({ code: 'R71', eventIds: [fitId] });
    expect(await parts(firearm)).toBe(1);
  });

  test('an annulment that the other stream depends on is R72, and nothing changes', async () => {
    const { firearm, barrel, fitId } = await fit('M 3');
    const removed = await by.accepted('DLR', 'components', barrel, by.removed('2026-03-01', barrel, firearm));
    const annul = (cascade?: ReadonlyArray<string>) =>
      body('RecordAnnulled', '2026-06-01', {
        targetEventId: fitId,
        reason: 'WRONG_OBJECT',
        ...(cascade === undefined ? {} : { cascade }),
      });
    expect((await by.post('CLK', 'firearms', firearm, annul())).json().code).toBe('R72');
    expect(
      (await by.post('CLK', 'firearms', firearm, annul([removed.elsewhere[0].eventId]))).json().code,
    ).toBe('R71');
    await by.accepted(
      'CLK',
      'components',
      barrel,
      body('RecordAnnulled', '2026-06-01', {
        targetEventId: removed.events[0].eventId,
        reason: 'WRONG_OBJECT',
      }),
    );
    await by.accepted('CLK', 'firearms', firearm, annul());
    expect((await by.state(barrel)).status).toBe('LOOSE');
  });

  test('a corrected date moves the fit in both; one to another firearm is refused', async () => {
    const { firearm, barrel, fitId } = await fit('M 4');
    const correct = (path: string, recordedValue: string, correctValue: string) =>
      body('RecordCorrected', '2026-06-01', {
        targetEventId: fitId,
        changes: [{ path, recordedValue, correctValue }],
      });
    await by.accepted('CLK', 'firearms', firearm, correct('/effectiveAt', '2026-02-01', '2026-01-20'));
    expect((await by.state(barrel, '?validAt=2026-01-25')).state.parent.firearmId).toBe(firearm);
    expect(await parts(firearm, '?validAt=2026-01-25')).toBe(1);
    expect(await calibres(firearm, '?validAt=2026-01-25')).toEqual(['.22 LR']);
    const other = await by.component('2026-01-10', owner);
    const wrong = await by.post('CLK', 'firearms', firearm, correct('/payload/componentId', barrel, other));
    expect([wrong.statusCode, wrong.json().code]).toEqual([422, 'CORRECTION_INVALID']);
  });

  test('REQ-AUD-03 an annulled correction is annulled in both, reinstated it counts in both, and no half of it is annulled alone', async () => {
    const { firearm, barrel, fitId } = await fit('M 7');
    const correction = await by.accepted(
      'CLK',
      'firearms',
      firearm,
      body('RecordCorrected', '2026-06-01', {
        targetEventId: fitId,
        changes: [{ path: '/effectiveAt', recordedValue: '2026-02-01', correctValue: '2026-01-20' }],
      }),
    );
    const fittedInBoth = async (day: string) => [
      (await by.state(barrel, `?validAt=${day}`)).state.parent?.firearmId === firearm,
      (await parts(firearm, `?validAt=${day}`)) === 1,
    ];
    expect(await fittedInBoth('2026-01-25')).toEqual([true, true]);
    const annulment = (targetEventId: string) =>
      body('RecordAnnulled', '2026-06-01', { targetEventId, reason: 'WRONG_OBJECT' });
    const half = correction.elsewhere[0].eventId;
    const alone = await by.post('CLK', 'components', barrel, annulment(half));
    expect(alone.json()).toMatchObject({ code: 'R71', eventIds: [correction.events[0].eventId] });
    const undone = await by.accepted('CLK', 'firearms', firearm, annulment(correction.events[0].eventId));
    expect(await fittedInBoth('2026-01-25')).toEqual([false, false]);
    expect(await fittedInBoth('2026-02-05')).toEqual([true, true]);
    const annulmentEventId = undone.events[0].eventId;
    await by.accepted(
      'CLK',
      'firearms',
      firearm,
      body('RecordReinstated', '2026-06-01', { annulmentEventId }),
    );
    expect(await fittedInBoth('2026-01-25')).toEqual([true, true]);
  });

  test('a disputed fit that the authority upholds counts in both', async () => {
    const one = await by.firearm('2026-01-10', owner, 'M 5');
    const two = await by.firearm('2026-01-10', owner, 'M 6');
    const barrel = await by.component('2026-01-10', owner, { calibre: { raw: '.22 LR' } });
    await by.accepted('DLR', 'firearms', one, by.fitted('2026-03-01', barrel, one));
    await by.accepted('DLR', 'firearms', one, by.removed('2026-04-01', barrel, one));
    const late = await by.accepted('DLR', 'firearms', two, by.fitted('2026-05-01', barrel, two));
    expect(late.events[0].disputes).toEqual([]);
    await by.accepted('DLR', 'firearms', two, by.removed('2026-05-10', barrel, two));
    const early = await by.accepted('DLR', 'firearms', two, by.fitted('2026-02-10', barrel, two));
    expect(early.events[0].disputes).toEqual(['R17']);
    expect(await calibres(two, '?validAt=2026-02-15')).toEqual(['9 mm Luger']);
    const upheld = { targetEventId: early.events[0].eventId, outcome: 'UPHELD' };
    await by.accepted('CLK', 'firearms', two, body('DisputeDecided', '2026-06-01', upheld));
    expect((await by.state(barrel, '?validAt=2026-02-15')).state.parent.firearmId).toBe(two);
    expect(await calibres(two, '?validAt=2026-02-15')).toEqual(['.22 LR']);
    // What the decision contradicts is kept and named: the part was in the other firearm already.
    expect((await by.state(barrel)).inconsistent.length).toBeGreaterThan(0);
    expect(await parts(one, '?validAt=2026-03-15')).toBe(0);
  });
});
