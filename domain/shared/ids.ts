/** Streams of the ledger by their key prefix (catalogue section 1). The prefix letter is part of the id. */
export const idPattern = {
  firearm: '^W-[0-7][0-9A-HJKMNP-TV-Z]{25}$',
  component: '^T-[0-7][0-9A-HJKMNP-TV-Z]{25}$',
  party: '^[PF]-[0-7][0-9A-HJKMNP-TV-Z]{25}$',
  authorisation: '^E-[0-7][0-9A-HJKMNP-TV-Z]{25}$',
  trace: '^R-[0-7][0-9A-HJKMNP-TV-Z]{25}$',
  alert: '^L-[0-7][0-9A-HJKMNP-TV-Z]{25}$',
  vault: '^V-[0-7][0-9A-HJKMNP-TV-Z]{25}$',
  event: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$',
} as const;

const firearmId = new RegExp(idPattern.firearm);
export const isFirearmId = (text: string): boolean => firearmId.test(text);

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** The 26-character Crockford base-32 form of 16 bytes: the written form of a ULID. */
export const crockfordOf = (bytes: Uint8Array): string => {
  // 128 bits make 26 characters of 5 bits with two zero bits in front.
  const codes: number[] = [];
  let held = 0;
  let bits = 2;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      codes.push(crockford.charCodeAt((held >> bits) & 31));
    }
    held &= (1 << bits) - 1;
  }
  // At once: put together letter by letter it would be a chain of texts that the first look at it has to join.
  return String.fromCharCode(...codes);
};

/**
 * Ids derived from who asked and under which key, so that a retry after a time-out finds what the first
 * attempt wrote instead of writing it again (design section 3).
 */
export type DerivedIds = {
  /** UUIDv5 of (organisation, idempotency key, ordinal). */
  readonly eventId: (organisationId: string, idempotencyKey: string, ordinal: number) => string;
  /** `W-…`, `P-…` for the subject whose first event comes under this key. Opaque: nothing of the object is in it. */
  readonly subjectId: (prefix: string, organisationId: string, idempotencyKey: string) => string;
};
