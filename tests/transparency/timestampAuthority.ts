import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const configuration = `[tsa]
default_tsa = one
[one]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ordering = yes
tsa_name = yes
ess_cert_id_chain = no
`;

/** How a certificate is made: its kind of key, and what it may be used for. */
export type AuthorityKey = { readonly newkey: ReadonlyArray<string>; readonly usage: string };
export const ecdsa: AuthorityKey = {
  newkey: ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'],
  usage: 'critical,timeStamping',
};
export const rsa: AuthorityKey = { newkey: ['-newkey', 'rsa:2048'], usage: 'critical,timeStamping' };

/** A throw-away time-stamping authority of OpenSSL, in a folder of its own. */
export const createAuthority = ({ newkey, usage }: AuthorityKey = ecdsa) => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-tsa-'));
  const openssl = (...args: ReadonlyArray<string>) =>
    execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' });
  writeFileSync(join(folder, 'tsa.cnf'), configuration);
  writeFileSync(join(folder, 'serial'), '01\n');
  writeFileSync(
    join(folder, 'extensions'),
    `extendedKeyUsage=${usage}\nkeyUsage=critical,digitalSignature\n`,
  );
  openssl(
    'req',
    '-x509',
    ...newkey,
    '-nodes',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-subj',
    '/CN=Test CA',
    '-days',
    '3',
  );
  openssl('req', ...newkey, '-nodes', '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/CN=Test TSA');
  openssl(
    'x509',
    '-req',
    '-in',
    'tsa.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-extfile',
    'extensions',
    '-out',
    'tsa.pem',
    '-days',
    '3',
  );
  let queries = 0;
  return {
    folder,
    ca: join(folder, 'ca.pem'),
    /** The answer to a request, as `openssl ts -reply` gives it. */
    reply: async (query: Buffer): Promise<Buffer> => {
      queries += 1;
      const [request, response] = [`${queries}.tsq`, `${queries}.tsr`];
      writeFileSync(join(folder, request), query);
      await run(
        'openssl',
        [
          'ts',
          '-reply',
          '-config',
          'tsa.cnf',
          '-queryfile',
          request,
          '-signer',
          'tsa.pem',
          '-inkey',
          'tsa.key',
          '-out',
          response,
        ],
        { cwd: folder },
      );
      return readFileSync(join(folder, response));
    },
    /** What an answer states (TSTInfo). */
    statement: (response: Uint8Array): Buffer => {
      writeFileSync(join(folder, 'stated.tsr'), response);
      openssl('ts', '-reply', '-in', 'stated.tsr', '-token_out', '-out', 'stated.token');
      return openssl('cms', '-verify', '-noverify', '-inform', 'DER', '-in', 'stated.token');
    },
    /** An answer with this statement, signed with whatever certificate this authority has. */
    signed: (statement: Uint8Array): Buffer => {
      writeFileSync(join(folder, 'statement'), statement);
      const token = openssl(
        ...['cms', '-sign', '-binary', '-nodetach', '-econtent_type', '1.2.840.113549.1.9.16.1.4'],
        ...[
          '-in',
          'statement',
          '-signer',
          'tsa.pem',
          '-inkey',
          'tsa.key',
          '-outform',
          'DER',
          '-md',
          'sha256',
        ],
      );
      const body = Buffer.concat([Buffer.from('3003020100', 'hex'), token]);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(body.length);
      return Buffer.concat([Buffer.from([0x30, 0x82]), length, body]);
    },
    /** What OpenSSL says to an answer and the bytes that it is to be about. */
    verify: (response: Uint8Array, bytes: Uint8Array | string): string => {
      writeFileSync(join(folder, 'check.tsr'), response);
      writeFileSync(join(folder, 'check.data'), bytes);
      try {
        return openssl(
          'ts',
          '-verify',
          '-in',
          'check.tsr',
          '-data',
          'check.data',
          '-CAfile',
          'ca.pem',
        ).toString();
      } catch (error) {
        return String((error as { readonly stderr?: Buffer }).stderr ?? error);
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
export type Authority = ReturnType<typeof createAuthority>;

/** A request over HTTP as the authority receives it, and what it answers. */
export type Answering = (query: Buffer) => Promise<{
  readonly status?: number;
  readonly body: Uint8Array;
  readonly waitMs?: number;
  readonly location?: string;
}>;

/** An authority behind HTTP on loopback. */
export const listenAuthority = async (answer: Answering) => {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { status = 200, body, waitMs = 0, location } = await answer(Buffer.concat(chunks));
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    response.writeHead(status, {
      'content-type': 'application/timestamp-reply',
      ...(location === undefined ? {} : { location }),
    });
    response.end(body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsa`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
