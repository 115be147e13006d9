import * as O from 'fp-ts/lib/Option.js';
import type { BundledTimestamp } from '../bundle/format.ts';
import { fromBase64, utf8 } from '../bytes.ts';
import type { Checkpoint } from '../checkpoint.ts';
import type { Sha256 } from '../hashing.ts';
import { isConsistent } from '../merkle.ts';
import type { Findings } from './verdict.ts';

const contains = (bytes: Uint8Array, wanted: Uint8Array): boolean => {
  for (let at = 0; at + wanted.length <= bytes.length; at += 1)
    if (wanted.every((byte, offset) => bytes[at + offset] === byte)) return true;
  return false;
};

/** An OCTET STRING of 32 bytes, as the imprint of a time-stamp token is written. */
const imprintHeader = [0x04, 0x20];

const nothing = new Uint8Array(0);
const bytesOf = (decoded: O.Option<Uint8Array>): Uint8Array => (O.isSome(decoded) ? decoded.value : nothing);

/**
 * Whether a time stamp is over a checkpoint of this log that the bundle's own continues; `stamped` is that checkpoint, if
 * its signature held. Who signed the token is not checked here: that takes the certificates of the authority, and OpenSSL
 * does it.
 */
export const checkTimestamp = (
  sha256: Sha256,
  timestamp: BundledTimestamp,
  stamped: Checkpoint | undefined,
  checkpoint: Checkpoint,
  findings: Findings,
): void => {
  const at = { part: 'TIMESTAMP' } as const;
  const imprint = new Uint8Array([...imprintHeader, ...sha256(utf8(timestamp.note))]);
  if (!contains(bytesOf(fromBase64(timestamp.token)), imprint))
    findings.fault(
      'TIMESTAMP',
      'TIMESTAMP_OF_OTHER_BYTES',
      'The time stamp is not over the note that stands beside it, so it says nothing of this log.',
      at,
    );
  const proof = timestamp.proof.map((hash) => bytesOf(fromBase64(hash)));
  if (
    stamped === undefined ||
    stamped.origin !== checkpoint.origin ||
    !isConsistent(sha256, stamped, checkpoint, proof)
  )
    findings.fault(
      'TIMESTAMP',
      'TIMESTAMP_OF_OTHER_BYTES',
      'The time stamp is over a note that is no checkpoint of this log, or one that this log does not continue.',
      at,
    );
  findings.done(
    'TIMESTAMP',
    `The time stamp is over a checkpoint of this log with ${stamped?.size ?? 0} events: those existed by then. Who issued it, and when, was not checked here: use openssl ts -verify, as the file explains.`,
  );
};
