import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { utf8 } from '../../domain/integrity/bytes.ts';
import { checkpointLine, eventLine } from '../../domain/integrity/export/logLines.ts';
import type { FaultKind, Place, Verdict } from '../../domain/integrity/verify/verdict.ts';
import { createLogVerifier, type LogOptions } from '../../domain/integrity/verify/verifyLog.ts';
import type { StoredEvent } from '../../domain/ports/eventStore.ts';
import { hashing } from '../../infra/system/hashing.ts';
import { testLogKey, treeOfEvents } from '../harness/memoryLog.ts';
import { logLines, piecesOf, readTexts } from './logFile.ts';
import { origin, type SampleRegister, sampleRegister, verifying } from './sampleRegister.ts';

let register: SampleRegister;
let lines: ReadonlyArray<string>;
const every = 50;
beforeAll(async () => {
  register = await sampleRegister(5);
  lines = logLines(register.events, register.key, every);
}, 600_000);

const verdictOf = async (file: ReadonlyArray<string>, more: LogOptions = {}): Promise<Verdict> => {
  const verifier = createLogVerifier(verifying, { keys: [register.key.vkey], ...more });
  if (file.length > 0) verifier.take(readTexts(file));
  return verifier.finish();
};
const refused = async (
  file: ReadonlyArray<string>,
  kind: FaultKind,
  at: Partial<Place> = {},
  more: LogOptions = {},
): Promise<Verdict> => {
  const verdict = await verdictOf(file, more);
  expect(verdict.good).toBe(false);
  expect(verdict.faults).toContainEqual(expect.objectContaining({ kind, at: expect.objectContaining(at) }));
  return verdict;
};
/** Line of the file (from 0) of a leaf. */
const lineOfLeaf = (index: number): number => 1 + index + Math.floor(index / every);
const changed = (index: number, change: (line: string) => string): ReadonlyArray<string> =>
  lines.map((line, at) => {
    if (at !== lineOfLeaf(index)) return line;
    const altered = change(line);
    expect(altered).not.toBe(line);
    return altered;
  });
const eventOf = (index: number): StoredEvent => {
  const event = register.events[index];
  if (event === undefined) throw new Error(`no event ${index}`);
  return event;
};
/** A leaf whose stream goes on after it, and is not the first of it. */
const inner = (): number =>
  register.events.findIndex(
    (event, index) =>
      index > 60 &&
      event.revision > 0n &&
      register.events.slice(index + 1).some(({ streamId }) => streamId === event.streamId),
  );
const rootAt = (size: number) => treeOfEvents(register.events).range(0, size);

test('a whole log is good, with every checkpoint in it and those that were kept', async () => {
  const kept = [1, 7, 50, register.events.length].map((size) => register.key.note(size, rootAt(size)));
  const verdict = await verdictOf(lines, { checkpoints: kept });
  expect(verdict.faults).toEqual([]);
  expect(verdict.notes).toEqual([]);
  expect(verdict.checkpoint?.size).toBe(register.events.length);
  expect(register.events.length).toBeGreaterThan(150);
});

describe('what a superuser may do to the stored log', () => {
  test('change a payload', async () => {
    const verdict = await refused(
      changed(inner(), (line) =>
        line.replace(/("payload":\{.*?)(\d)/, (_, begin, digit) => `${begin}${(Number(digit) + 1) % 10}`),
      ),
      'ENVELOPE_CHANGED',
      { leafIndex: inner(), line: lineOfLeaf(inner()) + 1, revision: Number(eventOf(inner()).revision) },
    );
    expect(verdict.faults).toHaveLength(1);
  });
  test.each([
    ['who recorded it', /actorId":"/, 'actorId":"x'],
    ['the digest of the command', /commandDigest":"./, 'commandDigest":"g'],
    ['the salt', /salt":"./, 'salt":"g'],
    ['the type', /"type":"/, '"type":"X'],
    ['the version of the schema', /"schemaVersion":1/, '"schemaVersion":2'],
    ['the id of the event', /"eventId":"./, '"eventId":"z'],
    ['the time of recording', /("recordedAt":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.)\d{3}/, '$1999'],
  ])('change %s', async (_, what, into) => {
    await refused(
      changed(inner(), (line) => line.replace(what, into)),
      'ENVELOPE_CHANGED',
      {
        leafIndex: inner(),
      },
    );
  });
  test('change the stored leaf hash', async () => {
    await refused(
      changed(inner(), (line) =>
        line.replace(/"leaf":"(.)/, (_, first) => `"leaf":"${first === '0' ? '1' : '0'}`),
      ),
      'ENVELOPE_CHANGED',
      { leafIndex: inner() },
    );
  });
  test('remove an event', async () => {
    const at = inner();
    await refused(
      lines.filter((_, line) => line !== lineOfLeaf(at)),
      'EVENT_REMOVED',
      {
        leafIndex: at,
        leafEnd: at + 1,
      },
    );
  });
  test('remove an event and number the rest anew', async () => {
    const at = inner();
    const rest = register.events.filter((_, index) => index !== at);
    const originals = treeOfEvents(register.events);
    const last = new Map<string, Uint8Array>();
    const file = [lines[0] ?? ''];
    for (const [index, event] of rest.entries()) {
      const original = originals.sequenced.find(({ event: each }) => each === event);
      if (original === undefined) throw new Error('no leaf');
      file.push(eventLine(event, index, original.leaf.hash, last.get(event.streamId)));
      last.set(event.streamId, original.leaf.hash);
    }
    file.push(
      checkpointLine(
        hashing.sha256,
        register.key.note(register.events.length, rootAt(register.events.length)),
      ),
    );
    const verdict = await refused(file, 'EVENT_REMOVED', {
      stream: eventOf(at).streamId,
      revision: Number(eventOf(at).revision),
    });
    expect(verdict.faults.length).toBeLessThan(5);
  });
  test('put two events into another order', async () => {
    const at = 70;
    const [one, two] = [lines[lineOfLeaf(at)] ?? '', lines[lineOfLeaf(at + 1)] ?? ''];
    const file = lines.map((line, each) =>
      each === lineOfLeaf(at) ? two : each === lineOfLeaf(at + 1) ? one : line,
    );
    await refused(file, 'EVENTS_REORDERED', { leafIndex: at });
  });
  test('insert an event', async () => {
    const at = lineOfLeaf(inner());
    await refused([...lines.slice(0, at), lines[at] ?? '', ...lines.slice(at)], 'EVENTS_REORDERED', {
      line: at + 2,
    });
    await refused([...lines.slice(0, at), lines[at] ?? '', ...lines.slice(at)], 'EVENT_INSERTED', {
      line: at + 2,
    });
  });
  /** Everything made anew from altered events, as one would who knows how; only the signatures are the old ones. */
  const rewritten = (alter: (events: StoredEvent[]) => void): ReadonlyArray<string> => {
    const events = register.events.map((event) => ({ ...event }));
    alter(events);
    const anew = logLines(events, register.key, every);
    let at = -1;
    const checkpoints = lines.filter((line) => line.startsWith('{"checkpoint"'));
    return anew.map((line) => {
      if (!line.startsWith('{"checkpoint"')) return line;
      at += 1;
      return checkpoints[at] ?? line;
    });
  };
  test('rewrite an event with all leaves, tiles and roots that follow from it', async () => {
    const at = inner();
    const file = rewritten((events) => {
      const event = events[at];
      if (event !== undefined)
        events[at] = {
          ...event,
          payload: `${event.payload} `,
        };
    });
    const from = Math.floor(at / every) * every;
    await refused(file, 'ROOT_DIFFERS', {
      leafIndex: from,
      leafEnd: Math.min(from + every, register.events.length),
    });
  });
  test('sign what was rewritten with another key', async () => {
    const forger = testLogKey(origin, 2);
    await refused(logLines(register.events, forger, every), 'SIGNED_BY_ANOTHER_KEY');
  });
  test('sign what was rewritten with the true key: whoever kept a checkpoint sees the fork', async () => {
    const events = register.events.map((event, index) =>
      index === 10 ? { ...event, payload: `${event.payload} ` } : event,
    );
    const forked = logLines(events, register.key, every);
    expect((await verdictOf(forked)).good).toBe(true);
    await refused(
      forked,
      'LOG_FORKED',
      { leafEnd: 60 },
      { checkpoints: [register.key.note(60, rootAt(60))] },
    );
  });
  test('restore an older copy: whoever kept a newer checkpoint sees what is missing', async () => {
    const older = logLines(register.events.slice(0, 100), register.key, every);
    expect((await verdictOf(older)).good).toBe(true);
    const size = register.events.length;
    await refused(
      older,
      'LOG_TRUNCATED',
      { leafIndex: 100, leafEnd: size },
      { checkpoints: [register.key.note(size, rootAt(size))] },
    );
  });
});

describe('what may be done to the file', () => {
  test('its end is cut off', async () => {
    await refused(lines.slice(0, -1), 'EVENT_INSERTED', { part: 'LOG' });
    await refused(lines.slice(0, 20), 'LOG_TRUNCATED', { part: 'LOG' });
    await refused([], 'FILE_UNREADABLE');
  });
  test('a checkpoint is changed, moved or replaced', async () => {
    const at = lines.findIndex((line) => line.startsWith('{"checkpoint"'));
    const swap = (line: string) => lines.map((each, index) => (index === at ? line : each));
    const note = register.key.note(every, rootAt(every)).replace('\n50\n', '\n51\n');
    await refused(swap(checkpointLine(hashing.sha256, note)), 'EVENT_REMOVED', { line: at + 1 });
    await refused(swap((lines[at] ?? '').replace(/\\n50\\n/, '\\n51\\n')), 'FILE_UNREADABLE', {
      line: at + 1,
    });
    await refused(swap(checkpointLine(hashing.sha256, 'nonsense')), 'CHECKPOINT_MALFORMED', { line: at + 1 });
    await refused(
      swap(checkpointLine(hashing.sha256, testLogKey(origin, 2).note(every, rootAt(every)))),
      'SIGNED_BY_ANOTHER_KEY',
      { line: at + 1 },
    );
  });
  test('the header is missing, twice or of another version', async () => {
    await refused(lines.slice(1), 'UNKNOWN_FORMAT', { line: 1 });
    await refused([lines[0] ?? '', ...lines], 'MALFORMED', { line: 2 });
    await refused(
      [(lines[0] ?? '').replace('"version":1', '"version":2'), ...lines.slice(1)],
      'UNKNOWN_FORMAT',
    );
  });
  test('a line is written otherwise than such lines are', async () => {
    await refused(
      changed(60, (line) => line.replace(',"index"', ', "index"')),
      'FILE_UNREADABLE',
      {
        line: lineOfLeaf(60) + 1,
      },
    );
    await refused(
      changed(60, (line) => line.replace('{"eventId"', '{"eventId":"x","eventId"')),
      'FILE_UNREADABLE',
    );
  });
  test('any single byte changed to any other one', async () => {
    const bytes = utf8(`${lines.join('\n')}\n`);
    await fc.assert(
      fc.asyncProperty(
        // The header, which is short, as often as the rest.
        fc.oneof(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: (lines[0] ?? '').length })),
        fc.integer({ min: 1, max: 255 }),
        async (at, change) => {
          const altered = bytes.slice();
          altered[at] = (altered[at] ?? 0) ^ change;
          const verifier = createLogVerifier(verifying, { keys: [register.key.vkey] });
          for await (const lines of piecesOf(altered)) verifier.take(lines);
          expect((await verifier.finish()).good, `byte ${at} changed by ${change}`).toBe(false);
        },
      ),
      { numRuns: 60 },
    );
  });
});
