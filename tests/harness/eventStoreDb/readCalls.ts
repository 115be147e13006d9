import type {
  ReadReq as ReadRequest,
  ReadResp as ReadResponse,
} from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { Faults } from './faults.ts';
import { identifier, nameOf, readEvent } from './messages.ts';
import type { Recorded, ServerLog } from './serverLog.ts';

type ReadCall = ServerWritableStream<ReadRequest, ReadResponse>;

/** Events a filtered subscription passes over before it names a checkpoint, per unit of the client's interval. */
const searchWindow = 32;

const matcher = (filter: ReadRequest.Options.FilterOptions | undefined): ((event: Recorded) => boolean) => {
  if (filter === undefined) return () => true;
  const onStream = filter.hasStreamIdentifier();
  const expression = onStream ? filter.getStreamIdentifier() : filter.getEventType();
  const prefixes = expression?.getPrefixList() ?? [];
  const regex = expression?.getRegex() ?? '';
  return (event) => {
    const text = onStream ? event.stream : event.type;
    return regex === '' ? prefixes.some((prefix) => text.startsWith(prefix)) : new RegExp(regex).test(text);
  };
};

const fromStream = (log: ServerLog, options: ReadRequest.Options): ReadonlyArray<Recorded> | undefined => {
  const asked = options.getStream();
  const stream = log.stream(nameOf(asked?.getStreamIdentifier()));
  if (stream === undefined || asked === undefined) return undefined;
  const forwards = options.getReadDirection() === streams.ReadReq.Options.ReadDirection.FORWARDS;
  if (forwards) return asked.hasEnd() ? [] : stream.slice(asked.hasStart() ? 0 : Number(asked.getRevision()));
  const end = asked.hasEnd() ? stream.length : Number(asked.getRevision()) + 1;
  return stream.slice(0, asked.hasStart() ? 1 : end).reverse();
};

/** Forwards from a position with the event there, backwards without it, as the server does. */
const fromAll = (log: ServerLog, options: ReadRequest.Options): ReadonlyArray<Recorded> => {
  const asked = options.getAll();
  const position = asked?.hasPosition() ? BigInt(asked.getPosition()?.getCommitPosition() ?? 0) : undefined;
  if (options.getReadDirection() === streams.ReadReq.Options.ReadDirection.FORWARDS) {
    if (asked?.hasEnd()) return [];
    return position === undefined ? log.records : log.records.filter(({ commit }) => commit >= position);
  }
  const until = position === undefined ? log.records : log.records.filter(({ commit }) => commit < position);
  return asked?.hasStart() ? [] : [...until].reverse();
};

/** As the server fills a position that it does not have. */
const noCommit = 0xffff_ffff_ffff_ffffn;

export const answerRead = (
  log: ServerLog,
  call: ReadCall,
  options: ReadRequest.Options,
  faults: Faults,
): void => {
  const found = options.hasStream() ? fromStream(log, options) : fromAll(log, options);
  if (found === undefined)
    call.write(
      new streams.ReadResp().setStreamNotFound(
        new streams.ReadResp.StreamNotFound().setStreamIdentifier(
          identifier(nameOf(options.getStream()?.getStreamIdentifier())),
        ),
      ),
    );
  const count = BigInt(options.getCount());
  for (const event of (found ?? []).slice(0, Number(count > 1_000_000n ? 1_000_000n : count)))
    call.write(
      readEvent(faults.withoutPositions && options.hasStream() ? { ...event, commit: noCommit } : event),
    );
  call.end();
};

/** A catch-up subscription to all: after a position, filtered, with checkpoints, until the call is cancelled. */
export const answerSubscription = (
  log: ServerLog,
  call: ReadCall,
  options: ReadRequest.Options,
  faults: Faults,
): void => {
  const asked = options.getAll();
  const after = asked?.hasPosition() ? BigInt(asked.getPosition()?.getCommitPosition() ?? 0) : -1n;
  const filter = options.getFilter();
  const matches = matcher(filter);
  const every = searchWindow * (filter?.getCheckpointintervalmultiplier() ?? 1);
  let next = asked?.hasEnd() ? log.records.length : log.records.findIndex(({ commit }) => commit > after);
  if (next < 0) next = log.records.length;
  let passed = 0;
  let delivered = 0;
  let live = false;
  call.write(
    new streams.ReadResp().setConfirmation(
      new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId('stand-in'),
    ),
  );
  const ended = (): boolean => call.cancelled || call.destroyed || call.writableEnded;
  const pump = (): void => {
    for (; next < log.records.length && !ended(); next += 1) {
      const event = log.records[next];
      if (event === undefined) break;
      passed += 1;
      if (matches(event)) {
        call.write(readEvent(event));
        if (faults.deliverTwice) call.write(readEvent(event));
        delivered += 1;
        if (faults.endAfter !== undefined && delivered >= faults.endAfter) {
          stop();
          call.end();
          return;
        }
      } else if (passed % every === 0)
        call.write(
          new streams.ReadResp().setCheckpoint(
            new streams.ReadResp.Checkpoint()
              .setCommitPosition(String(event.commit))
              .setPreparePosition(String(event.commit)),
          ),
        );
    }
    if (!live && !ended()) call.write(new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp()));
    live = true;
  };
  const stop = log.listen(pump);
  call.on('cancelled', stop);
  call.on('error', stop);
  call.on('close', stop);
  pump();
};
