import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';
import { roles } from '../../domain/event/envelope.ts';
import type { Caller, VerifyToken } from '../../domain/ports/identity.ts';
import { sha256 } from '../system/system.ts';

const claims = z.object({
  sub: z.string().regex(/^[\x21-\x7e]{1,100}$/),
  role: z.enum(roles),
  org: z.string().regex(/^[\x21-\x7e]{1,100}$/),
});

/**
 * Who recorded something is in the log for ever (REQ-AUD-01), so it has to be an id behind which a person is found in the
 * authority's own directory only. An address or a principal name is a person's name.
 */
const namesPerson = (subject: string): boolean => subject.includes('@');

const fetchTimeoutMs = 5_000;

/** Keys that an OpenID provider publishes; fetched when needed, cached, with a time-out. */
export const remoteKeys = (jwksUrl: string): JWTVerifyGetKey =>
  createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: fetchTimeoutMs });

/** Only signatures with public keys: `none` and shared secrets are refused, whatever the token's header says. */
const algorithms = ['EdDSA', 'ES256', 'ES384', 'PS256', 'RS256'];

/** How long a verified token is taken without verifying its signature again: so long a withdrawn key still serves. */
const trustedMs = 30_000;
const trustedMax = 5_000;
type Trusted = { readonly caller: Caller; readonly until: number };

/** Verifier for one issuer and audience. The reasons it gives are safe to show to the caller. */
export const createVerifyToken = (keys: JWTVerifyGetKey, issuer: string, audience: string): VerifyToken => {
  // A connected system sends the same token with every request; a signature costs more than most of what is asked.
  const trusted = new Map<string, Trusted>();
  return async (token) => {
    const digest = sha256(token);
    const known = trusted.get(digest);
    if (known !== undefined && Date.now() < known.until) return known.caller;
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer,
        audience,
        algorithms,
        requiredClaims: ['exp', 'sub'],
        clockTolerance: 5,
      });
      const parsed = claims.safeParse(payload);
      if (!parsed.success) return { refused: 'The token lacks the claims sub, role or org.' };
      if (namesPerson(parsed.data.sub))
        return {
          refused:
            'The claim sub is an address, and it would stay in the log for ever. Let the identity provider issue an id that names nobody (OpenID Connect Core section 8).',
        };
      const caller = {
        actorId: parsed.data.sub,
        role: parsed.data.role,
        organisationId: parsed.data.org,
      };
      if (trusted.size >= trustedMax) trusted.clear();
      trusted.set(digest, {
        caller,
        until: Math.min(Date.now() + trustedMs, Number(payload.exp) * 1000),
      });
      return caller;
    } catch (error) {
      if (error instanceof errors.JWTExpired)
        return { refused: 'The token has expired. Ask your identity provider for a new one.' };
      if (error instanceof errors.JWTClaimValidationFailed)
        return { refused: `The token is not valid here: ${error.claim}.` };
      if (error instanceof errors.JOSEError)
        return { refused: 'The token is not signed by a key of the configured issuer.' };
      throw error;
    }
  };
};
