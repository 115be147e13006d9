import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../infra/config.ts';
import { openVaultKeys } from '../../infra/vault/vaultKeys.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledger-keys-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const base64 = (): string => randomBytes(32).toString('base64');
const open = (environment: Record<string, string>, embedded: boolean) =>
  openVaultKeys(readConfig({ LEDGER_DATA: join(folder, 'data'), ...environment }), embedded);

test('the embedded database gets a key file of its own, for its owner only, once', () => {
  const first = open({}, true);
  expect(readdirSync(join(folder, 'data'))).toEqual(['vault.key']);
  const file = join(folder, 'data', 'vault.key');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(open({}, true).current.id).toBe(first.current.id);
  chmodSync(file, 0o644);
  expect(() => open({}, true)).toThrow(/chmod 600/);
});
test('a database somebody else keeps needs a key that somebody keeps: none is made', () => {
  const environment = { DATABASE_URL: 'postgresql://ledger@db.example/ledger' };
  expect(() => open(environment, false)).toThrow(ConfigError);
  expect(() => open(environment, false)).toThrow(/LEDGER_VAULT_KEY_FILE.*openssl rand -base64 32/s);
  expect(readdirSync(folder)).toEqual([]);
  expect(open({ ...environment, LEDGER_VAULT_KEY: base64() }, false).current.id).toMatch(/^[0-9a-f]{16}$/);
});
test('file and variable hold the same key under the same id; the previous one stands beside it', () => {
  const [key, previous] = [base64(), base64()];
  const file = join(folder, 'key');
  writeFileSync(file, `${key}\n`);
  const fromFile = open({ LEDGER_VAULT_KEY_FILE: file, LEDGER_VAULT_PREVIOUS_KEY: previous }, false);
  expect(fromFile.current.id).toBe(open({ LEDGER_VAULT_KEY: key }, false).current.id);
  expect(fromFile.previous?.id).toBe(open({ LEDGER_VAULT_KEY: previous }, false).current.id);
});
test.each([
  ['not base64', 'correct horse battery staple'],
  ['too short', randomBytes(16).toString('base64')],
  ['hex', randomBytes(32).toString('hex')],
])('a key that is %s is refused without repeating it, in the variable and in the file', (_name, text) => {
  const file = join(folder, 'key');
  writeFileSync(file, text);
  for (const environment of [{ LEDGER_VAULT_KEY: text }, { LEDGER_VAULT_KEY_FILE: file }] as Record<
    string,
    string
  >[]) {
    const attempt = () => open(environment, false);
    expect(attempt).toThrow(ConfigError);
    expect(attempt).toThrow(/LEDGER_VAULT_KEY.*32 bytes in base64/);
    expect(attempt).not.toThrow(text);
  }
});
test('two sources, and a file that is not there, are named', () => {
  expect(() => open({ LEDGER_VAULT_KEY: base64(), LEDGER_VAULT_KEY_FILE: 'x' }, false)).toThrow(
    /one of them/,
  );
  expect(() => open({ LEDGER_VAULT_KEY_FILE: join(folder, 'none') }, false)).toThrow(
    /cannot be read \(ENOENT\)/,
  );
});
test('a configuration or keyring that is printed shows no key', () => {
  const key = base64();
  const config = readConfig({ LEDGER_VAULT_KEY: key });
  const printed = [config, openVaultKeys(config, false)].flatMap((each) => [
    JSON.stringify(each),
    inspect(each, { depth: 9, showHidden: true }),
  ]);
  open({}, true);
  const made = readFileSync(join(folder, 'data', 'vault.key'), 'utf8').trim();
  expect(made).toHaveLength(44);
  for (const text of printed)
    for (const secret of [key, Buffer.from(key, 'base64').toString('hex')])
      expect(text).not.toContain(secret);
});
