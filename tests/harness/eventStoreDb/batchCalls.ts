import shared from '@eventstore/db-client/generated/shared_pb.js';
import status from '@eventstore/db-client/generated/status_pb.js';
import type {
  BatchAppendReq as BatchRequest,
  BatchAppendResp as BatchResponse,
} from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerDuplexStream } from '@grpc/grpc-js';
import any from 'google-protobuf/google/protobuf/any_pb.js';
import protobufEmpty from 'google-protobuf/google/protobuf/empty_pb.js';
import type { Faults } from './faults.ts';
import { identifier, nameOf, uuidText } from './messages.ts';
import type { Expected, Outcome, Proposed, ServerLog } from './serverLog.ts';

const expectedOf = (options: BatchRequest.Options): Expected =>
  options.hasStreamPosition()
    ? BigInt(options.getStreamPosition())
    : options.hasNoStream()
      ? 'NO_STREAM'
      : options.hasStreamExists()
        ? 'STREAM_EXISTS'
        : 'ANY';

const answerTo = (name: string, outcome: Outcome): InstanceType<typeof streams.BatchAppendResp> => {
  const answer = new streams.BatchAppendResp().setStreamIdentifier(identifier(name));
  if (outcome.kind === 'OK') {
    const success = new streams.BatchAppendResp.Success().setCurrentRevision(String(outcome.revision));
    if (outcome.commit === undefined) success.setNoPosition(new protobufEmpty.Empty());
    else
      success.setPosition(
        new shared.AllStreamPosition()
          .setCommitPosition(String(outcome.commit))
          .setPreparePosition(String(outcome.commit)),
      );
    return answer.setSuccess(success);
  }
  const wrong = new shared.WrongExpectedVersion();
  if (outcome.kind === 'WRONG' && outcome.current !== undefined)
    wrong.setCurrentStreamRevision(String(outcome.current));
  else wrong.setCurrentNoStream(new protobufEmpty.Empty());
  wrong.setExpectedAny(new protobufEmpty.Empty());
  const details = new any.Any();
  details.pack(wrong.serializeBinary(), 'event_store.client.WrongExpectedVersion');
  return answer.setError(new status.Status().setMessage('wrong expected version').setDetails(details));
};

/** One duplex stream for many appends, each answered by its correlation id. */
export const answerBatch = (
  log: ServerLog,
  call: ServerDuplexStream<BatchRequest, BatchResponse>,
  faults: Faults,
): void => {
  const open = new Map<string, { name: string; expected: Expected; events: Proposed[] }>();
  const kept: InstanceType<typeof streams.BatchAppendResp>[] = [];
  call.on('data', (request: BatchRequest) => {
    if (faults.endBatch) {
      call.end();
      return;
    }
    if (faults.breakBatch) {
      call.emit('error', Object.assign(new Error('broken'), { code: 14, details: 'broken' }));
      return;
    }
    const id = uuidText(request.getCorrelationId());
    const options = request.getOptions();
    const known = open.get(id) ?? {
      name: nameOf(options?.getStreamIdentifier()),
      expected: options === undefined ? ('ANY' as const) : expectedOf(options),
      events: [],
    };
    open.set(id, known);
    for (const message of request.getProposedMessagesList())
      known.events.push({
        id: uuidText(message.getId()),
        type: message.getMetadataMap().get('type') ?? '',
        contentType: message.getMetadataMap().get('content-type') ?? '',
        data: message.getData_asU8(),
        metadata: message.getCustomMetadata_asU8(),
      });
    if (!request.getIsFinal()) return;
    open.delete(id);
    const correlation = request.getCorrelationId();
    kept.push(
      answerTo(known.name, log.append(known.name, known.expected, known.events)).setCorrelationId(
        correlation,
      ),
    );
    if (kept.length < faults.reorderBatch) return;
    for (const answer of kept.splice(0).reverse()) call.write(answer);
  });
  call.on('end', () => call.end());
};
