import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PeerRegister } from '../../domain/ports/peers.ts';
import { ConfigError } from '../../infra/config.ts';
import { createHttpPeer } from '../../infra/federation/httpPeer.ts';
import { readPeers } from '../../infra/federation/readPeers.ts';
import { party, registered } from '../harness/bodies.ts';
import { entitledFromTheStart } from '../harness/entitled.ts';
import { createTestLedger, type TestLedger } from '../harness/testLedger.ts';

const folder = mkdtempSync(join(tmpdir(), 'peers-'));
const tokenFile = join(folder, 'token');
let north: TestLedger;
let south: TestLedger;
/** The registers that the northern one asks; a test takes some away. */
const peers: PeerRegister[] = [];
/** Whether the northern register is made to believe that its read models are being built. */
let isBuilding = false;
let silent: Server;
let southUrl = '';
const port = (server: Server): number => (server.address() as AddressInfo).port;

beforeAll(async () => {
  south = await createTestLedger();
  southUrl = await south.app.listen({ host: '127.0.0.1', port: 0 });
  silent = createServer(() => undefined);
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
  const closed = createServer();
  await new Promise<void>((done) => closed.listen(0, '127.0.0.1', done));
  const closedPort = port(closed);
  await new Promise((done) => closed.close(done));
  writeFileSync(tokenFile, `${await south.token('POL', 'NORTH-POLICE')}\n`);
  const peer = (name: string, url: string) => createHttpPeer({ name, url, tokenFile });
  peers.push(
    peer('SOUTH', southUrl),
    peer('EAST', `http://127.0.0.1:${closedPort}`),
    peer('WEST', `http://127.0.0.1:${port(silent)}`),
  );
  north = await createTestLedger({
    peers,
    seen: (models) => models.map((model) => (isBuilding ? { ...model, status: 'BUILDING' } : model)),
  });
  await entitledFromTheStart(south, { P: ['holder'] });
  const made = await south.post('CLK', undefined, registered('2026-03-01', party('P', 'holder'), 'FE 4711'));
  expect(made.statusCode, made.body).toBe(201);
  await south.caughtUp();
});
afterAll(async () => {
  silent.closeAllConnections();
  await new Promise((done) => silent.close(done));
  await Promise.all([north.close(), south.close()]);
  rmSync(folder, { recursive: true });
});

const search = async (ledger: TestLedger, body: object, purpose = 'INVESTIGATION') =>
  ledger.app.inject({
    method: 'POST',
    url: '/v1/search/registers',
    headers: { authorization: await ledger.bearer('POL', 'POLICE'), 'ledger-purpose': purpose },
    payload: body,
  });

describe('REQ-REC-14 authorities are answered by every register of the system, or told which did not answer', () => {
  test('one region offline and one silent: both are named, within the time asked, instead of "no hit"', async () => {
    const begin = performance.now();
    const answer = await search(north, { serial: 'FE 9999', answerWithinMs: 600 });
    expect(answer.statusCode, answer.body).toBe(200);
    expect(performance.now() - begin).toBeLessThan(2500);
    expect(answer.json()).toMatchObject({
      complete: false,
      result: 'UNKNOWN',
      notAnswered: ['EAST', 'WEST'],
      nodes: [
        { node: 'TEST', status: 'ANSWERED', candidates: [] },
        { node: 'SOUTH', status: 'ANSWERED', candidates: [] },
        { node: 'EAST', status: 'NO_ANSWER', reason: 'UNREACHABLE' },
        { node: 'WEST', status: 'NO_ANSWER', reason: 'TIMEOUT' },
      ],
    });
  });

  test('a hit of another register is shown with the node that has it, and logged there with its purpose', async () => {
    const answer = (await search(north, { serial: 'fe4711', answerWithinMs: 600 })).json();
    expect(answer).toMatchObject({ complete: false, result: 'HIT' });
    expect(answer.nodes[1]).toMatchObject({
      node: 'SOUTH',
      candidates: [{ serialRaw: 'FE 4711', custody: 'HLD' }],
    });
    const { rows } = await south.database.owner.query(
      "select organisation_id, purpose, operation from ledger.access where operation = 'search'",
    );
    expect(rows).toContainEqual({
      organisation_id: 'NORTH-POLICE',
      purpose: 'INVESTIGATION',
      operation: 'search',
    });
  });

  test('no hit is said only when all answered; a register that refuses has not answered', async () => {
    peers.length = 1;
    expect((await search(north, { serial: 'FE 9999' })).json()).toMatchObject({
      complete: true,
      result: 'NO_HIT',
      notAnswered: [],
    });
    writeFileSync(tokenFile, 'not-a-token');
    expect((await search(north, { serial: 'FE 9999' })).json()).toMatchObject({
      complete: false,
      result: 'UNKNOWN',
      nodes: [{}, { node: 'SOUTH', status: 'NO_ANSWER', reason: 'REFUSED' }],
    });
  });

  test('a register that is just being built has not answered, its peers have', async () => {
    isBuilding = true;
    const answer = await search(north, { serial: 'FE 9999', answerWithinMs: 600 });
    isBuilding = false;
    expect([answer.statusCode, answer.json().complete, answer.json().result]).toEqual([
      200,
      false,
      'UNKNOWN',
    ]);
    expect(answer.json().nodes[0]).toMatchObject({ node: 'TEST', status: 'NO_ANSWER', reason: 'REFUSED' });
    expect(answer.json().nodes).toHaveLength(peers.length + 1);
  });

  test('a wrong list of registers stops the program at start and says what is wrong', () => {
    const file = join(folder, 'peers.json');
    writeFileSync(file, JSON.stringify([{ name: 'SOUTH', url: 'ftp://south', tokenFile }]));
    expect(() => readPeers(file)).toThrow(ConfigError);
    expect(() => readPeers(join(folder, 'missing.json'))).toThrow('cannot be read as JSON');
    writeFileSync(file, JSON.stringify([{ name: 'SOUTH', url: southUrl, tokenFile }]));
    expect(readPeers(file).map(({ name }) => name)).toEqual(['SOUTH']);
    expect(readPeers(undefined)).toEqual([]);
  });
});
