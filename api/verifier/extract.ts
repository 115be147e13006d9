import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bundle } from '../../domain/integrity/bundle/format.ts';
import { fromBase64, fromHex } from '../../domain/integrity/bytes.ts';
import { entryOf } from '../../domain/integrity/leaf.ts';
import { tlogProofText } from '../../domain/integrity/tlogProof.ts';
import { nodeHashing } from './nodeHashing.ts';

const bytesOf = (decoded: ReturnType<typeof fromHex>): Uint8Array =>
  decoded._tag === 'Some' ? decoded.value : new Uint8Array(0);

/** Writes the parts of a bundle as files that other tools read. */
export const extractBundle = (bundle: Bundle, folder: string): ReadonlyArray<string> => {
  mkdirSync(folder, { recursive: true });
  const written: string[] = [];
  const write = (name: string, content: string | Uint8Array): void => {
    writeFileSync(join(folder, name), content);
    written.push(name);
  };
  write('checkpoint', bundle.checkpoint);
  write('policy', bundle.policy);
  if (bundle.timestamp !== null) {
    write('stamped', bundle.timestamp.note);
    write('stamp.tsr', bytesOf(fromBase64(bundle.timestamp.token)));
  }
  for (const { index, envelope, envelopeSalt, inclusion, payload } of bundle.events) {
    write(
      `${index}.tlog-proof`,
      tlogProofText({
        index,
        hashes: inclusion.map((hash) => bytesOf(fromBase64(hash))),
        checkpoint: bundle.checkpoint,
      }),
    );
    write(`${index}.entry`, entryOf(nodeHashing.sha256, bytesOf(fromHex(envelopeSalt)), envelope));
    write(`${index}.envelope.json`, envelope);
    if (payload !== null) write(`${index}.payload.json`, payload);
  }
  return written;
};
