import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTVerifyGetKey, SignJWT } from 'jose';
import { afterEach, expect, test, vi } from 'vitest';
import { createVerifyToken } from '../../infra/identity/verifyToken.ts';

const issuer = 'urn:test:issuer';
const audience = 'ledger';
const start = Date.parse('2026-06-01T12:00:00Z');

const signer = async () => {
  const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const local = createLocalJWKSet({ keys: [await exportJWK(publicKey)] });
  const asked = { keys: 0 };
  const keys: JWTVerifyGetKey = (header, token) => {
    asked.keys += 1;
    return local(header, token);
  };
  const token = (role: string, subject = 'clerk') =>
    new SignJWT({ role, org: 'REGISTRY' })
      .setProtectedHeader({ alg: 'EdDSA' })
      .setSubject(subject)
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime(new Date(start + 20_000))
      .sign(privateKey);
  return { asked, verify: createVerifyToken(keys, issuer, audience), token };
};

afterEach(() => {
  vi.useRealTimers();
});

test('a token that was just verified is not verified again, but never beyond its own end', async () => {
  vi.useFakeTimers({ now: start, toFake: ['Date'] });
  const { asked, verify, token } = await signer();
  const one = await token('CLK');
  const caller = { actorId: 'clerk', role: 'CLK', organisationId: 'REGISTRY' };
  expect(await verify(one)).toEqual(caller);
  expect(await verify(one)).toEqual(caller);
  expect(asked.keys).toBe(1);
  // Another token is another question, also by the same signer.
  expect(await verify(await token('POL'))).toMatchObject({ role: 'POL' });
  expect(asked.keys).toBe(2);
  vi.setSystemTime(start + 21_000);
  await verify(one);
  expect(asked.keys).toBe(3);
  vi.setSystemTime(start + 26_000);
  expect(await verify(one)).toEqual({ refused: expect.stringContaining('expired') });
});

test('a token that differs in one character from a trusted one is refused', async () => {
  vi.useFakeTimers({ now: start, toFake: ['Date'] });
  const { verify, token } = await signer();
  const good = await token('CLK');
  await verify(good);
  const [head = '', claims = '', signature = ''] = good.split('.');
  const other = Buffer.from(claims, 'base64url').toString().replace('CLK', 'POL');
  const forged = `${head}.${Buffer.from(other).toString('base64url')}.${signature}`;
  expect(await verify(forged)).toEqual({ refused: expect.stringContaining('not signed') });
  const changed = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
  expect(await verify(`${head}.${claims}.${changed}`)).toHaveProperty('refused');
});

test('an official whom the token calls by an address is refused: what the log holds for ever names nobody', async () => {
  vi.useFakeTimers({ now: start, toFake: ['Date'] });
  const { verify, token } = await signer();
  for (const address of ['ana.anic@registry.example', 'aanic@REGISTRY'])
    expect(await verify(await token('CLK', address))).toEqual({
      refused: expect.stringContaining('names nobody'),
    });
  expect(await verify(await token('CLK', 'S-1-5-21-4711'))).toMatchObject({ actorId: 'S-1-5-21-4711' });
});
