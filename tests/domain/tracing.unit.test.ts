import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DisputeReason, RecordedEvent } from '../../domain/event/envelope.ts';
import { custodyChain } from '../../domain/firearm/custodyChain.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { ownershipOf } from '../../domain/firearm/ownership.ts';
import { possibleHolders } from '../../domain/firearm/possibleHolders.ts';
import { tracingFacts } from '../../domain/firearm/tracing/facts.ts';
import { timelineOf } from '../../domain/time/bitemporalFold.ts';
import { readEffectiveTime } from '../../domain/time/effectiveTime.ts';
import { body, party, registered, transferred } from '../harness/bodies.ts';

const zone = 'UTC';
const maker = party('F', 'maker');
const dealer = party('F', 'dealer');
const [first, second, third] = ['first', 'second', 'third'].map((name) => party('P', name)) as [
  string,
  string,
  string,
];

type Report = ReturnType<typeof body> & { readonly disputes?: ReadonlyArray<DisputeReason> };
const history = (...reports: ReadonlyArray<Report>): ReadonlyArray<RecordedEvent> =>
  reports.map(({ type, effectiveAt, payload, disputes }, index) => ({
    eventId: `e${index}`,
    type,
    schemaVersion: 1,
    streamId: 'firearm-W',
    streamVersion: index + 1,
    recordedAt: Date.parse('2026-06-01T12:00:00Z') + index,
    payload,
    metadata: {
      effectiveAt: readEffectiveTime(effectiveAt, zone) ?? { precision: 'UNKNOWN', zone },
      recordedBy: { actorId: 'a', role: 'CLK', organisationId: 'POLICE' },
      source: { kind: 'DIRECT' },
      ...(disputes === undefined ? {} : { disputes }),
    } as unknown as RecordedEvent['metadata'],
  }));
const told = (...reports: ReadonlyArray<Report>) => timelineOf(firearmKind.fold, history(...reports));
const made = (day: string) => body('FirearmRegistered', day, { ...registered(day, dealer).payload });
const crime = (day: string) => body('CrimeGunRecovered', day, { recoveryDate: day });
const sold = (day: string, to = first) => transferred(day, dealer, to, 'DEALER_TO_PERSON');
const theft = (day: string, from = day) =>
  body('TheftReported', day, { stolenBetween: { from, to: day }, discoveredAt: day });

describe('first retail purchaser', () => {
  test('is the first party outside trade and State that bought from the trade', () => {
    const facts = tracingFacts(
      told(
        made('2020-01-01'),
        transferred('2020-02-01', dealer, maker, 'DEALER_TO_DEALER'),
        transferred('2020-03-01', maker, first, 'DEALER_TO_PERSON'),
        transferred('2020-04-01', first, second),
        transferred('2020-05-01', second, dealer, 'PERSON_TO_DEALER'),
        sold('2020-06-01', third),
      ),
    );
    expect(facts.firstRetail).toMatchObject({ purchaser: first, seller: maker, basis: { eventId: 'e2' } });
  });
  test('passes over a sale that is annulled, and one that the other side disputes', () => {
    const annulled = told(
      made('2020-01-01'),
      sold('2020-02-01'),
      body('RecordAnnulled', '2020-02-02', { targetEventId: 'e1' }),
      sold('2020-03-01', second),
    );
    expect(tracingFacts(annulled).firstRetail?.purchaser).toBe(second);
    const disputed = told(
      made('2020-01-01'),
      sold('2020-02-01'),
      body('TransferDisputed', '2020-02-02', { targetEventId: 'e1', differences: [] }),
    );
    expect(tracingFacts(disputed).firstRetail).toBeUndefined();
  });
  test('counts from the import where there was one', () => {
    const facts = tracingFacts(
      told(
        body('FirearmImported', '2021-01-01', {
          responsiblePartyId: dealer,
          partyRole: 'TRADE',
        }),
        sold('2021-02-01', second),
      ),
    );
    expect(facts.firstRetail?.purchaser).toBe(second);
  });
});

describe('point of diversion and last legal holder', () => {
  test('a theft diverts within the time that the report states', () => {
    const facts = tracingFacts(
      told(made('2020-01-01'), sold('2020-02-01'), theft('2021-05-10', '2021-05-07')),
    );
    expect(facts.diversion).toMatchObject({
      kind: 'THEFT',
      from: { time: { value: '2021-05-07' } },
      to: { time: { value: '2021-05-10' } },
    });
    expect(facts.lastLegalHolder).toMatchObject({ party: first });
  });
  test('a supplier who was not the holder shows an unreported transfer since the last record', () => {
    const facts = tracingFacts(
      told(made('2020-01-01'), sold('2020-02-01'), {
        ...transferred('2021-05-10', second, third),
        disputes: ['SUPPLIER_MISMATCH'],
      }),
    );
    expect(facts.diversion).toMatchObject({
      kind: 'UNREPORTED_TRANSFER',
      from: { time: { value: '2020-02-01' } },
      to: { time: { value: '2021-05-10' } },
    });
    expect(facts.lastLegalHolder).toMatchObject({ party: first });
  });
  test('found though never missing, and seized without any history', () => {
    expect(tracingFacts(told(made('2020-01-01'), body('FirearmFound', '2020-06-01'))).diversion?.kind).toBe(
      'UNEXPLAINED_PLACE',
    );
    const unknown = tracingFacts(told(body('FirearmSeized', '2020-06-01')));
    expect(unknown.diversion?.kind).toBe('UNLAWFUL_ORIGIN');
    expect(unknown.diversion?.from).toBeUndefined();
    expect(unknown.lastLegalHolder).toBeUndefined();
  });
  test('a withdrawn report diverts nothing; seizure from the holder himself neither', () => {
    const withdrawn = told(made('2020-01-01'), theft('2020-02-01'), body('AlertWithdrawn', '2020-02-05'));
    expect(tracingFacts(withdrawn)).toMatchObject({ lastLegalHolder: { party: dealer } });
    expect(tracingFacts(withdrawn).diversion).toBeUndefined();
    const own = told(made('2020-01-01'), body('FirearmSeized', '2020-02-01', { fromParty: dealer }));
    expect(tracingFacts(own).diversion).toBeUndefined();
  });
  test('given back by an authority it is lawful again: the next theft counts', () => {
    const facts = tracingFacts(
      told(
        made('2020-01-01'),
        theft('2020-02-01'),
        body('FirearmFound', '2020-03-01'),
        body('AlertDischarged', '2020-03-02', { recoveryEventId: 'e2' }),
        body('FirearmReleased', '2020-03-03', { toParty: second, partyRole: 'HOLDER' }),
        theft('2022-02-01'),
      ),
    );
    expect(facts.diversion).toMatchObject({ basis: { eventId: 'e5' } });
    expect(facts.lastLegalHolder).toMatchObject({ party: second });
  });
});

describe('time-to-crime', () => {
  const times = (...reports: ReadonlyArray<Report>) => tracingFacts(told(...reports)).timesToCrime[0];
  test('is counted in whole days from the first retail and from the last legal transfer', () => {
    const time = times(
      made('2020-01-01'),
      sold('2020-02-01'),
      transferred('2021-02-01', first, second),
      crime('2021-03-01'),
    );
    expect(time?.fromFirstRetail).toMatchObject({ least: 394, most: 394, countedFrom: { eventId: 'e1' } });
    expect(time?.fromLastLegalTransfer).toMatchObject({
      least: 28,
      most: 28,
      countedFrom: { eventId: 'e2' },
    });
  });
  test('a coarse date gives a range, no date gives one without an upper end', () => {
    expect(times(made('2019-01-01'), sold('2020'), crime('2021-01-01'))?.fromFirstRetail).toMatchObject({
      least: 1,
      most: 366,
    });
    const open = times(
      body('FirearmRegistered', 'UNKNOWN', { ...registered('UNKNOWN', dealer).payload }),
      sold('UNKNOWN'),
      crime('2025-01-01'),
    )?.fromFirstRetail;
    expect(open?.most).toBeUndefined();
    expect(open?.flag).toBe('POSSIBLY_NOT_POSITIVE');
  });
  test('zero and negative values are flagged', () => {
    expect(times(made('2019-01-01'), sold('2020-03-01'), crime('2020-03-01'))?.fromFirstRetail).toMatchObject(
      {
        least: 0,
        flag: 'NOT_POSITIVE',
      },
    );
    expect(times(made('2019-01-01'), sold('2020'), crime('2020-06-01'))?.fromFirstRetail).toMatchObject({
      least: -213,
      most: 152,
      flag: 'POSSIBLY_NOT_POSITIVE',
    });
  });
  test('property: the range always holds the true number of days', () => {
    const day = fc.integer({ min: 0, max: 3000 });
    const text = (n: number) => new Date(Date.UTC(2015, 0, 1 + n)).toISOString().slice(0, 10);
    fc.assert(
      fc.property(day, day, fc.constantFrom(4, 7, 10), (sale, recovery, precision) => {
        const on = text(sale).slice(0, precision);
        const range = times(made('2014-01-01'), sold(on), crime(text(recovery)))?.fromFirstRetail;
        expect(range?.least).toBeLessThanOrEqual(recovery - sale);
        expect(range?.most).toBeGreaterThanOrEqual(recovery - sale);
      }),
      { verbose: true },
    );
  });
});

describe('possession overlays ownership (users-and-jobs 1)', () => {
  test('loan, finding and seizure do not cut it; transfer and theft do', () => {
    const chain = custodyChain(
      told(
        made('2020-01-01'),
        sold('2020-02-01'),
        body('TemporaryCustodyStarted', '2020-03-01', { custodianId: dealer, purpose: 'REPAIR' }),
        body('TemporaryCustodyEnded', '2020-04-01'),
        body('FirearmSeized', '2020-05-01'),
        body('FirearmReleased', '2020-06-01', { toParty: first, partyRole: 'HOLDER' }),
        theft('2020-07-01'),
      ),
    );
    expect(chain.intervals.map(({ custodian }) => custodian?.purpose)).toEqual([
      undefined,
      undefined,
      'REPAIR',
      undefined,
      'EVIDENCE',
      undefined,
      undefined,
    ]);
    const owned = ownershipOf(chain.intervals);
    expect(owned).toMatchObject([
      { holder: { party: dealer } },
      {
        holder: { party: first },
        from: { time: { value: '2020-02-01' } },
        to: { time: { value: '2020-07-01' } },
        possessions: [
          { custody: 'TMP', custodian: { party: dealer }, to: { time: { value: '2020-04-01' } } },
          { custody: 'SZD', custodian: { party: 'POLICE' } },
        ],
      },
    ]);
  });
});

describe('HC-18 everybody who may have held it', () => {
  const parties = (reports: ReadonlyArray<Report>, at: string) =>
    possibleHolders(custodyChain(told(...reports)).intervals, Date.parse(at)).map((holder) =>
      holder === undefined ? 'nobody' : String(holder.party),
    );
  test('a coarse record that no other one follows by name may come before or after it', () => {
    const reports = [
      body('FirearmRegistered', '2015-01-01', { ...registered('2015-01-01', dealer).payload }),
      transferred('2018', third, first),
      transferred('2018-06-01', dealer, second),
    ];
    expect(parties(reports, '2018-08-01T12:00:00Z').sort()).toEqual([first, second].sort());
    expect(parties(reports, '2019-01-02T12:00:00Z').sort()).toEqual([first, second].sort());
  });
  test('one that says from whom it came follows him', () => {
    const reports = [
      body('FirearmRegistered', '2015-01-01', { ...registered('2015-01-01', dealer).payload }),
      transferred('2018', dealer, first),
      transferred('2018-06-01', first, second),
    ];
    expect(parties(reports, '2018-08-01T12:00:00Z')).toEqual([second]);
  });
  test('property: with days only there is one answer, and it is the one of the fold', () => {
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 320 }), (sales, asked) => {
        const text = (n: number) => new Date(Date.UTC(2018, 0, 1 + n)).toISOString().slice(0, 10);
        const ordered = [...sales].sort((a, b) => a - b);
        const reports = [
          body('FirearmRegistered', '2015-01-01', { ...registered('2015-01-01', dealer).payload }),
          ...ordered.map((sale, index) => transferred(text(sale), dealer, party('P', `p${index}`))),
        ];
        const holder = ordered.filter((sale) => sale <= asked).length;
        expect(parties(reports, `${text(asked)}T23:59:59.999Z`)).toEqual([
          holder === 0 ? dealer : party('P', `p${holder - 1}`),
        ]);
      }),
      { verbose: true },
    );
  });
});
