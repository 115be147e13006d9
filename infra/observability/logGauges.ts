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
  return async () => {
    const { checkpoint, parts, ...status } = await read();
    size.set(status.size);
    signed.set(checkpoint?.size ?? 0);
    age.set(checkpoint === undefined ? 0 : Math.max(0, now() - checkpoint.signedAt) / 1000);
    refused.set(parts.some((each) => each.part === 'SIGNER' && each.status === 'REFUSED') ? 1 : 0);
    stopped.set(parts.some((each) => each.part === 'SEQUENCER' && each.status === 'FAILED') ? 1 : 0);
  };
};
