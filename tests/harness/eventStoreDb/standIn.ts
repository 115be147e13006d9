import { setTimeout as sleep } from 'node:timers/promises';
import gossipGrpc from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import featuresGrpc from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import streamsGrpc from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type {
  AppendReq as AppendRequest,
  AppendResp as AppendResponse,
  BatchAppendReq as BatchRequest,
  BatchAppendResp as BatchResponse,
  ReadReq as ReadRequest,
  ReadResp as ReadResponse,
} from '@eventstore/db-client/generated/streams_pb.js';
import type {
  handleBidiStreamingCall,
  handleClientStreamingCall,
  handleServerStreamingCall,
  handleUnaryCall,
  ServiceError,
  sendUnaryData,
} from '@grpc/grpc-js';
import { Metadata, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { answerBatch } from './batchCalls.ts';
import { type Faults, noFaults } from './faults.ts';
import { appended, expectedOf, nameOf, proposedOf } from './messages.ts';
import { answerRead, answerSubscription } from './readCalls.ts';
import { createServerLog, type Expected, type Proposed, type ServerLog } from './serverLog.ts';

const refusedWith = (
  code: number,
  details: string,
  exception?: string,
  more: Record<string, string> = {},
) => {
  const metadata = new Metadata();
  if (exception !== undefined) metadata.set('exception', exception);
  for (const [name, value] of Object.entries(more)) metadata.set(name, value);
  return { code, details, metadata };
};
const unavailable = () => refusedWith(status.UNAVAILABLE, 'the stand-in is not available');

const denied = () => refusedWith(status.PERMISSION_DENIED, 'denied', 'access-denied');

type Hit = 'UNAVAILABLE' | 'LOSE_ANSWER' | 'NEVER_ANSWER' | 'SWALLOW' | undefined;

/**
 * A server that speaks EventStoreDB's protocol, in this process, made from the client's own service definitions. It
 * proves the adapter against the protocol, not against the product. Several of them over one log are a cluster whose
 * leader changes.
 */
export const startStandIn = async (log: ServerLog = createServerLog()) => {
  const faults: Faults = noFaults();
  const calls: string[] = [];
  const subscriptions = new Set<Parameters<handleServerStreamingCall<ReadRequest, ReadResponse>>[0]>();

  const enter = async (name: string): Promise<void> => {
    calls.push(name);
    if (faults.delayMs > 0) await sleep(faults.delayMs);
  };
  const notLeader = () =>
    faults.leader === undefined
      ? undefined
      : refusedWith(status.NOT_FOUND, 'not the leader', 'not-leader', {
          'leader-endpoint-host': faults.leader.host,
          'leader-endpoint-port': String(faults.leader.port),
        });
  const hitOf = (stream: string): Hit => {
    if (faults.only !== undefined && !faults.only.test(stream)) return undefined;
    for (const [name, hit] of [
      ['unavailable', 'UNAVAILABLE'],
      ['loseAnswer', 'LOSE_ANSWER'],
      ['neverAnswer', 'NEVER_ANSWER'],
      ['swallow', 'SWALLOW'],
    ] as const)
      if (faults[name] > 0) {
        faults[name] -= 1;
        return hit;
      }
    return undefined;
  };

  /** What an append is answered with: an error, a message, or nothing at all. */
  const answerTo = (
    stream: string,
    expected: Expected,
    events: ReadonlyArray<Proposed>,
  ): readonly [Partial<ServiceError> | null, AppendResponse?] | undefined => {
    const refused = faults.denied ? denied() : notLeader();
    if (refused !== undefined) return [refused];
    const hit = hitOf(stream);
    if (hit === 'UNAVAILABLE') return [unavailable()];
    if (hit === 'SWALLOW') return undefined;
    const outcome = log.append(stream, expected, events);
    if (hit === 'NEVER_ANSWER') return undefined;
    if (hit === 'LOSE_ANSWER') return [unavailable()];
    if (outcome.kind === 'DELETED')
      return [
        refusedWith(status.FAILED_PRECONDITION, 'deleted', 'stream-deleted', { 'stream-name': stream }),
      ];
    if (outcome.kind === 'TOO_LARGE')
      return [
        refusedWith(status.INVALID_ARGUMENT, 'too large', 'maximum-append-size-exceeded', {
          'maximum-append-size': String(outcome.max),
        }),
      ];
    return [null, appended(outcome, expected)];
  };

  const append: handleClientStreamingCall<AppendRequest, AppendResponse> = (call, answer) => {
    let stream = '';
    let expected: Expected = 'ANY';
    const events: Proposed[] = [];
    call.on('data', (request: AppendRequest) => {
      const options = request.getOptions();
      const message = request.getProposedMessage();
      if (options !== undefined) {
        stream = nameOf(options.getStreamIdentifier());
        expected = expectedOf(options);
      }
      if (message !== undefined) events.push(proposedOf(message));
    });
    call.on('end', () => {
      enter(`append ${stream}`).then(() => {
        const answered = answerTo(stream, expected, events);
        if (answered !== undefined) answer(...answered);
      });
    });
    call.on('error', () => undefined);
  };
  const batchAppend: handleBidiStreamingCall<BatchRequest, BatchResponse> = (call) => {
    calls.push('batchAppend');
    answerBatch(log, call, faults);
  };
  const read: handleServerStreamingCall<ReadRequest, ReadResponse> = (call) => {
    const options = call.request.getOptions();
    const stream = options?.hasStream() ? nameOf(options.getStream()?.getStreamIdentifier()) : '$all';
    call.on('error', () => undefined);
    const released = async (): Promise<void> => {
      while (faults.holdReadsOf?.test(stream)) await sleep(5);
    };
    enter(`read ${stream}`)
      .then(released)
      .then(() => {
        const refused = call.metadata.get('requires-leader').length > 0 ? notLeader() : undefined;
        if (options === undefined || refused !== undefined)
          return call.emit('error', Object.assign(new Error(), refused));
        if (faults.only === undefined && faults.unavailable > 0) {
          faults.unavailable -= 1;
          return call.emit('error', Object.assign(new Error(), unavailable()));
        }
        if (log.isDeleted(stream))
          return call.emit(
            'error',
            Object.assign(
              new Error(),
              refusedWith(status.FAILED_PRECONDITION, 'deleted', 'stream-deleted', { 'stream-name': stream }),
            ),
          );
        if (!options.hasSubscription()) return answerRead(log, call, options, faults);
        subscriptions.add(call);
        call.once('close', () => subscriptions.delete(call));
        return answerSubscription(log, call, options, faults);
      });
  };
  const getSupportedMethods: handleUnaryCall<unknown, InstanceType<typeof features.SupportedMethods>> = (
    _call,
    answer,
  ) => {
    calls.push('features');
    const methods = Object.values(streamsGrpc.StreamsService).map((method) => {
      const [, service = '', name = ''] = String((method as { path: string }).path).split('/');
      return new features.SupportedMethod()
        .setServiceName(service.toLowerCase())
        .setMethodName(name.toLowerCase());
    });
    answer(
      null,
      new features.SupportedMethods().setMethodsList(methods).setEventStoreServerVersion('24.10.0.stand-in'),
    );
  };
  const members = (): InstanceType<typeof gossip.ClusterInfo> => {
    const { LEADER, FOLLOWER } = gossip.MemberInfo.VNodeState;
    const member = (host: string, at: number, state: typeof LEADER | typeof FOLLOWER) =>
      new gossip.MemberInfo()
        .setState(state)
        .setIsAlive(true)
        .setHttpEndPoint(new gossip.EndPoint().setAddress(host).setPort(at));
    const { leader } = faults;
    return new gossip.ClusterInfo().setMembersList([
      member('127.0.0.1', port, leader === undefined ? LEADER : FOLLOWER),
      ...(leader === undefined ? [] : [member(leader.host, leader.port, LEADER)]),
    ]);
  };

  let server: Server;
  let port = 0;
  const listen = async (): Promise<void> => {
    server = new Server({ 'grpc.max_receive_message_length': 17 * 1024 * 1024 });
    server.addService(streamsGrpc.StreamsService, {
      append,
      batchAppend,
      read,
      delete: refuse,
      tombstone: refuse,
    });
    server.addService(featuresGrpc.ServerFeaturesService, { getSupportedMethods });
    server.addService(gossipGrpc.GossipService, {
      read: (_call: unknown, answer: sendUnaryData<InstanceType<typeof gossip.ClusterInfo>>) =>
        answer(null, members()),
    });
    port = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      );
    });
  };
  const refuse: handleUnaryCall<unknown, unknown> = (_call, answer) =>
    answer(refusedWith(status.UNIMPLEMENTED, 'the ledger never deletes'));
  await listen();

  return {
    log,
    faults,
    calls,
    port,
    url: `esdb://127.0.0.1:${port}?tls=false`,
    /** Breaks every open subscription. */
    dropSubscriptions: (): void => {
      for (const call of [...subscriptions]) call.emit('error', Object.assign(new Error(), unavailable()));
    },
    /** Cuts all connections, and listens again on the same port after a while. */
    restart: async (downMs = 0): Promise<void> => {
      server.forceShutdown();
      await sleep(downMs);
      await listen();
    },
    stop: (): void => server.forceShutdown(),
  };
};
export type StandIn = Awaited<ReturnType<typeof startStandIn>>;
