import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { BundleSubject } from '../../domain/integrity/bundle/format.ts';
import {
  type Bundle,
  type BundleContent,
  type BundledEvent,
  bundleText,
} from '../../domain/integrity/bundle/format.ts';
import { fromBase64, toBase64, toHex, utf8 } from '../../domain/integrity/bytes.ts';
import type { FaultKind, Place, Verdict } from '../../domain/integrity/verify/verdict.ts';
import { type BundleOptions, verifyBundle } from '../../domain/integrity/verify/verifyBundle.ts';
import { hashing } from '../../infra/system/hashing.ts';
import { testLogKey, treeOfEvents } from '../harness/memoryLog.ts';
import { origin, type SampleRegister, sampleRegister, verifying } from './sampleRegister.ts';

let register: SampleRegister;
let firearmId: string;
let text: string;
let other: string;

beforeAll(async () => {
  register = await sampleRegister(5);
  const length = (id: string): number => register.byStream.get(`firearm-${id}`)?.length ?? 0;
  const [longest = '', second = ''] = [...register.firearms].sort((a, b) => length(b) - length(a));
  firearmId = longest;
  text = await register.firearmBundle(firearmId, { since: 10 });
  other = await register.firearmBundle(second);
}, 600_000);

const own = (): BundleOptions => ({ keys: [register.key.vkey] });
const parsed = (): Bundle => JSON.parse(text) as Bundle;
/** The file of an altered bundle whose forger has made the digests anew: only signatures and hashes stand against him. */
const forged = (change: (bundle: Mutable) => void): string => {
  const bundle = parsed() as unknown as Mutable;
  change(bundle);
  const { digests: _old, ...content } = bundle;
  return bundleText(hashing.sha256, content as unknown as BundleContent);
};
type MutableEvent = { -readonly [N in keyof BundledEvent]: BundledEvent[N] };
type Mutable = {
  -readonly [N in Exclude<keyof Bundle, 'events' | 'subject' | 'statement'>]: Bundle[N];
} & { events: MutableEvent[]; subject: BundleSubject; statement: Record<string, unknown> };

const verdictOf = (file: string | Uint8Array, options = own()): Promise<Verdict> =>
  verifyBundle(verifying, typeof file === 'string' ? utf8(file) : file, options);
const refused = async (
  file: string | Uint8Array,
  kind: FaultKind,
  at: Partial<Place> = {},
  options = own(),
): Promise<Verdict> => {
  const verdict = await verdictOf(file, options);
  expect(verdict.good).toBe(false);
  expect(verdict.faults).toContainEqual(expect.objectContaining({ kind, at: expect.objectContaining(at) }));
  return verdict;
};
const eventAt = (bundle: Mutable, at: number): MutableEvent => {
  const event = bundle.events[at];
  if (event === undefined) throw new Error(`the bundle has no event ${at}`);
  return event;
};
const flipped = (base64: string): string => {
  const bytes = fromBase64(base64);
  if (bytes._tag === 'None') throw new Error('no base64');
  bytes.value[0] = (bytes.value[0] ?? 0) ^ 1;
  return toBase64(bytes.value);
};
const flippedHex = (hex: string): string => `${hex.startsWith('0') ? '1' : '0'}${hex.slice(1)}`;

test('the bundle itself is good, and says so with nothing but good checks', async () => {
  const verdict = await verdictOf(text);
  expect(verdict.faults).toEqual([]);
  expect(parsed().events.length).toBeGreaterThan(5);
});

describe('altered events of a bundle', () => {
  test('a payload', async () => {
    const file = forged((bundle) => {
      const event = eventAt(bundle, 2);
      event.payload = event.payload?.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)) ?? null;
    });
    await refused(file, 'PAYLOAD_CHANGED', {
      event: 2,
      leafIndex: parsed().events[2]?.index ?? -1,
      revision: 2,
    });
  });
  test('the salt of a payload', () =>
    refused(
      forged((bundle) => {
        const event = eventAt(bundle, 1);
        event.payloadSalt = flippedHex(event.payloadSalt ?? '');
      }),
      'PAYLOAD_CHANGED',
      { event: 1 },
    ));
  test('a payload left out beside its salt', () =>
    refused(
      forged((bundle) => {
        eventAt(bundle, 1).payload = null;
      }),
      'MALFORMED',
      { event: 1 },
    ));
  test('a payload withheld: the chain cannot be computed from it', () =>
    refused(
      forged((bundle) => {
        const event = eventAt(bundle, 1);
        event.payload = null;
        event.payloadSalt = null;
      }),
      'STATEMENT_NOT_CHECKABLE',
      { event: 1 },
    ));
  test.each(['"actorId":"', '"recordedAt":"20', '"type":"', '"effectiveAt":{"precision":"'])(
    'what %s begins in an envelope',
    async (begin) => {
      await refused(
        forged((bundle) => {
          const event = eventAt(bundle, 3);
          const changed = event.envelope.replace(
            begin,
            `${begin.slice(0, -1)}${begin.endsWith('0') ? '9' : '"X'}`,
          );
          expect(changed).not.toBe(event.envelope);
          event.envelope = changed;
        }),
        'ENVELOPE_CHANGED',
        { event: 3 },
      );
    },
  );
  test('the salt of an envelope', () =>
    refused(
      forged((bundle) => {
        const event = eventAt(bundle, 0);
        event.envelopeSalt = flippedHex(event.envelopeSalt);
      }),
      'ENVELOPE_CHANGED',
      { event: 0 },
    ));
  test('an envelope with the leaf hash that it gives: it is not in the tree', () =>
    refused(
      forged((bundle) => {
        const event = eventAt(bundle, 4);
        event.envelope = event.envelope.replace('"v":1', '"v":2');
        const entry = hashing.sha256(
          new Uint8Array([...Buffer.from(event.envelopeSalt, 'hex'), ...utf8(event.envelope)]),
        );
        event.leafHash = toBase64(hashing.sha256(new Uint8Array([0, ...entry])));
      }),
      'NOT_IN_TREE',
      { event: 4 },
    ));
  test('only the stated leaf hash', async () => {
    const { faults } = await refused(
      forged((bundle) => {
        const event = eventAt(bundle, 4);
        event.leafHash = flipped(event.leafHash);
      }),
      'ENVELOPE_CHANGED',
      { event: 4 },
    );
    expect(faults[0]?.message).toContain('only the stated hash was changed');
  });
  test('the index of an event', () =>
    refused(
      forged((bundle) => {
        const event = eventAt(bundle, 0);
        event.index += 1;
      }),
      'NOT_IN_TREE',
      { event: 0 },
    ));
  test('a hash of a proof', () =>
    refused(
      forged((bundle) => {
        const event = eventAt(bundle, 2);
        event.inclusion = event.inclusion.map((hash, at) => (at === 1 ? flipped(hash) : hash));
      }),
      'NOT_IN_TREE',
      { event: 2 },
    ));
  test('the order of the hashes of a proof', () =>
    refused(
      forged((bundle) => {
        const event = eventAt(bundle, 2);
        event.inclusion = [...event.inclusion].reverse();
      }),
      'NOT_IN_TREE',
      { event: 2 },
    ));
  test('a proof cut short', () =>
    refused(
      forged((bundle) => {
        const event = eventAt(bundle, 2);
        event.inclusion = event.inclusion.slice(0, -1);
      }),
      'NOT_IN_TREE',
      { event: 2 },
    ));
  test('two proofs that were swapped', async () => {
    const file = forged((bundle) => {
      const [one, two] = [eventAt(bundle, 1), eventAt(bundle, 2)];
      [one.inclusion, two.inclusion] = [two.inclusion, one.inclusion];
    });
    await refused(file, 'NOT_IN_TREE', { event: 1 });
    await refused(file, 'NOT_IN_TREE', { event: 2 });
  });
});

describe('events that are missing, moved or added', () => {
  test('one left out in the middle', async () => {
    const file = forged((bundle) => {
      bundle.events.splice(3, 1);
    });
    await refused(file, 'EVENT_REMOVED', { event: 3, revision: 3 });
  });
  test('the first left out', () =>
    refused(
      forged((bundle) => {
        bundle.events.shift();
      }),
      'EVENT_REMOVED',
      { event: 0, revision: 0 },
    ));
  test('the last left out: the chain no longer follows', () =>
    refused(
      forged((bundle) => {
        bundle.events.pop();
      }),
      'STATEMENT_DIFFERS',
    ));
  test('all left out', () =>
    refused(
      forged((bundle) => {
        bundle.events = [];
      }),
      'EVENT_REMOVED',
      { revision: 0 },
    ));
  test('two in another order', () =>
    refused(
      forged((bundle) => {
        const [one, two] = [eventAt(bundle, 1), eventAt(bundle, 2)];
        bundle.events.splice(1, 2, two, one);
      }),
      'EVENTS_REORDERED',
      { event: 2 },
    ));
  test('one twice', () =>
    refused(
      forged((bundle) => {
        bundle.events.splice(2, 0, eventAt(bundle, 2));
      }),
      'EVENT_INSERTED',
      { event: 3 },
    ));
  test('one of another firearm put in its place', async () => {
    const foreign = (JSON.parse(other) as unknown as Mutable).events;
    const file = forged((bundle) => {
      const event = foreign[1];
      if (event !== undefined) bundle.events.splice(1, 1, event);
      bundle.events.sort((one, two) => one.index - two.index);
    });
    await refused(file, 'EVENT_REMOVED', { revision: 1 });
  });
  test('another firearm in the subject', () =>
    refused(
      forged((bundle) => {
        bundle.subject = {
          ...(bundle.subject as Extract<BundleSubject, { kind: 'FIREARM' }>),
          firearmId: 'W-00000000000000000000000000',
        };
      }),
      'EVENT_REMOVED',
    ));
  test('a day before the last event as the day up to which it was known', () =>
    refused(
      forged((bundle) => {
        bundle.subject = {
          ...(bundle.subject as Extract<BundleSubject, { kind: 'FIREARM' }>),
          knownAt: '2000-01-01T00:00:00.000Z',
        };
      }),
      'EVENT_INSERTED',
    ));
});

describe('the statement', () => {
  const intervalsOf = (bundle: Mutable) => bundle.statement['intervals'] as Record<string, unknown>[];
  test('another holder', async () => {
    const file = forged((bundle) => {
      const last = intervalsOf(bundle).at(-1) ?? {};
      last['holder'] = { party: 'P-00000000000000000000000000', role: 'HOLDER' };
    });
    const at = intervalsOf(parsed() as unknown as Mutable).length - 1;
    await refused(file, 'STATEMENT_DIFFERS', { part: 'STATEMENT', pointer: `/intervals/${at}/holder/party` });
  });
  test('an interval left out', () =>
    refused(
      forged((bundle) => {
        intervalsOf(bundle).splice(1, 1);
      }),
      'STATEMENT_DIFFERS',
      { part: 'STATEMENT' },
    ));
  test('none at all', () =>
    refused(
      forged((bundle) => {
        bundle.statement = null as unknown as Record<string, unknown>;
      }),
      'STATEMENT_DIFFERS',
      { part: 'STATEMENT' },
    ));
  test('one where none belongs', () =>
    refused(
      forged((bundle) => {
        bundle.subject = { kind: 'EVENTS' };
      }),
      'STATEMENT_NOT_CHECKABLE',
    ));
});

describe('checkpoint, keys and policy', () => {
  const note = (): string => parsed().checkpoint;
  const withNote = (checkpoint: string, options = own()) => ({
    file: forged((bundle) => {
      bundle.checkpoint = checkpoint;
    }),
    options,
  });
  test('another size', () =>
    refused(withNote(note().replace(/\n\d+\n/, '\n9999\n')).file, 'BAD_SIGNATURE', { part: 'CHECKPOINT' }));
  test('another root', () => {
    const [, , root = ''] = note().split('\n');
    return refused(withNote(note().replace(root, flipped(root))).file, 'BAD_SIGNATURE');
  });
  test('another origin', () =>
    refused(withNote(note().replace(`${origin}\n`, 'ledger.invalid/other\n')).file, 'BAD_SIGNATURE'));
  test('a byte of the signature', () => {
    const signature = note().trimEnd().split(' ').at(-1) ?? '';
    const bytes = fromBase64(signature);
    if (bytes._tag === 'None') throw new Error('no signature');
    bytes.value[20] = (bytes.value[20] ?? 0) ^ 0x40;
    return refused(withNote(note().replace(signature, toBase64(bytes.value))).file, 'BAD_SIGNATURE');
  });
  test('another key id', () => {
    const signature = note().trimEnd().split(' ').at(-1) ?? '';
    return refused(withNote(note().replace(signature, flipped(signature))).file, 'SIGNED_BY_ANOTHER_KEY');
  });
  test('no signature', () =>
    refused(withNote(note().slice(0, note().indexOf('\n\n') + 2)).file, 'CHECKPOINT_MALFORMED'));
  test('a whole other log signed by another key, with that key in the file', async () => {
    const forger = testLogKey(origin, 2);
    const file = await register.firearmBundle(
      firearmId,
      {},
      {
        ...register.portsFor(forger),
        policy: async () => `log ${forger.vkey}\nquorum none\n`,
      },
    );
    await refused(file, 'SIGNED_BY_ANOTHER_KEY');
    // Who brings no key of his own is told that nobody vouches for the file's.
    const trusting = await verdictOf(file, {});
    expect(trusting.good).toBe(true);
    expect(trusting.notes.join()).toContain('Only keys that the file itself names');
  });
  test('a policy that demands a witness which did not cosign', () => {
    const witness = testLogKey('witness.invalid', 3).vkey;
    // A key for cosignatures has a type of its own and with it another id.
    const [name = ''] = witness.split('+');
    const key = Buffer.from(witness.split('+').slice(2).join('+'), 'base64');
    key[0] = 4;
    const id = hashing.sha256(new Uint8Array([...utf8(`${name}\n`), 4, ...key.subarray(1)])).slice(0, 4);
    const policy = utf8(
      `log ${register.key.vkey}\nwitness w ${name}+${toHex(id)}+${key.toString('base64')}\nquorum w\n`,
    );
    return refused(text, 'QUORUM_NOT_REACHED', { part: 'CHECKPOINT' }, { policy });
  });
  test('a policy in the file that cannot be read', () =>
    refused(
      forged((bundle) => {
        bundle.policy = 'quorum\n';
      }),
      'POLICY_MALFORMED',
      { part: 'POLICY', line: 1 },
      {},
    ));
  test('a key of the user that is none', () =>
    refused(text, 'KEY_MALFORMED', { part: 'KEY' }, { keys: ['nonsense'] }));
  /** Not a whole token, but with the imprint where one has it: who issued it is for OpenSSL to check. */
  const tokenOver = (stamped: string): string =>
    toBase64(new Uint8Array([0x30, 0x22, 0x04, 0x20, ...hashing.sha256(utf8(stamped))]));
  const oldNote = (): string => register.key.note(10, treeOfEvents(register.events).range(0, 10));
  test('a time stamp over an older checkpoint, which this log continues', async () => {
    const file = forged((bundle) => {
      const stamped = oldNote();
      bundle.timestamp = { note: stamped, proof: bundle.consistency?.proof ?? [], token: tokenOver(stamped) };
    });
    const verdict = await verdictOf(file);
    expect(verdict.faults).toEqual([]);
    expect(verdict.checks.find(({ name }) => name === 'TIMESTAMP')?.says).toContain('with 10 events');
  });
  test('a time stamp over a checkpoint that this log does not continue', () =>
    refused(
      forged((bundle) => {
        const stamped = register.key.note(10, hashing.sha256(utf8('another history')));
        bundle.timestamp = {
          note: stamped,
          proof: bundle.consistency?.proof ?? [],
          token: tokenOver(stamped),
        };
      }),
      'TIMESTAMP_OF_OTHER_BYTES',
      { part: 'TIMESTAMP' },
    ));
  test('a time stamp that is over something else', () =>
    refused(
      forged((bundle) => {
        bundle.timestamp = { note: bundle.checkpoint, proof: [], token: toBase64(new Uint8Array(100)) };
      }),
      'TIMESTAMP_OF_OTHER_BYTES',
      { part: 'TIMESTAMP' },
    ));
});

describe('an older checkpoint', () => {
  const old = (size: number, key = register.key): BundleOptions => ({
    ...own(),
    oldCheckpoint: key.note(size, treeOfEvents(register.events).range(0, size)),
  });
  test('that the log continues, by the proof in the file', async () => {
    const verdict = await verdictOf(text, old(10));
    expect(verdict.faults).toEqual([]);
    expect(verdict.checks.find(({ name }) => name === 'CONSISTENCY')?.result).toBe('PASSED');
  });
  test('of the same size', async () =>
    expect((await verdictOf(text, old(register.events.length))).good).toBe(true));
  test('of another log: forked', () => {
    const forkedRoot = hashing.sha256(utf8('another history'));
    return refused(
      text,
      'LOG_FORKED',
      { leafEnd: 10 },
      {
        ...own(),
        oldCheckpoint: register.key.note(10, forkedRoot),
      },
    );
  });
  test('of the same size and another root: forked', () =>
    refused(
      text,
      'LOG_FORKED',
      {},
      {
        ...own(),
        oldCheckpoint: register.key.note(register.events.length, hashing.sha256(utf8('another'))),
      },
    ));
  test('that is longer: truncated', () =>
    refused(
      text,
      'LOG_TRUNCATED',
      { leafIndex: register.events.length },
      {
        ...own(),
        oldCheckpoint: register.key.note(register.events.length + 7, hashing.sha256(utf8('more'))),
      },
    ));
  test('with a changed proof', () =>
    refused(
      forged((bundle) => {
        const { size = 0, proof = [] } = bundle.consistency ?? {};
        bundle.consistency = { size, proof: proof.map((hash, at) => (at === 0 ? flipped(hash) : hash)) };
      }),
      'LOG_FORKED',
      {},
      old(10),
    ));
  test('without a proof for it', () => refused(text, 'CONSISTENCY_MISSING', { leafIndex: 20 }, old(20)));
  test('that another key signed', () =>
    refused(text, 'SIGNED_BY_ANOTHER_KEY', {}, old(10, testLogKey(origin, 2))));
});

describe('the file', () => {
  test('a member that stands twice', () =>
    refused(`{"checkpoint":"x",${text.slice(1)}`, 'FILE_NOT_CANONICAL', { byte: 15 }));
  test('blanks and line ends', async () => {
    await refused(text.replace('{"', '{ "'), 'FILE_NOT_CANONICAL', { byte: 1 });
    await refused(text.slice(0, -1), 'FILE_NOT_CANONICAL', {
      byte: utf8(text).length - 1,
    });
    await refused(`${text}\n`, 'FILE_NOT_CANONICAL');
    await refused(`\ufeff${text}`, 'FILE_UNREADABLE');
  });
  test('a character written as its escape', () =>
    refused(text.replace('firearm-ledger/proof', '\\u0066irearm-ledger/proof'), 'FILE_NOT_CANONICAL'));
  test('half a character, whose bytes nobody can say', () =>
    refused(text.replace('"envelope":"{', '"envelope":"\\ud800{'), 'FILE_UNREADABLE'));
  test('another version', () =>
    refused(
      forged((bundle) => {
        (bundle as { version: number }).version = 2;
      }),
      'UNKNOWN_VERSION',
    ));
  test('another format', () =>
    refused(
      forged((bundle) => {
        (bundle as { format: string }).format = 'other';
      }),
      'UNKNOWN_FORMAT',
    ));
  test('a member that no bundle has', () =>
    refused(
      forged((bundle) => {
        (bundle as unknown as Record<string, unknown>)['more'] = 1;
      }),
      'MALFORMED',
      { pointer: '/more' },
    ));
  test('an explanation that tells to check less', () =>
    refused(
      forged((bundle) => {
        bundle.explanation = ['Everything is fine.'];
      }),
      'EXPLANATION_CHANGED',
    ));
  test('a member changed without its digest: the place is named', () =>
    refused(text.replace(/"madeAt":"2026/, '"madeAt":"2027'), 'MEMBER_CHANGED', { pointer: '/madeAt' }));
  test('cut off at any place', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: text.length - 1 }), async (length) => {
        expect((await verdictOf(text.slice(0, length))).good).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
  test('any single byte changed to any other one', async () => {
    const bytes = utf8(text);
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const altered = bytes.slice();
          altered[at] = (altered[at] ?? 0) ^ change;
          const verdict = await verdictOf(altered);
          expect(verdict.good, `byte ${at} changed by ${change}`).toBe(false);
          expect(verdict.faults.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 400 },
    );
  });
  test('any bytes at all: a verdict, never an exception', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map(utf8),
          fc.nat({ max: 200 }).map((depth) => utf8('['.repeat(depth * 1000))),
        ),
        async (bytes) => {
          const verdict = await verdictOf(bytes);
          expect(verdict.good).toBe(false);
        },
      ),
      { numRuns: 200 },
    );
  });
  test('any value in the place of any other: a verdict, never an exception, and never a good one', async () => {
    const places: (readonly (string | number)[])[] = [];
    const walk = (value: unknown, path: readonly (string | number)[]): void => {
      if (path.length > 0) places.push(path);
      if (typeof value !== 'object' || value === null) return;
      for (const [name, inner] of Object.entries(value))
        walk(inner, [...path, Array.isArray(value) ? Number(name) : name]);
    };
    const { digests: _digests, ...content } = parsed();
    walk(content, []);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }), async (path, value) => {
        let same = false;
        const file = forged((bundle) => {
          let holder = bundle as unknown as Record<string | number, unknown>;
          for (const name of path.slice(0, -1)) holder = holder[name] as Record<string | number, unknown>;
          const name = path.at(-1) ?? '';
          same = JSON.stringify(holder[name]) === JSON.stringify(value);
          holder[name] = value;
        });
        const verdict = await verdictOf(file);
        // What the log cannot vouch for: when the file was made, and what it recommends to who has no policy.
        if (!same && path[0] !== 'madeAt' && path[0] !== 'policy' && path[0] !== 'consistency')
          expect(verdict.good, JSON.stringify(path)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
