import { Gauge, type Registry } from 'prom-client';
import type { LogStatus } from '../../domain/ports/transparencyLog.ts';

/** Metrics of the transparency log; what is called sets them. */
export const logGauges = (
  registry: Registry,
  read: () => Promise<LogStatus>,
  now: () => number,
): (() => Promise<void>) => {
  const gauge = (name: string, help: string): Gauge => new Gauge({ name, help, registers: [registry] });
  const size = gauge('ledger_log_size', 'leaves of the transparency log');
  const signed = gauge('ledger_log_signed_size', 'leaves that the last signed checkpoint covers');
  const age = gauge('ledger_log_checkpoint_age_seconds', 'age of the last signed checkpoint');
  const refused = gauge('ledger_log_signer_refused', '1 if the signer refuses to sign');
  const stopped = gauge('ledger_log_sequencer_failed', '1 if the transparency log stopped at an event');
  const published = gauge('ledger_log_published_size', 'leaves that the published checkpoint covers');
  const waiting = gauge(
    'ledger_log_unpublished_seconds',
    'age of the oldest signed checkpoint that is not published, because the quorum of the witnesses is missing',
  );
  const ofWitness = (name: string, help: string): Gauge =>
    new Gauge({ name, help, labelNames: ['witness'], registers: [registry] });
  const cosigned = ofWitness('ledger_witness_cosigned_size', 'leaves that a witness last cosigned');
  const silent = ofWitness('ledger_witness_failed', '1 if a witness does not cosign');
  const contradicts = ofWitness(
    'ledger_witness_contradicts',
    '1 if a witness has seen another history of this log, or a longer one: an alarm',
  );
  const stamp = gauge(
    'ledger_log_timestamp_age_seconds',
    'time since the last time stamp of a checkpoint; 0 where there is none',
  );
  return async () => {
    const { checkpoint, parts, publication, witnesses, lastStamp, ...status } = await read();
    stamp.set(lastStamp === undefined ? 0 : Math.max(0, now() - lastStamp.statedAt) / 1000);
    published.set(publication.published);
    waiting.set(
      publication.waitingSince === undefined ? 0 : Math.max(0, now() - publication.waitingSince) / 1000,
    );
    for (const each of [cosigned, silent, contradicts]) each.reset();
    for (const { name: witness, status: answer, size: upTo } of witnesses) {
      cosigned.set({ witness }, upTo);
      silent.set({ witness }, answer === 'COSIGNED' ? 0 : 1);
      contradicts.set({ witness }, answer === 'INCONSISTENT' || answer === 'AHEAD' ? 1 : 0);
    }
    size.set(status.size);
    signed.set(checkpoint?.size ?? 0);
    age.set(checkpoint === undefined ? 0 : Math.max(0, now() - checkpoint.signedAt) / 1000);
    refused.set(parts.some((each) => each.part === 'SIGNER' && each.status === 'REFUSED') ? 1 : 0);
    stopped.set(parts.some((each) => each.part === 'SEQUENCER' && each.status === 'FAILED') ? 1 : 0);
  };
};
