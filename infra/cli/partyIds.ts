import { createHmac } from 'node:crypto';
import { crockfordOf } from '../../domain/shared/ids.ts';

/** Names whose ids are remembered: few dealers stand in many records. */
const rememberedMax = 20_000;

/** HMAC-SHA256 (hex) under a secret of the ledger: equal texts, equal digests, and nobody without the secret can try texts. */
export const keyedDigest =
  (secret: Buffer) =>
  (text: string): string =>
    createHmac('sha256', secret).update(text).digest('hex');

/**
 * Ids of the parties of an older register, from register, kind and name as it is written there, under a secret of the
 * ledger: the same in every import, and no name can be tried against them by who has the log or a backup of it.
 */
export const createPartyIds = (secret: Buffer) => {
  const remembered = new Map<string, string>();
  return (register: string, kind: 'FIRM' | 'PERSON', name: string): string => {
    const key = JSON.stringify(['party', register, kind, name]);
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const digest = createHmac('sha256', secret).update(key).digest();
    const id = `${kind === 'FIRM' ? 'F' : 'P'}-${crockfordOf(digest.subarray(0, 16))}`;
    if (remembered.size >= rememberedMax) remembered.clear();
    remembered.set(key, id);
    return id;
  };
};
