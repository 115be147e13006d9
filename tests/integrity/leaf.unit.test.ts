import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from '../../domain/integrity/bytes.ts';
import { entryOf, type Leaf, leafOf, payloadHashOf } from '../../domain/integrity/leaf.ts';
import { leafHash } from '../../domain/integrity/merkle.ts';
import { placesBefore, sequence } from '../../domain/integrity/sequence.ts';
import type { StoredEvent } from '../../domain/ports/eventStore.ts';
import { canonicalJson, type Json } from '../../domain/shared/canonicalJson.ts';
import { hashing } from '../../infra/system/hashing.ts';

const metadata = {
  actorId: 'actor-CLK',
  assertionKind: 'FACT',
  commandDigest: 'd'.repeat(64),
  effectiveAt: { at: 1_767_571_200_000, precision: 'DAY', zone: 'Europe/Belgrade' },
  idempotencyKey: 'row "7", sheet \\ 1',
  organisationId: 'REGISTRY',
  role: 'CLK',
  salt: '000102030405060708090a0b0c0d0e0f',
  source: { kind: 'PAPER', ref: 'Лист 7' },
};
const stored: StoredEvent = {
  eventId: '3b1c3f0e-33cc-5c06-aa48-1f078738b134',
  streamId: 'firearm-W-6N0CVJ3F19A8KRJ3393J8HZK80',
  revision: 0n,
  position: 1n,
  type: 'FirearmRegistered',
  schemaVersion: 1,
  recordedAt: Date.parse('2026-06-01T12:00:00.007Z'),
  payload: canonicalJson({ category: 'B', marks: [{ text: 'Č 4711', kind: 'SERIAL' }] }),
  metadata: canonicalJson(metadata),
};
const leafIn = (event: StoredEvent, previous?: Uint8Array): Leaf => {
  const leaf = leafOf(hashing, event, previous);
  if (leaf === undefined) throw new Error('no leaf');
  return leaf;
};
const hashIn = (event: StoredEvent, previous?: Uint8Array): string | undefined => {
  const leaf = leafOf(hashing, event, previous);
  return leaf && toHex(leaf.hash);
};

/** The literal values were computed by another program (Python, hashlib), from the description of `leaf.ts` alone. */
describe('the form of a leaf is fixed for ever', () => {
  test('envelope, salts, entry and hash of an event, to the byte', () => {
    const leaf = leafIn(stored);
    expect(leaf.envelope).toBe(
      '{"eventId":"3b1c3f0e-33cc-5c06-aa48-1f078738b134","metadata":{"actorId":"actor-CLK","assertionKind":"FACT","effectiveAt":{"at":1767571200000,"precision":"DAY","zone":"Europe/Belgrade"},"organisationId":"REGISTRY","role":"CLK","source":{"kind":"PAPER","ref":"Лист 7"}},"metadataHash":"3fed7fe81972e8b911c82cc3f4e0b04df6994b76fc55e900ee43f21f36df61cb","payloadHash":"cf6d615dbba6a721b74bd9457009b68dddab0f903fc811dac67a2386a214abc2","previous":null,"recordedAt":"2026-06-01T12:00:00.007Z","revision":0,"schemaVersion":1,"stream":"firearm-W-6N0CVJ3F19A8KRJ3393J8HZK80","type":"FirearmRegistered","v":1}',
    );
    expect({
      envelopeSalt: toHex(leaf.envelopeSalt),
      payloadSalt: toHex(leaf.payloadSalt),
      entry: toHex(leaf.entry),
      hash: toHex(leaf.hash),
    }).toEqual({
      envelopeSalt: 'bcea4082f2858e2708a95a5f26c73bb93f3d2aa9362a1aeea8c19008d6fe6c1c',
      payloadSalt: 'eafa67e0594a68fa67cee3af31b6ed88',
      entry: '788c01ef36c3ebfb15d457f1d9438df6dc78221d39ffc87d131ddb7ef6c9725c',
      hash: '7a9f7a4cb61518345ccd0d0d482108604c476068dee952e8394082fcc7e9faa6',
    });
    const second = leafIn({ ...stored, revision: 1n, position: 2n }, leaf.hash);
    expect(toHex(second.hash)).toBe('db77a711faa8bd3460802fd02c606025312b9e519e86bbfb177a19b8cb1517d9');
  });
  test('whoever has the opening computes the entry anew', () => {
    const leaf = leafIn(stored);
    expect(toHex(entryOf(hashing.sha256, leaf.envelopeSalt, leaf.envelope))).toBe(toHex(leaf.entry));
    expect(toHex(leafHash(hashing.sha256, leaf.entry))).toBe(toHex(leaf.hash));
    expect(JSON.parse(leaf.envelope).payloadHash).toBe(
      payloadHashOf(hashing.sha256, leaf.payloadSalt, stored.payload),
    );
  });
});

/** Texts with what could mislead a reader of JSON by its characters. */
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.constantFrom(
    '"salt":"00"',
    ',"idempotencyKey":"x"',
    '\\',
    '\\"',
    '{"commandDigest":"',
    'ж',
    '\u2028',
    '"',
  ),
);
// V8 reads the name `"\""` as a backslash when an object before had a backslash for a name: it is kept out of names here.
const name = text.filter((each) => !each.includes('\\'));
const value: fc.Arbitrary<Json> = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(text, { maxLength: 3 }),
  fc.dictionary(name, text, { maxKeys: 3 }),
);
const own = ['commandDigest', 'idempotencyKey', 'salt'];
const anyEvent = fc
  .record({
    others: fc.dictionary(
      name.filter((each) => !own.includes(each)),
      value,
      { maxKeys: 5 },
    ),
    commandDigest: fc.stringMatching(/^[0-9a-f]{64}$/),
    idempotencyKey: text,
    salt: fc.stringMatching(/^[0-9a-f]{32}$/),
    payload: fc.dictionary(name, value, { maxKeys: 4 }),
    type: fc.stringMatching(/^[A-Z][A-Za-z]{0,20}$/),
  })
  .map(({ others, payload, type, ...rest }) => ({
    others,
    type,
    rest,
    event: {
      ...stored,
      type,
      payload: canonicalJson(payload),
      metadata: canonicalJson({ ...others, ...rest }),
    } satisfies StoredEvent,
  }));

describe('for any event', () => {
  test('the envelope is canonical JSON and says what is stored, without salt, digest and key', () => {
    fc.assert(
      fc.property(anyEvent, ({ event, others, type }) => {
        const { envelope } = leafIn(event);
        const read = JSON.parse(envelope);
        expect(canonicalJson(read)).toBe(envelope);
        expect(read).toMatchObject({
          v: 1,
          type,
          eventId: event.eventId,
          stream: event.streamId,
          previous: null,
        });
        expect(canonicalJson(read.metadata)).toBe(canonicalJson(others));
      }),
      { numRuns: 300 },
    );
  });

  test('every stored byte counts: one flipped gives another leaf, or none', () => {
    const bytesOf = (part: string): Buffer => Buffer.from(part, 'utf8');
    for (const field of ['payload', 'metadata'] as const) {
      const whole = bytesOf(stored[field]);
      for (let at = 0; at < whole.length; at += 1)
        for (const bit of [1, 2, 4, 8, 16, 32, 64]) {
          const flipped = Buffer.from(whole);
          flipped[at] = (flipped[at] ?? 0) ^ bit;
          // What is no UTF-8 any more cannot be stored as text.
          if (!Buffer.from(flipped.toString('utf8'), 'utf8').equals(flipped)) continue;
          expect(hashIn({ ...stored, [field]: flipped.toString('utf8') }), `${field} ${at}`).not.toBe(
            hashIn(stored),
          );
        }
    }
  });

  test('everything beside payload and metadata counts too', () => {
    const before = hashIn(stored);
    const other = leafIn({ ...stored, type: 'Other' }).hash;
    for (const [name, change] of Object.entries({
      eventId: { eventId: '3b1c3f0e-33cc-5c06-aa48-1f078738b135' },
      streamId: { streamId: 'firearm-W-6N0CVJ3F19A8KRJ3393J8HZK81' },
      type: { type: 'FirearmRegisterec' },
      schemaVersion: { schemaVersion: 2 },
      recordedAt: { recordedAt: stored.recordedAt + 1 },
      revision: { revision: 1n },
    }))
      expect(hashIn({ ...stored, ...change }), name).not.toBe(before);
    expect(hashIn(stored, other)).not.toBe(before);
    // Where an event lies in the store is not part of it: a log that was moved has the same tree.
    expect(hashIn({ ...stored, position: 99n })).toBe(before);
  });

  test('salts differ from event to event and from each other, so equal contents do not show', () => {
    fc.assert(
      fc.property(anyEvent, anyEvent, (a, b) => {
        fc.pre(a.rest.salt !== b.rest.salt);
        const [one, two] = [leafIn(a.event), leafIn({ ...a.event, metadata: b.event.metadata })];
        expect(toHex(one.entry)).not.toBe(toHex(two.entry));
        expect(JSON.parse(one.envelope).payloadHash).not.toBe(JSON.parse(two.envelope).payloadHash);
        expect(toHex(one.envelopeSalt)).not.toContain(toHex(one.payloadSalt));
      }),
    );
  });
});

test('metadata that the ledger does not write has no leaf', () => {
  for (const odd of [
    '',
    '{}',
    '{"m":1}',
    canonicalJson({ ...metadata, salt: undefined }),
    canonicalJson({ ...metadata, salt: 'not hex' }),
    canonicalJson({ ...metadata, salt: 7 }),
    canonicalJson({ ...metadata, commandDigest: undefined }),
    canonicalJson({ ...metadata, idempotencyKey: undefined }),
    stored.metadata.slice(0, stored.metadata.indexOf('row ')),
  ])
    expect(leafOf(hashing, { ...stored, metadata: odd }, undefined), odd).toBeUndefined();
});

describe('the sequence', () => {
  const events = (count: number): ReadonlyArray<StoredEvent> =>
    Array.from({ length: count }, (_, at) => ({
      ...stored,
      streamId: `firearm-${at % 3}`,
      revision: BigInt(Math.floor(at / 3)),
      position: BigInt(at + 1),
    }));
  const none = (): undefined => undefined;

  test('links the events of a stream, across batches as within one', () => {
    const all = events(12);
    const whole = sequence(hashing, all, none).sequenced;
    const first = sequence(hashing, all.slice(0, 5), none).sequenced;
    expect(placesBefore(all.slice(5))).toHaveLength(3);
    const rest = sequence(
      hashing,
      all.slice(5),
      (place) =>
        first.findLast(({ event }) => event.streamId === place.streamId && event.revision === place.revision)
          ?.leaf.hash,
    ).sequenced;
    expect([...first, ...rest].map(({ leaf }) => toHex(leaf.hash))).toEqual(
      whole.map(({ leaf }) => toHex(leaf.hash)),
    );
    expect(JSON.parse(whole[3]?.leaf.envelope ?? '').previous).toBe(
      toHex(whole[0]?.leaf.hash ?? new Uint8Array()),
    );
  });

  test('stops before an event whose predecessor is missing, doubled or left out', () => {
    const all = events(9);
    const without = all.filter((_, at) => at !== 4);
    expect(sequence(hashing, without, none)).toMatchObject({ unfit: { event: { position: 8n } } });
    expect(sequence(hashing, without, none).sequenced).toHaveLength(6);
    expect(sequence(hashing, [...all, ...all.slice(8)], none)).toMatchObject({
      unfit: { reason: expect.stringMatching(/event 2 of firearm-2/) },
    });
    expect(sequence(hashing, all.slice(3), none)).toMatchObject({
      sequenced: [],
      unfit: { event: { position: 4n } },
    });
  });
});
