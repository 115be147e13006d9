import type { Pool } from 'pg';
import { median, percentile } from './figures.ts';
import type { Call, Caller } from './httpCaller.ts';

/** How long one kind of query took over HTTP, in milliseconds. */
export type QueryFigure = { readonly what: string; readonly median: number; readonly p95: number };

const samples = 300;
const warmUp = 30;

export type Samples = Readonly<Record<'firearms' | 'serials' | 'dealers' | 'holders', ReadonlyArray<string>>>;

const column = async (pool: Pool, text: string): Promise<ReadonlyArray<string>> =>
  (await pool.query<{ value: string }>({ text, values: [samples] })).rows.map(({ value }) => value);

/** Subjects by chance, yet the same in every run over the same register. */
export const samplesOf = async (pool: Pool): Promise<Samples> => ({
  firearms: await column(
    pool,
    `select subject_id as value from current_registry.interval where known_to = 'infinity' and valid_to = 'infinity' order by md5(subject_id) limit $1`,
  ),
  serials: await column(
    pool,
    'select serial_raw as value from current_registry.mark where is_primary order by md5(firearm_id) limit $1',
  ),
  dealers: await column(
    pool,
    'select party as value from (select distinct party from dealer_register.stock) p order by md5(party) limit $1',
  ),
  holders: await column(
    pool,
    `select holder as value from (select distinct holder from chain_of_custody.interval where holder like 'P-%') p order by md5(holder) limit $1`,
  ),
});

/** The last character and the one in the middle read as others: for most numbers found on the fuzzy rung, if at all. */
const misread = (serial: string): string => {
  const middle = Math.floor(serial.length / 2);
  const other = (character: string): string => (character === '4' ? '7' : '4');
  return (
    serial.slice(0, middle) +
    other(serial.charAt(middle)) +
    serial.slice(middle + 1, -1) +
    other(serial.charAt(serial.length - 1))
  );
};
const readInPart = (serial: string): string => {
  const middle = Math.floor(serial.length / 2);
  return `${serial.slice(0, middle)}?${serial.slice(middle + 1, -1)}?`;
};

const asQueries = (
  sample: Samples,
  headers: Readonly<Record<string, string>>,
): ReadonlyArray<readonly [string, (index: number) => Call]> => {
  const pick = (of: keyof Samples, index: number): string => sample[of][index % sample[of].length] ?? '';
  const get = (path: string): Call => ({ method: 'GET', path, headers });
  const search = (serial: string, attributes: object = {}): Call => ({
    method: 'POST',
    path: '/v1/search/firearms',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ serial, ...attributes }),
  });
  return [
    ['chain of custody of one firearm', (index) => get(`/v1/firearms/${pick('firearms', index)}/chain`)],
    [
      'holder of one firearm on a day',
      (index) => get(`/v1/firearms/${pick('firearms', index)}/holder?validAt=2015-06-01`),
    ],
    ['search by exact number', (index) => search(pick('serials', index))],
    ['search by a number with two characters misread', (index) => search(misread(pick('serials', index)))],
    ['search by a number nobody has, all rungs', (index) => search(`ZZ${pick('serials', index)}Q`)],
    [
      'search by a number read in part, with make and model',
      (index) => search(readInPart(pick('serials', index)), { make: 'Zastava', model: 'M57' }),
    ],
    ['page of the register', () => get('/v1/registry?limit=50')],
    ['page of the register, stolen ones', () => get('/v1/registry?custody=STL&limit=50')],
    [
      'page of the register in 2015, stolen ones',
      () => get('/v1/registry?custody=STL&validAt=2015-06-01&limit=50'),
    ],
    ['page of open alerts', () => get('/v1/alerts?limit=50')],
    ['page of tasks', () => get('/v1/tasks?limit=50')],
    ['holdings of a party', (index) => get(`/v1/parties/${pick('holders', index)}/holdings`)],
    [
      "year of a dealer's book",
      (index) => get(`/v1/dealers/${pick('dealers', index)}/register?from=2015-01-01&to=2015-12-31`),
    ],
  ];
};

export const measureQueries = async (
  caller: Caller,
  sample: Samples,
  authorization: string,
): Promise<ReadonlyArray<QueryFigure>> => {
  const figures: QueryFigure[] = [];
  const queries = asQueries(sample, { authorization, 'ledger-purpose': 'INVESTIGATION' });
  // A process that has just started has compiled nothing and read nothing; that is measured nowhere.
  for (const [, callOf] of queries)
    for (let index = 0; index < warmUp; index += 1) await caller.call(callOf(samples - 1 - index));
  for (const [what, callOf] of queries) {
    const times: number[] = [];
    for (let index = 0; index < samples; index += 1) {
      const started = performance.now();
      const { status, text } = await caller.call(callOf(index));
      times.push(performance.now() - started);
      if (status !== 200) throw new Error(`${what}: ${status} ${text.slice(0, 300)}`);
    }
    figures.push({ what, median: median(times), p95: percentile(times, 0.95) });
  }
  return figures;
};
