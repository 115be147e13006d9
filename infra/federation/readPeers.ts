import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { PeerRegister } from '../../domain/ports/peers.ts';
import { ConfigError } from '../config.ts';
import { createHttpPeer } from './httpPeer.ts';

const peers = z
  .array(
    z.strictObject({
      name: z.string().regex(/^[A-Za-z0-9-]{1,40}$/),
      url: z.url({ protocol: /^https?$/ }),
      tokenFile: z.string().min(1),
    }),
  )
  .max(100)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'names must differ');

/** The other registers of a decentralised system: a JSON list of name, url and tokenFile. None without a file. */
export const readPeers = (file: string | undefined): ReadonlyArray<PeerRegister> => {
  if (file === undefined) return [];
  let given: unknown;
  try {
    given = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new ConfigError(`LEDGER_PEERS_FILE: ${file} cannot be read as JSON`);
  }
  const parsed = peers.safeParse(given);
  if (!parsed.success)
    throw new ConfigError(
      `LEDGER_PEERS_FILE: ${file} must be a list of {name, url, tokenFile}: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}`,
    );
  return parsed.data.map(createHttpPeer);
};
