import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTVerifyGetKey,
  SignJWT,
} from 'jose';
import type { Role } from '../../domain/event/envelope.ts';
import { createFile } from '../system/durableFile.ts';

export const evaluationIssuerName = 'urn:firearm-ledger:evaluation';

export type EvaluationIssuer = {
  readonly keys: JWTVerifyGetKey;
  readonly issue: (
    caller: { readonly role: Role; readonly actorId: string; readonly organisationId: string },
    ttlSeconds: number,
  ) => Promise<string>;
};

/**
 * The built-in issuer for trying the ledger out on loopback: one key pair in the data folder, readable by its owner
 * only, so that the command line can issue tokens for a running server. Production refuses it (see config).
 */
export const openEvaluationIssuer = async (
  dataDirectory: string,
  audience: string,
): Promise<EvaluationIssuer> => {
  const file = join(dataDirectory, 'evaluation-issuer.jwk');
  if (!existsSync(file)) {
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    // Where another program of this ledger made it in the meantime, that one is used.
    createFile(file, JSON.stringify(await exportJWK(privateKey)));
  }
  const jwk = JSON.parse(readFileSync(file, 'utf8')) as JWK;
  const key = await importJWK(jwk, 'EdDSA');
  const { d: _private, ...published } = jwk;
  return {
    keys: createLocalJWKSet({ keys: [{ ...published, alg: 'EdDSA', use: 'sig' }] }),
    issue: ({ role, actorId, organisationId }, ttlSeconds) =>
      new SignJWT({ role, org: organisationId })
        .setProtectedHeader({ alg: 'EdDSA' })
        .setSubject(actorId)
        .setIssuer(evaluationIssuerName)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime(Math.floor(Date.now() / 1000) + ttlSeconds)
        .sign(key),
  };
};
