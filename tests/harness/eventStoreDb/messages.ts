import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { AppendReq as AppendRequest } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Expected, Outcome, Proposed, Recorded } from './serverLog.ts';

const ticksPerMs = 10_000n;

export const uuidText = (id: InstanceType<typeof shared.UUID> | undefined): string => {
  const text = id?.getString();
  if (text) return text;
  const bits = id?.getStructured();
  if (bits === undefined) throw new Error('an event without an id');
  const hex = (value: string): string => BigInt.asUintN(64, BigInt(value)).toString(16).padStart(16, '0');
  const all = hex(bits.getMostSignificantBits()) + hex(bits.getLeastSignificantBits());
  return [all.slice(0, 8), all.slice(8, 12), all.slice(12, 16), all.slice(16, 20), all.slice(20)].join('-');
};

export const identifier = (name: string): InstanceType<typeof shared.StreamIdentifier> =>
  new shared.StreamIdentifier().setStreamName(Buffer.from(name).toString('base64'));

export const nameOf = (stream: InstanceType<typeof shared.StreamIdentifier> | undefined): string =>
  Buffer.from(stream?.getStreamName_asU8() ?? []).toString('utf8');

/** An event as the read calls give it. */
export const readEvent = (recorded: Recorded): InstanceType<typeof streams.ReadResp> => {
  const event = new streams.ReadResp.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(recorded.id))
    .setStreamIdentifier(identifier(recorded.stream))
    .setStreamRevision(String(recorded.revision))
    .setCommitPosition(String(recorded.commit))
    .setPreparePosition(String(recorded.commit))
    .setData(recorded.data)
    .setCustomMetadata(recorded.metadata);
  event.getMetadataMap().set('type', recorded.type);
  event.getMetadataMap().set('content-type', recorded.contentType);
  event.getMetadataMap().set('created', String(BigInt(recorded.created) * ticksPerMs));
  return new streams.ReadResp().setEvent(
    new streams.ReadResp.ReadEvent().setEvent(event).setCommitPosition(String(recorded.commit)),
  );
};

export const expectedOf = (options: AppendRequest.Options): Expected =>
  options.hasRevision()
    ? BigInt(options.getRevision())
    : options.hasNoStream()
      ? 'NO_STREAM'
      : options.hasStreamExists()
        ? 'STREAM_EXISTS'
        : 'ANY';

export const proposedOf = (message: AppendRequest.ProposedMessage): Proposed => ({
  id: uuidText(message.getId()),
  type: message.getMetadataMap().get('type') ?? '',
  contentType: message.getMetadataMap().get('content-type') ?? '',
  data: message.getData_asU8(),
  metadata: message.getCustomMetadata_asU8(),
});

/** The answer to an append call; a wrong expected version comes in band. */
export const appended = (
  outcome: Extract<Outcome, { kind: 'OK' | 'WRONG' }>,
  expected: Expected,
): InstanceType<typeof streams.AppendResp> => {
  const answer = new streams.AppendResp();
  if (outcome.kind === 'OK') {
    const success = new streams.AppendResp.Success().setCurrentRevision(String(outcome.revision));
    if (outcome.commit === undefined) success.setNoPosition(new shared.Empty());
    else
      success.setPosition(
        new streams.AppendResp.Position()
          .setCommitPosition(String(outcome.commit))
          .setPreparePosition(String(outcome.commit)),
      );
    return answer.setSuccess(success);
  }
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (outcome.current === undefined) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(outcome.current));
  if (expected === 'ANY') wrong.setExpectedAny(new shared.Empty());
  else if (expected === 'NO_STREAM') wrong.setExpectedNoStream(new shared.Empty());
  else if (expected === 'STREAM_EXISTS') wrong.setExpectedStreamExists(new shared.Empty());
  else wrong.setExpectedRevision(String(expected));
  return answer.setWrongExpectedVersion(wrong);
};
