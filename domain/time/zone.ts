/** Milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;

const offsetFormats = new Map<string, Intl.DateTimeFormat>();

/** Offset of the zone at the instant, in milliseconds east of UTC. */
const offsetAt = (zone: string, instant: Instant): number => {
  let format = offsetFormats.get(zone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
      era: 'short',
    });
    offsetFormats.set(zone, format);
  }
  const part: Record<string, string> = {};
  for (const { type, value } of format.formatToParts(instant)) part[type] = value;
  const local = Date.UTC(
    Number(part['year']),
    Number(part['month']) - 1,
    Number(part['day']),
    Number(part['hour']),
    Number(part['minute']),
    Number(part['second']),
  );
  return local - Math.floor(instant / 1000) * 1000;
};

// Local dates repeat in every register; the memo spares the slow zone computation and is bounded.
const memo = new Map<string, Map<number, Instant>>();
const memoLimit = 50_000;
const noDays: ReadonlyMap<number, Instant> = new Map();

/**
 * The instant at which a local calendar day begins in the zone. Where a clock change skips midnight, the day
 * begins at the first existing moment. `year` 1..9999, `month` 1..12 may overflow (13 = January after).
 */
export const startOfLocalDay = (zone: string, year: number, month: number, day: number): Instant => {
  const days = memo.get(zone);
  // A number spares the text that a key over four values would be: every fold asks for the bounds of every event.
  const key = (year * 64 + month) * 64 + day;
  const known = (days ?? noDays).get(key);
  if (known !== undefined) return known;
  const utc = new Date(0);
  utc.setUTCFullYear(year, month - 1, day);
  const midnight = utc.getTime();
  const first = midnight - offsetAt(zone, midnight - offsetAt(zone, midnight));
  // A second pass settles days whose offset changes between the guess and the answer.
  const instant = midnight - offsetAt(zone, first);
  if (days === undefined) memo.set(zone, new Map([[key, instant]]));
  else {
    if (days.size >= memoLimit) days.clear();
    days.set(key, instant);
  }
  return instant;
};

/** Whether the running system knows the IANA zone name. */
export const isZone = (zone: string): boolean => {
  try {
    offsetAt(zone, 0);
    return true;
  } catch {
    offsetFormats.delete(zone);
    return false;
  }
};
