import { asJson, CommandFailed, type Output } from '../../api/cli/output.ts';
import { toBase64 } from '../../domain/integrity/bytes.ts';
import type { Ledger } from '../composition.ts';
import { hashing } from '../system/hashing.ts';
import { clearTree, compareTree } from '../transparency/rebuildTree.ts';

/** Compares the stored transparency log with what the events give; or takes it away, to be made anew. */
export const rebuildLogCommand = async (
  ledger: Ledger,
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
  const { size, root, difference } = await compareTree(
    { store: ledger.eventStore, pool: ledger.pool, hashing },
    (leaves) => output.progress(`${leaves} leaves compared`),
  );
  const seconds = (performance.now() - started) / 1000;
  if (options.json)
    output.print(asJson({ size, root: toBase64(root), seconds, difference: difference ?? null }));
  else if (difference === undefined)
    output.print(
      `${size} leaves, their tiles and the signed heads are what the events give. Root ${toBase64(root)}`,
    );
  if (difference === undefined) return;
  const { what, position, eventId, leafIndex, detail } = difference;
  const place =
    position === undefined ? `leaf ${leafIndex}` : `event ${position} (${eventId}, leaf ${leafIndex})`;
  throw new CommandFailed(`First difference, ${what}, at ${place}: ${detail}.`);
};
