import { asJson, CommandFailed, type Output } from '../../api/cli/output.ts';
import { toBase64 } from '../../domain/integrity/bytes.ts';
import type { LedgerWithoutVault } from '../composition.ts';
import { hashing } from '../system/hashing.ts';
import { clearTree } from '../transparency/rebuildTree.ts';
import { verifyLog } from '../verification/verifyLog.ts';

/** Compares the stored transparency log with what the events give; or takes it away, to be made anew. */
export const rebuildLogCommand = async (
  ledger: LedgerWithoutVault,
  options: { readonly anew: boolean; readonly json: boolean },
  output: Output,
): Promise<void> => {
  if (options.anew) {
    await clearTree(ledger.owner);
    output.print(
      'Leaves and tiles are taken away. A serving process, or "ledger work", makes them from the events; the signer goes on when they contain what was signed.',
    );
    return;
  }
  const started = performance.now();
  const { leaves, root, faults, further } = await verifyLog(
    { store: ledger.eventStore, pool: ledger.pool, hashing },
    (position, head) => output.progress(`compared up to position ${position} of ${head}`),
  );
  const seconds = (performance.now() - started) / 1000;
  const rootText = toBase64(Buffer.from(root, 'hex'));
  const [first] = faults;
  if (options.json) output.print(asJson({ size: leaves, root: rootText, seconds, faults, further }));
  else if (first === undefined)
    output.print(
      `${leaves} leaves, their tiles and the signed heads are what the events give. Root ${rootText}`,
    );
  if (first === undefined) return;
  const { kind, position, leafIndex, streamId, revision, detail } = first;
  const place = [
    ...(position === null ? [] : [`position ${position}`]),
    ...(leafIndex === null ? [] : [`leaf ${leafIndex}`]),
    ...(streamId === null ? [] : [`event ${revision} of ${streamId}`]),
  ].join(', ');
  const others = faults.length - 1 + further;
  throw new CommandFailed(
    `First difference, ${kind}, at ${place}: ${detail}${others === 0 ? '' : ` ${others} more: "ledger verify" lists them.`}`,
  );
};
