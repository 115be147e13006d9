import { hash, randomBytes } from 'node:crypto';
import * as E from 'fp-ts/lib/Either.js';
import { boundedBody } from '../witnesses/boundedBody.ts';
import { readTimestamp, type Timestamp, timestampQuery } from './token.ts';

/** A time stamp with the answer (TimeStampResp, `.tsr`) that proves it. */
export type StampedAnswer = Timestamp & { readonly response: Uint8Array };

const answerBytesMax = 100_000;

/** Asks an authority to stamp these bytes (RFC 3161 section 3.4); left says why there is no stamp. Rejects when it is stopped meanwhile. */
export const askAuthority = async (
  url: string,
  bytes: Uint8Array,
  timeoutMs = 30_000,
  stop: AbortSignal = new AbortController().signal,
): Promise<E.Either<string, StampedAnswer>> => {
  const request = {
    imprint: new Uint8Array(hash('sha256', bytes, 'buffer')),
    // Odd, so never 0; unpredictable, so that no answer can be prepared.
    nonce: randomBytes(8).readBigUInt64BE() | 1n,
  };
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      body: new Uint8Array(timestampQuery(request)),
      redirect: 'error',
      signal: AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return E.left(`it answered ${response.status}`);
    }
    const answer = await boundedBody(response, answerBytesMax);
    if (answer === undefined) return E.left('its answer is too long');
    const stamp = readTimestamp(answer, request);
    return E.isLeft(stamp) ? stamp : E.right({ ...stamp.right, response: answer });
  } catch (error) {
    if (stop.aborted) throw error;
    const late = error instanceof Error && error.name === 'TimeoutError';
    return E.left(late ? 'it did not answer in time' : 'it cannot be reached');
  }
};
