import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { PeerAnswer, PeerQuery, PeerRegister } from '../../domain/ports/peers.ts';

/** What this register reads of another one's answer; a version of its own may say more. */
const answer = z.object({ candidates: z.array(z.record(z.string(), z.unknown())).max(100) });

export type PeerAddress = { readonly name: string; readonly url: string; readonly tokenFile: string };

const silence = (error: unknown): PeerAnswer => ({
  kind: 'NO_ANSWER',
  reason: error instanceof Error && error.name === 'TimeoutError' ? 'TIMEOUT' : 'UNREACHABLE',
});

/** Another register of this software, asked over HTTP; its token is read for each request, so that it can be renewed. */
export const createHttpPeer = ({ name, url, tokenFile }: PeerAddress): PeerRegister => ({
  name,
  search: async ({ purpose, ...query }: PeerQuery, withinMs) => {
    try {
      const token = (await readFile(tokenFile, 'utf8')).trim();
      const response = await fetch(new URL('/v1/search/firearms', url), {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'ledger-purpose': purpose,
        },
        body: JSON.stringify(query),
        redirect: 'error',
        signal: AbortSignal.timeout(withinMs),
      });
      if (!response.ok) {
        await response.body?.cancel();
        return { kind: 'NO_ANSWER', reason: 'REFUSED' };
      }
      const parsed = answer.safeParse(await response.json().catch(() => undefined));
      return parsed.success
        ? { kind: 'ANSWERED', candidates: parsed.data.candidates }
        : { kind: 'NO_ANSWER', reason: 'INVALID_ANSWER' };
    } catch (error) {
      return silence(error);
    }
  },
});
