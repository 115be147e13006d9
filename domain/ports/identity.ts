import type { Role } from '../event/envelope.ts';

/** Who calls, as his token says. */
export type Caller = { readonly actorId: string; readonly role: Role; readonly organisationId: string };

export type TokenRefused = { readonly refused: string };

/** Verifies a bearer token: signature against the issuer's published keys, issuer, audience, times, and claims. */
export type VerifyToken = (token: string) => Promise<Caller | TokenRefused>;

export type AccessRecord = Caller & {
  readonly purpose: string;
  readonly regime: string;
  readonly operation: string;
  readonly subject?: string;
  readonly requestId: string;
};
/** Writes the access record; a read is answered only after it resolved. */
export type RecordAccess = (access: AccessRecord) => Promise<void>;
