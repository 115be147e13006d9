import type { Agreement } from './agreement.ts';
import { canonicalSerial, isRomanised, serialKeys } from './serial.ts';

export type SerialAgreement = Agreement | 'OTHER_SCRIPT' | 'OTHER_PREFIX';

const prefix = /^\p{L}+(?=\p{N})/u;
const suffix = /(?<=\p{N})\p{L}+$/u;
const core = (canonical: string): string => canonical.replace(prefix, '').replace(suffix, '');

const latin = /\p{Script=Latin}/u;
const otherScript = /[\p{Script=Cyrillic}\p{Script=Greek}]/u;

const looksLike = (one: string, other: string): boolean =>
  otherScript.test(one) && latin.test(other) && serialKeys(one).skeleton1 === serialKeys(other).skeleton1;

/**
 * How two serial numbers agree: equal by canonical key, the same in another script by look or sound, or the same but
 * for letters before or behind (identification 6.5).
 */
export const agreementOfSerials = (one: string, other: string): SerialAgreement => {
  const [left, right] = [canonicalSerial(one), canonicalSerial(other)];
  // Numbers of nothing but punctuation have no key; only as read can they be compared.
  if (left === '' || right === '') return one.trim() === other.trim() ? 'EQUAL' : 'DIFFERENT';
  if (left === right) return 'EQUAL';
  if (isRomanised(one, other) || isRomanised(other, one) || looksLike(left, right) || looksLike(right, left))
    return 'OTHER_SCRIPT';
  const rest = core(left);
  return rest === core(right) ? 'OTHER_PREFIX' : 'DIFFERENT';
};
