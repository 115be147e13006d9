import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createOwnReader, startReader } from '../../api/verifier/readers.ts';
import { verifyLogFile } from '../../api/verifier/verifyLogFile.ts';
import { checkpointLine, eventLine, headerLine } from '../../domain/integrity/export/logLines.ts';
import { leafOf } from '../../domain/integrity/leaf.ts';
import { createGrowingTree } from '../../domain/integrity/verify/growingTree.ts';
import { canonicalJson } from '../../domain/shared/canonicalJson.ts';
import { hashing } from '../../infra/system/hashing.ts';
import { testLogKey } from '../harness/memoryLog.ts';
import { median, rate } from './figures.ts';

const origin = 'ledger.invalid/bench';
const key = testLogKey(origin);

/** A payload of the size that a transfer has, canonical as the ledger stores it. */
const payload = canonicalJson({
  acquirerId: 'P-01J9ZK3C5E7G9JBMDPFRHTKVMX',
  filler: 'x'.repeat(220),
  transferKind: 'DEALER_TO_PERSON',
});

/** Metadata of the size that the ledger writes. */
const metadataOf = (number: number): string =>
  `{"assertionKind":"FACT","authorityId":"REG","commandDigest":"${createHash('sha256').update(String(number)).digest('hex')}",` +
  `"correlationId":"${randomUUID()}","effectiveAt":{"precision":"DAY","value":"2026-01-05","zone":"Europe/Belgrade"},` +
  `"idempotencyKey":"row-${number}","legalBasis":["DIR:4(5)"],"policyVersion":0,` +
  `"recordedBy":{"actorId":"clerk-1","organisationId":"REGISTRY","role":"CLK"},"salt":"${randomBytes(16).toString('hex')}",` +
  `"source":{"kind":"DIRECT"}}`;

/** A log of so many events in streams of three. */
const writeLog = async (file: string, events: number): Promise<void> => {
  const out = createWriteStream(file);
  out.write(`${headerLine(hashing.sha256, { origin, policy: `log ${key.vkey}\nquorum none\n` })}\n`);
  const tree = createGrowingTree(hashing.sha256);
  let previous: Uint8Array | undefined;
  let streamId = '';
  for (let number = 0; number < events; number += 1) {
    const revision = number % 3;
    if (revision === 0) {
      streamId = `firearm-W-${number.toString(32).toUpperCase().padStart(26, '0')}`;
      previous = undefined;
    }
    const event = {
      eventId: randomUUID(),
      type: 'FirearmRegistered',
      schemaVersion: 1,
      payload,
      metadata: metadataOf(number),
      streamId,
      revision: BigInt(revision),
      position: BigInt(number + 1),
      recordedAt: 1_760_000_000_000 + number,
    };
    const leaf = leafOf(hashing, event, previous);
    if (leaf === undefined) throw new Error('the event has no leaf');
    if (!out.write(`${eventLine(event, number, leaf.hash, previous)}\n`)) await once(out, 'drain');
    previous = leaf.hash;
    tree.add(leaf.hash);
  }
  out.end(`${checkpointLine(hashing.sha256, key.note(events, tree.root()))}\n`);
  await once(out, 'finish');
};

/** SHA-256 of each line, once, on one core; the lines are in memory already. */
const plainRate = (file: string, events: number): Promise<number> => {
  const bytes = readFileSync(file);
  const lines: Uint8Array[] = [];
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(10, from);
    lines.push(bytes.subarray(from, end));
    from = end + 1;
  }
  return rate(events, async () => {
    for (const line of lines) createHash('sha256').update(line).digest();
  });
};

/** The threads run what a receiver has: the one file. */
const readerFile = new URL('../../api/verifier/ledger-verify.mjs', import.meta.url);

/** Verifying a whole log, file to verdict, beside plain SHA-256 of the same bytes in the same run. */
export const measureVerifying = async ({
  events,
  runs,
}: {
  readonly events: number;
  readonly runs: number;
}): Promise<ReadonlyArray<string>> => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-bench-'));
  const file = join(folder, 'log.ndjson');
  const threads = Math.min(8, cpus().length);
  try {
    await writeLog(file, events);
    const verifying = (readers: () => Parameters<typeof verifyLogFile>[2]): Promise<number> =>
      rate(events, async () => {
        const { good } = await verifyLogFile(file, { keys: [key.vkey] }, readers());
        if (!good) throw new Error('the log did not verify');
      });
    const plain: number[] = [];
    const alone: number[] = [];
    const together: number[] = [];
    for (let run = 0; run < runs; run += 1) {
      plain.push(await plainRate(file, events));
      alone.push(await verifying(() => [createOwnReader()]));
      together.push(await verifying(() => Array.from({ length: threads }, () => startReader(readerFile))));
    }
    const row = (what: string, rates: ReadonlyArray<number>): string =>
      `${what}: ${Math.round(median(rates))} events/s; SHA-256 of each line on one core: ${Math.round(median(plain))}; ratio ${(median(rates) / median(plain)).toFixed(2)} (reach 0.3)`;
    return [
      row(`verifying a whole log of ${events} events, one thread`, alone),
      row(`the same, ${threads} threads`, together),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
};
