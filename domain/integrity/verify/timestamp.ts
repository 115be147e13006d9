import * as O from 'fp-ts/lib/Option.js';
import { fromBase64, utf8 } from '../bytes.ts';
import type { Sha256 } from '../hashing.ts';
import type { Findings } from './verdict.ts';

const contains = (bytes: Uint8Array, wanted: Uint8Array): boolean => {
  for (let at = 0; at + wanted.length <= bytes.length; at += 1)
    if (wanted.every((byte, offset) => bytes[at + offset] === byte)) return true;
  return false;
};

/** An OCTET STRING of 32 bytes behind the algorithm SHA-256, as the imprint of a time-stamp token is written. */
const imprintHeader = new Uint8Array([0x04, 0x20]);

/**
 * Whether a time-stamp token is over this checkpoint's text. Who signed the token is not checked here: that takes the
 * certificates of the authority, and OpenSSL does it.
 */
export const checkTimestamp = (
  sha256: Sha256,
  token: string | null,
  checkpointNote: string,
  findings: Findings,
): void => {
  if (token === null) {
    findings.notDone('TIMESTAMP', 'The file holds no time stamp of an independent authority.');
    return;
  }
  const bytes = fromBase64(token);
  const end = checkpointNote.lastIndexOf('\n\n');
  const imprint = sha256(utf8(checkpointNote.slice(0, end + 1)));
  const wanted = new Uint8Array(imprintHeader.length + imprint.length);
  wanted.set(imprintHeader);
  wanted.set(imprint, imprintHeader.length);
  if (O.isNone(bytes) || end < 0 || !contains(bytes.value, wanted)) {
    findings.fault(
      'TIMESTAMP',
      'TIMESTAMP_OF_OTHER_BYTES',
      'The time stamp is not over the text of this checkpoint, so it says nothing of it.',
      { part: 'TIMESTAMP' },
    );
    return;
  }
  findings.done(
    'TIMESTAMP',
    'The time stamp is over the text of this checkpoint. Who issued it, and when, was not checked here: use openssl ts -verify, as the file explains.',
  );
};
