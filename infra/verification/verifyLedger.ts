import type { Pool } from 'pg';
import type { EventCodec } from '../../domain/ports/eventCodec.ts';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import { type BroughtCheckpoint, outcomeOf, type Verification } from '../../domain/verification/report.ts';
import type { HistoryReader } from '../../projections/engine/historyReader.ts';
import type { Projection } from '../../projections/engine/projection.ts';
import { hashing } from '../system/hashing.ts';
import { verifyLog } from './verifyLog.ts';
import { verifyReadModels } from './verifyReadModels.ts';

export type VerificationPorts = {
  readonly eventStore: EventStore;
  readonly codec: EventCodec;
  readonly history: HistoryReader;
  readonly owner: Pool;
  /** The last head that was signed here, as it is kept outside the database; undefined where nothing is signed here. */
  readonly signedHead: () => BroughtCheckpoint | undefined;
};
export type VerificationStep = 'LOG' | 'READ_MODELS';
export type VerificationScope = {
  readonly log: boolean;
  readonly readModels: ReadonlyArray<Projection>;
  readonly checkpoint?: BroughtCheckpoint;
};

/** The stored events against the transparency log, and every read model against the events (REQ-AUD-01). */
export const verifyLedger = async (
  { eventStore: store, codec, history, owner, signedHead }: VerificationPorts,
  { log: isLog, readModels: asked, checkpoint }: VerificationScope,
  onProgress: (step: VerificationStep, position: bigint, head: bigint) => void,
): Promise<Verification> => {
  // Read before the leaves are counted, so that those it covers are among them.
  const signed = isLog ? signedHead() : undefined;
  const log = isLog
    ? await verifyLog(
        { store, codec, pool: owner, hashing },
        (position, head) => onProgress('LOG', position, head),
        [
          ...(checkpoint === undefined ? [] : [{ ...checkpoint, whose: 'the checkpoint that was brought' }]),
          ...(signed === undefined ? [] : [{ ...signed, whose: 'the head that the signer keeps' }]),
        ],
      )
    : undefined;
  const readModels =
    asked.length === 0
      ? []
      : await verifyReadModels({ store, history, owner }, asked, (position, head) =>
          onProgress('READ_MODELS', position, head),
        );
  const verified = { ...(log === undefined ? {} : { log }), readModels };
  return { ...verified, outcome: outcomeOf(verified) };
};
