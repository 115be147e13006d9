import { expect, test } from 'vitest';
import type { RecordedEvent } from '../../domain/event/envelope.ts';
import { createRememberedStreams } from '../../infra/eventstore/rememberedStreams.ts';

const history = (length: number): ReadonlyArray<RecordedEvent> =>
  Array.from({ length }, (_, index) => ({ eventId: String(index) }) as RecordedEvent);

test('what was remembered last or used last stays, within a bound on events', () => {
  const streams = createRememberedStreams();
  streams.remember('first', history(400));
  for (let each = 0; each < 11; each += 1) streams.remember(`more-${each}`, history(400));
  expect(streams.recall('first')).toHaveLength(400);
  streams.remember('last', history(400));
  expect(streams.recall('more-0')).toBeUndefined();
  expect(streams.recall('first')).toHaveLength(400);
  expect(streams.recall('last')).toHaveLength(400);
});
test('streams that do not exist take room as well', () => {
  const streams = createRememberedStreams();
  for (let each = 0; each < 6000; each += 1) streams.remember(`none-${each}`, []);
  expect(streams.recall('none-0')).toBeUndefined();
  expect(streams.recall('none-5999')).toEqual([]);
});
test('a stream of thousands of events is not remembered, nor an older state of it', () => {
  const streams = createRememberedStreams();
  streams.remember('long', history(500));
  streams.remember('long', history(501));
  expect(streams.recall('long')).toBeUndefined();
});
test('what is forgotten gives its room back', () => {
  const streams = createRememberedStreams();
  for (let each = 0; each < 100; each += 1) {
    streams.remember('changing', history(400));
    streams.forget('changing');
  }
  streams.remember('stays', history(400));
  for (let each = 0; each < 10; each += 1) streams.remember(`more-${each}`, history(400));
  expect(streams.recall('stays')).toHaveLength(400);
});
