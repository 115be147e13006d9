import fc from 'fast-check';
import * as O from 'fp-ts/lib/Option.js';
import { describe, expect, test } from 'vitest';
import { equalBytes, fromHex, toHex, utf8 } from '../../domain/integrity/bytes.ts';
import { streamOf } from '../../domain/integrity/export/logEvent.ts';
import { eventLine } from '../../domain/integrity/export/logLines.ts';
import { createLineReader, eachLine } from '../../domain/integrity/export/readLines.ts';
import { leafOf } from '../../domain/integrity/leaf.ts';
import type { StoredEvent } from '../../domain/ports/eventStore.ts';
import { canonicalJson } from '../../domain/shared/canonicalJson.ts';
import { hashing } from '../../infra/system/hashing.ts';
import { piecesOf } from './logFile.ts';

/** What is said of a line: the event in it, or that it cannot be read. */
type Said =
  | {
      readonly stream: string;
      readonly revision: number;
      readonly recordedAt: number;
      readonly fits: boolean;
    }
  | 'UNREADABLE';

const read = createLineReader(hashing);
const saidOf = (bytes: Uint8Array): Said => {
  let said: Said = 'UNREADABLE';
  eachLine(read(new Uint8Array(bytes)), {
    event: (event) => {
      const { revision, recordedAt, fits } = event;
      said = { stream: streamOf(event), revision, recordedAt, fits };
    },
    other: () => undefined,
  });
  return said;
};

const head = /^\{"eventId":"([^"\\]*)","index":(0|[1-9]\d{0,14}),"leaf":"([0-9a-f]{64})","metadata":(?=\{)/;
const tail =
  /,"previous":(?:null|"([0-9a-f]{64})"),"recordedAt":"([^"\\]{24})","revision":(0|[1-9]\d{0,14}),"schemaVersion":(0|[1-9]\d{0,14}),"stream":"([^"\\]*)","type":"([^"\\]*)"\}$/;

/** The same by way of texts: slow, and plain enough to be believed. */
const plainlySaidOf = (bytes: Uint8Array): Said => {
  let line: string;
  try {
    line = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return 'UNREADABLE';
  }
  const [first, last] = [head.exec(line), tail.exec(line)];
  const from = first?.[0].length ?? 0;
  const middle = line.indexOf(',"payload":', from);
  if (first === null || last === null || middle < 0 || middle > last.index || line[middle + 11] !== '{')
    return 'UNREADABLE';
  // JSON has no control characters but as escapes.
  if ([first[1] ?? '', last[5] ?? '', last[6] ?? ''].some((text) => [...text].some((each) => each < ' ')))
    return 'UNREADABLE';
  const recordedAt = Date.parse(last[2] ?? '');
  if (Number.isNaN(recordedAt) || new Date(recordedAt).toISOString() !== last[2]) return 'UNREADABLE';
  const previous = last[1] === undefined ? O.none : fromHex(last[1]);
  const [revision, stream] = [Number(last[3]), last[5] ?? ''];
  const made = leafOf(
    hashing,
    {
      eventId: first[1] ?? '',
      metadata: line.slice(from, middle),
      payload: line.slice(middle + 11, last.index),
      recordedAt,
      revision: BigInt(revision),
      schemaVersion: Number(last[4]),
      streamId: stream,
      type: last[6] ?? '',
    },
    O.isSome(previous) ? previous.value : undefined,
  );
  const stated = fromHex(first[3] ?? '');
  return {
    stream,
    revision,
    recordedAt,
    fits:
      made !== undefined &&
      O.isSome(stated) &&
      equalBytes(made.hash, stated.value) &&
      O.isNone(previous) === (revision === 0),
  };
};

const word = fc.oneof(
  fc.string({ maxLength: 12, unit: 'grapheme' }),
  fc.constantFrom(
    '"',
    '\\',
    'a"b\\',
    ',"payload":{',
    '"salt":"00"',
    '\u2028',
    'ћ',
    '😀',
    '__proto__',
    '\u0007',
  ),
);
const members = fc.dictionary(
  word,
  fc.oneof(word, fc.integer(), fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true })),
  {
    maxKeys: 4,
  },
);
/** Metadata as the ledger writes them, and others: with members in between, before and behind, and with odd values. */
const metadata = fc
  .record({
    more: members,
    key: word,
    salt: fc.constantFrom('00112233445566778899aabbccddeeff', '0011', '', 'xx', '0'.repeat(200)),
    digest: fc.constantFrom('ab'.repeat(32), '', 'a\\b'),
    omitted: fc.option(fc.constantFrom('salt', 'idempotencyKey', 'commandDigest')),
    upset: fc.boolean(),
  })
  .map(({ more, key, salt, digest, omitted, upset }) => {
    const own = { commandDigest: digest, idempotencyKey: key, salt };
    const all: Record<string, unknown> = Object.fromEntries(
      Object.entries(upset ? { ...own, ...more } : { actorId: 'x', ...more, ...own, zone: 'y' }).filter(
        ([name]) => name !== omitted,
      ),
    );
    return upset ? JSON.stringify(all) : canonicalJson(all as never);
  });
const event = fc
  .record({
    eventId: fc.uuid(),
    type: fc.constantFrom('FirearmRegistered', 'Тип'),
    schemaVersion: fc.integer({ min: 1, max: 12 }),
    metadata,
    payload: members.map((value) => canonicalJson(value as never)),
    streamId: fc.oneof(fc.constant('firearm-W-1'), word),
    revision: fc.constantFrom(0n, 1n, 12n),
    recordedAt: fc.date({ min: new Date('1999-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
  })
  .map((each): StoredEvent => ({ ...each, recordedAt: each.recordedAt.getTime(), position: 1n }));

const lineFor = (stored: StoredEvent): string => {
  const previous = stored.revision === 0n ? undefined : new Uint8Array(32).fill(7);
  const leaf = leafOf(hashing, stored, previous);
  return eventLine(stored, 5, leaf?.hash ?? new Uint8Array(32), previous);
};

const standing = lineFor({
  eventId: '6f2c1c3e-0000-5000-8000-000000000001',
  type: 'FirearmRegistered',
  schemaVersion: 1,
  metadata: `{"actorId":"a","commandDigest":"${'0'.repeat(64)}","idempotencyKey":"k","role":"CLK","salt":"${'1f'.repeat(16)}","zone":"UTC"}`,
  payload: '{"a":1,"text":"ћ"}',
  streamId: 'firearm-W-1',
  revision: 3n,
  recordedAt: Date.UTC(2024, 1, 29, 12),
  position: 1n,
});

describe('the line of an event is read in its bytes as it would be in texts', () => {
  test('an event as the ledger writes it fits', () => {
    expect(saidOf(utf8(standing))).toEqual({
      stream: 'firearm-W-1',
      revision: 3,
      recordedAt: Date.UTC(2024, 1, 29, 12),
      fits: true,
    });
  });
  test('events of every form fit exactly where they have a leaf', () => {
    fc.assert(
      fc.property(event, (stored) => {
        const said = saidOf(utf8(lineFor(stored)));
        if (said === 'UNREADABLE') return plainlySaidOf(utf8(lineFor(stored))) === 'UNREADABLE';
        const previous = stored.revision === 0n ? undefined : new Uint8Array(32).fill(7);
        expect(said.fits).toBe(leafOf(hashing, stored, previous) !== undefined);
        return said.stream === stored.streamId && said.recordedAt === stored.recordedAt;
      }),
      { numRuns: 1500 },
    );
  });
  test('every byte of a line changed in eight ways, left out, or doubled', () => {
    const bytes = utf8(standing);
    for (let at = 0; at < bytes.length; at += 1) {
      const [before, after, own] = [bytes.subarray(0, at), bytes.subarray(at + 1), bytes[at] ?? 0];
      for (const put of [
        ...[1, 2, 4, 16, 32, 128].map((bit) => [own ^ bit]),
        ...[
          [0x22],
          [0x5c],
          [0xff],
          [],
          [own, own],
          [0x20, own],
          [0xef, 0xbb, 0xbf, own],
          [0xed, 0xa0, 0x80, own],
        ],
      ]) {
        if (put.length === 1 && put[0] === own) continue;
        const altered = new Uint8Array([...before, ...put, ...after]);
        if (altered.includes(10)) continue;
        const said = saidOf(altered);
        expect(said, `${at} ${put}`).toEqual(plainlySaidOf(altered));
        // Its place in the log is no part of the leaf: whoever goes through the log sees that it is another one.
        if (!standing.slice(0, at).endsWith('"index":'))
          expect(said === 'UNREADABLE' || !said.fits).toBe(true);
      }
    }
  });
  test.each([
    ['a member twice', '"payload":{"a":1', '"payload":{"a":1,"a":1'],
    ['a member twice in the line', '"type":"', '"type":"X","type":"'],
    ['__proto__', '{"a":1', '{"__proto__":{},"a":1'],
    ['a blank', '"a":1', '"a": 1'],
    ['another form of the same number', '"a":1', '"a":1.0'],
    ['a number as a power of ten', '"revision":3', '"revision":3e0'],
    ['a leading zero', '"revision":3', '"revision":03'],
    ['a sign', '"revision":3', '"revision":-3'],
    ['an escape that is not needed', '"stream":"firearm', '"stream":"\\u0066irearm'],
    ['a lone surrogate as an escape', '"type":"F', '"type":"\\ud800F'],
    [
      'capitals in a hash',
      '"previous":"0707',
      '"previous":"0707'.toUpperCase().replace('PREVIOUS', 'previous'),
    ],
    ['no predecessor', `"previous":"${'07'.repeat(32)}"`, '"previous":null'],
    ['the thirtieth of February', '2024-02-29T', '2024-02-30T'],
    ['hour 24', 'T12:00', 'T24:00'],
    ['a time without milliseconds', '00.000Z', '00Z'],
    ['metadata as a text', '"metadata":{', '"metadata":"{'],
    ['another payload before the true one', ',"payload":{', ',"payload":{},"payload":{'],
    ['the salt twice', '"salt":"', '"salt":"00","salt":"'],
    ['the salt in the place of another', '"idempotencyKey":"k"', '"idempotencyKey":"\\"salt\\":\\"00"'],
  ])('%s does not pass', (_, what, into) => {
    const altered = standing.replace(what, () => into);
    if (what !== into) expect(altered).toContain(into);
    const said = saidOf(utf8(altered));
    expect(said).toEqual(plainlySaidOf(utf8(altered)));
    if (altered !== standing) expect(said === 'UNREADABLE' || !said.fits).toBe(true);
  });
  test('whatever is put into a line, both say the same of it', () => {
    const bytes = utf8(standing);
    const bits = fc.constantFrom(
      ...standing.split(/(?<=,)/),
      '"payload":{',
      '"salt":"',
      '"commandDigest":"x",',
      '}',
      '{',
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: bytes.length }), fc.nat({ max: 40 }), bits), {
          minLength: 1,
          maxLength: 3,
        }),
        (changes) => {
          const altered = utf8(
            changes.reduce(
              (text, [at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut),
              standing,
            ),
          );
          expect(saidOf(altered)).toEqual(plainlySaidOf(altered));
        },
      ),
      { numRuns: 3000 },
    );
  });
});

test('where a file is cut into pieces makes no difference, and its last line wants its line feed', async () => {
  const file = utf8(`${standing}\n${'x'.repeat(3000)}\n${standing}\n\n${standing}`);
  const textOf = async (most: number): Promise<string> => {
    const texts: string[] = [];
    for await (const lines of piecesOf(file, most))
      eachLine(lines, {
        event: ({ fits, hashes, at }) => texts.push(`${fits} ${toHex(hashes.slice(at, at + 32))}`),
        other: (line) => texts.push(JSON.stringify(line)),
      });
    return texts.join('\n');
  };
  const whole = await textOf(file.length);
  expect(whole.split('\n').map((line) => line.slice(0, 4))).toEqual(['true', '{"ki', 'true', '{"ki', '{"ki']);
  for (const most of [1, 2, 7, 100, 1000]) expect(await textOf(most)).toBe(whole);
});
