import { hash, randomBytes } from 'node:crypto';
import * as E from 'fp-ts/lib/Either.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askAuthority } from '../../infra/transparency/timestamps/askAuthority.ts';
import { stampOnce, startTimestamping } from '../../infra/transparency/timestamps/timestamping.ts';
import { readTimestamp, timestampQuery } from '../../infra/transparency/timestamps/token.ts';
import { until } from '../harness/logKeys.ts';
import { createPublisher } from '../harness/publishLog.ts';
import { createTestLedger } from '../harness/testLedger.ts';
import {
  type Answering,
  type Authority,
  createAuthority,
  ecdsa,
  listenAuthority,
  rsa,
} from './timestampAuthority.ts';

const bytes = Buffer.from('a checkpoint\n');
const requestFor = (data: Uint8Array, nonce = randomBytes(8).readBigUInt64BE() | 1n) => ({
  imprint: new Uint8Array(hash('sha256', data, 'buffer')),
  nonce,
});
/** What comes of asking an authority that answers like this. */
const asked = async (answer: Answering, timeoutMs = 5000): ReturnType<typeof askAuthority> => {
  const { url, close } = await listenAuthority(answer);
  try {
    return await askAuthority(url, bytes, timeoutMs);
  } finally {
    close();
  }
};

describe('a time stamp is accepted', () => {
  test.each([
    ['ECDSA', ecdsa],
    ['RSA', rsa],
  ])('from an authority with a key of %s, and OpenSSL verifies what is kept', async (_, kind) => {
    const authority = createAuthority(kind);
    try {
      const stamp = await asked(async (query) => ({ body: await authority.reply(query) }));
      if (E.isLeft(stamp)) throw new Error(stamp.left);
      expect(stamp.right.authority).toBe('CN=Test TSA');
      expect(Math.abs(stamp.right.time - Date.now())).toBeLessThan(60_000);
      expect(authority.verify(stamp.right.response, bytes)).toContain('Verification: OK');
      expect(authority.verify(stamp.right.response, 'another checkpoint\n')).toContain('imprint mismatch');
    } finally {
      authority.remove();
    }
  });
});

describe('and refused', () => {
  let authority: Authority;
  let other: Authority;
  beforeAll(() => {
    authority = createAuthority();
    other = createAuthority({ ...ecdsa, usage: 'codeSigning' });
  });
  afterAll(() => {
    authority.remove();
    other.remove();
  });
  const given =
    (body: Uint8Array): Answering =>
    async () => ({ body });

  test('for other bytes', async () => {
    const wrong = await authority.reply(Buffer.from(timestampQuery(requestFor(Buffer.from('other')))));
    expect(await asked(given(wrong))).toEqual(E.left(expect.stringContaining('other bytes')));
  });
  test('for another request, so that none can be prepared or repeated', async () => {
    const wrong = await authority.reply(Buffer.from(timestampQuery(requestFor(bytes))));
    expect(await asked(given(wrong))).toEqual(E.left(expect.stringContaining('nonce')));
  });
  test('when the authority refuses', async () => {
    // A digest that this authority does not take.
    const query = Buffer.from(timestampQuery(requestFor(bytes)));
    const sha1 = Buffer.from(query);
    sha1.set([0x09], query.indexOf(Buffer.from('608648016503040201', 'hex')) + 8);
    const rejection = await authority.reply(sha1);
    expect(await asked(given(rejection))).toEqual(E.left('it refuses, with status 2'));
  });
  test('from a certificate that is not for time stamps', async () => {
    const request = requestFor(bytes);
    const statement = authority.statement(await authority.reply(Buffer.from(timestampQuery(request))));
    expect(readTimestamp(authority.signed(statement), request)).toMatchObject({ _tag: 'Right' });
    expect(readTimestamp(other.signed(statement), request)).toEqual(
      E.left(expect.stringContaining('no certificate for time stamps')),
    );
  });
  test('after any byte was changed of what the authority signed', async () => {
    const request = requestFor(bytes);
    const right = await authority.reply(Buffer.from(timestampQuery(request)));
    expect(readTimestamp(right, request)).toMatchObject({ _tag: 'Right' });
    let accepted = 0;
    const content = right.indexOf(
      Buffer.from('020101060', 'hex').length > 0 ? request.imprint : request.imprint,
    );
    for (let at = content - 30; at < content + 70; at += 1) {
      const changed = Buffer.from(right);
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      if (E.isRight(readTimestamp(changed, request))) accepted += 1;
    }
    expect(accepted).toBe(0);
    // The signature's own bytes are the last of the answer.
    for (let at = right.length - 60; at < right.length; at += 1) {
      const changed = Buffer.from(right);
      changed[at] = (changed[at] ?? 0) ^ 0x01;
      expect(readTimestamp(changed, request)).toMatchObject({ _tag: 'Left' });
    }
  });
  test('without its certificate, cut short, or with something behind it', async () => {
    const request = requestFor(bytes);
    const query = Buffer.from(timestampQuery(request));
    const right = await authority.reply(query);
    // certReq is the last value of a request: without it the certificate stays away.
    const bare = Buffer.concat([Buffer.from([0x30, (query[1] ?? 0) - 3]), query.subarray(2, -3)]);
    expect(readTimestamp(await authority.reply(bare), request)).toEqual(
      E.left(expect.stringContaining('no certificate')),
    );
    for (let length = 0; length < right.length; length += 7)
      expect(readTimestamp(right.subarray(0, length), request)).toMatchObject({ _tag: 'Left' });
    expect(readTimestamp(Buffer.concat([right, Buffer.from([5, 0])]), request)).toMatchObject({
      _tag: 'Left',
    });
  });
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('<html>no such page</html>')],
    ['random bytes', randomBytes(2000)],
    ['values within values without end', Buffer.from('30800000'.repeat(20_000), 'hex')],
    ['sequences within sequences', Buffer.from(`${'3080'.repeat(40_000)}`, 'hex')],
  ])('when the answer is %s', async (_, body) => {
    expect(await asked(given(body))).toMatchObject({ _tag: 'Left' });
  });
  test('when it is huge, slow, elsewhere, or no answer at all', async () => {
    expect(await asked(given(Buffer.alloc(5_000_000, 0x30)))).toEqual(E.left('its answer is too long'));
    expect(await asked(async () => ({ body: Buffer.alloc(1), waitMs: 3000 }), 300)).toEqual(
      E.left('it did not answer in time'),
    );
    expect(
      await asked(async () => ({ status: 302, body: Buffer.alloc(0), location: 'http://127.0.0.1:9' })),
    ).toEqual(E.left('it cannot be reached'));
    expect(await asked(async () => ({ status: 500, body: Buffer.alloc(0) }))).toEqual(
      E.left('it answered 500'),
    );
    expect(await askAuthority('http://127.0.0.1:9', bytes, 1000)).toEqual(E.left('it cannot be reached'));
  });
});

describe('checkpoints are stamped', () => {
  const open = async () => {
    const authority = createAuthority();
    const ledger = await createTestLedger();
    const publisher = createPublisher(ledger.store, ledger.database.runtime);
    return {
      authority,
      ledger,
      publisher,
      close: async () => {
        publisher.close();
        await ledger.close();
        authority.remove();
      },
    };
  };

  test('once an interval, the stamp is kept beside the checkpoint and served, and OpenSSL verifies the two files', async () => {
    const { authority, ledger, publisher, close } = await open();
    let asks = 0;
    const { url, close: stop } = await listenAuthority(async (query) => {
      asks += 1;
      return { body: await authority.reply(query) };
    });
    try {
      const task = { url, intervalMs: 3_600_000 };
      expect(await stampOnce(ledger.database.runtime, task)).toEqual(E.right('NOT_DUE'));
      await publisher.publish();
      expect(await stampOnce(ledger.database.runtime, task)).toEqual(E.right('STAMPED'));
      expect(await stampOnce(ledger.database.runtime, { ...task, intervalMs: 0 })).toEqual(
        E.right('NOT_DUE'),
      );
      expect(asks).toBe(1);
      const get = (path: string) => ledger.app.inject({ method: 'GET', url: path });
      const note = await get('/log/timestamp/0/note');
      const reply = await get('/log/timestamp/0');
      expect(reply.headers['content-type']).toBe('application/timestamp-reply');
      expect(reply.headers['cache-control']).toContain('immutable');
      expect(note.body).toBe((await get('/log/checkpoint')).body);
      expect(authority.verify(reply.rawPayload, note.rawPayload)).toContain('Verification: OK');
      expect((await get('/log/timestamps')).body).toMatch(/^0 \d{4}-\d\d-\d\dT[\d:.]+Z\n$/);
      for (const path of ['/log/timestamp/1', '/log/timestamp/1/note'])
        expect((await get(path)).statusCode).toBe(404);
      for (const path of ['/log/timestamp/01', '/log/timestamp/-1', '/log/timestamp/x'])
        expect((await get(path)).statusCode).toBe(400);
      // Kept for ever: not even the run-time role changes it.
      await expect(
        ledger.database.runtime.query("update ledger.checkpoint_timestamp set note = ''"),
      ).rejects.toThrow();
      await expect(
        ledger.database.runtime.query('delete from ledger.checkpoint_timestamp'),
      ).rejects.toThrow();
    } finally {
      stop();
      await close();
    }
  });

  test('an authority that gives none is told of once, asked again, and nothing waits for it', async () => {
    const { authority, ledger, publisher, close } = await open();
    let broken = true;
    let asks = 0;
    const { url, close: stop } = await listenAuthority(async (query) => {
      asks += 1;
      return broken ? { status: 503, body: Buffer.alloc(0) } : { body: await authority.reply(query) };
    });
    const logged: string[] = [];
    const end = new AbortController();
    await publisher.publish();
    const stamping = startTimestamping(
      {
        pool: ledger.database.runtime,
        log: (message) => logged.push(message),
        url,
        intervalMs: 60_000,
        retryMs: 20,
      },
      end.signal,
    );
    try {
      await until(() => asks > 4, 'asking again');
      expect(logged).toEqual(['the time-stamping authority gives no stamp']);
      broken = false;
      const stamps = async () => (await ledger.app.inject({ method: 'GET', url: '/log/timestamps' })).body;
      await until(async () => (await stamps()) !== '', 'the stamp');
      await until(() => logged.length > 1, 'the message');
      expect(logged).toEqual([
        'the time-stamping authority gives no stamp',
        'the time-stamping authority stamps again',
      ]);
    } finally {
      end.abort();
      await stamping.done;
      stop();
      await close();
    }
  });
});
