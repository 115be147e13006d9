import * as E from 'fp-ts/lib/Either.js';
import { describe, expect, test } from 'vitest';
import { utf8 } from '../../domain/integrity/bytes.ts';
import { checkpointText } from '../../domain/integrity/checkpoint.ts';
import { verifyNoteSignature } from '../../domain/integrity/cosignature.ts';
import { evaluatePolicy } from '../../domain/integrity/policy.ts';
import { parsePolicy } from '../../domain/integrity/policyFile.ts';
import { type NoteSignature, verifierKeyOf, verifierKeyText } from '../../domain/integrity/signedNote.ts';
import { hashing, verifyEd25519 } from '../../infra/system/hashing.ts';
import { cosigner, logSigner, right } from './signers.ts';

const verify = verifyNoteSignature(verifyEd25519);
const log = logSigner('log.example');
const names = ['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3'] as const;
const cosigners = Object.fromEntries(names.map((name) => [name, cosigner(`${name}.example`)])) as Record<
  (typeof names)[number],
  ReturnType<typeof cosigner>
>;
const vkey = (name: (typeof names)[number]) => verifierKeyText(cosigners[name].key);
const logLine = `log ${verifierKeyText(log.key)}\n`;
const parse = (text: string) => parsePolicy(hashing.sha256, utf8(text));

/** The example of the specification with keys in it. */
const example =
  logLine +
  '\n' +
  names
    .slice(0, 3)
    .map((name) => `witness ${name} ${vkey(name)}\n`)
    .join('') +
  'group X-witnesses 2 X1 X2 X3\n\n' +
  names
    .slice(3)
    .map((name) => `witness ${name} ${vkey(name)}\n`)
    .join('') +
  'group Y-witnesses any Y1 Y2 Y3\n\ngroup X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n';

const text = checkpointText({ origin: 'log.example', size: 3, root: hashing.sha256(utf8('x')) });
const noteOf = (...by: ReadonlyArray<(typeof names)[number]>) => ({
  text,
  signatures: [
    log.signature(text),
    ...by.map((name, index) => cosigners[name].cosignature(text, 1700000000n + BigInt(index))),
  ] as ReadonlyArray<NoteSignature>,
});

describe('a trust policy decides', () => {
  test.each([
    [[], false],
    [['X1', 'X2'], false],
    [['X1', 'Y1'], false],
    [['Y1', 'Y2', 'Y3'], false],
    [['X1', 'X3', 'Y2'], true],
    [['X1', 'X2', 'X3', 'Y1', 'Y2', 'Y3'], true],
  ] as const)('the example of the specification: %j', async (by, reached) => {
    const verdict = right(await evaluatePolicy(right(parse(example)), noteOf(...by), verify));
    expect(verdict.quorum).toBe(reached);
    expect(verifierKeyText(verdict.log)).toBe(verifierKeyText(log.key));
    expect(verdict.checkpoint.size).toBe(3);
    expect(verdict.witnessed.map(({ witness, time }) => [witness.name, time])).toEqual(
      by.map((name, index) => [name, 1700000000n + BigInt(index)]),
    );
  });

  test('a witness cosigning twice counts once', async () => {
    const policy = right(
      parse(`${logLine}witness a ${vkey('X1')}\nwitness b ${vkey('X2')}\ngroup g 2 a b\nquorum g\n`),
    );
    expect(right(await evaluatePolicy(policy, noteOf('X1', 'X1'), verify)).quorum).toBe(false);
  });

  test('without a quorum the signature of the log is enough, and nothing less', async () => {
    const policy = right(parse(`${logLine}quorum none\n`));
    expect(right(await evaluatePolicy(policy, noteOf(), verify)).quorum).toBe(true);
    expect(
      await evaluatePolicy(policy, { text, signatures: [cosigners.X1.cosignature(text, 1n)] }, verify),
    ).toEqual(E.left({ kind: 'NO_LOG_SIGNATURE', origin: 'log.example' }));
    const stranger = logSigner('log.example');
    expect(await evaluatePolicy(policy, { text, signatures: [stranger.signature(text)] }, verify)).toEqual(
      E.left({ kind: 'NO_LOG_SIGNATURE', origin: 'log.example' }),
    );
  });

  test('a log may not sign under the origin of another', async () => {
    const other = logSigner('other.example');
    const policy = right(parse(`${logLine}log ${verifierKeyText(other.key)}\nquorum none\n`));
    expect(await evaluatePolicy(policy, { text, signatures: [other.signature(text)] }, verify)).toEqual(
      E.left({ kind: 'NO_LOG_SIGNATURE', origin: 'log.example' }),
    );
  });

  test('a bad cosignature of a witness that the policy names rejects the note', async () => {
    const spoilt = {
      text,
      signatures: [...noteOf('X1', 'X2', 'Y1').signatures, cosigners.Y2.cosignature('other\n', 1n)],
    };
    expect(await evaluatePolicy(right(parse(example)), spoilt, verify)).toEqual(
      E.left({ kind: 'BAD_SIGNATURE', name: 'Y2.example' }),
    );
  });

  test('a witness with a key that cannot be checked here is one that has not cosigned', async () => {
    const mlDsa = verifierKeyOf(hashing.sha256, 'pq.example', 0x06, new Uint8Array(1312));
    const policy = right(
      parse(
        `${logLine}witness pq ${verifierKeyText(mlDsa)}\nwitness a ${vkey('X1')}\ngroup g any pq a\nquorum g\n`,
      ),
    );
    const unknown = { name: 'pq.example', keyId: mlDsa.keyId, signature: new Uint8Array(2428) };
    const only = { text, signatures: [log.signature(text), unknown] };
    expect(right(await evaluatePolicy(policy, only, verify)).quorum).toBe(false);
    const both = { text, signatures: [...noteOf('X1').signatures, unknown] };
    expect(right(await evaluatePolicy(policy, both, verify)).quorum).toBe(true);
  });
});

describe('the file of a policy is read', () => {
  test('with blanks, tabs, comments, addresses and names of other scripts', () => {
    const policy = right(
      parse(
        `# policy of Скопје\n\n  \t# indented\n\tlog\t${verifierKeyText(log.key)} https://log.example/log  \n` +
          ` witness Скопје  ${vkey('X1')}\thttps://w.example/x\nquorum   Скопје \n`,
      ),
    );
    expect(policy.logs.map(({ key, url }) => [verifierKeyText(key), url])).toEqual([
      [verifierKeyText(log.key), 'https://log.example/log'],
    ]);
    expect(policy.quorum).toMatchObject({
      kind: 'WITNESS',
      witness: { name: 'Скопје', url: 'https://w.example/x' },
    });
  });

  test('by octets: a Kelvin sign is no K, and what is no UTF-8 is a name too', () => {
    expect(E.isRight(parse(`witness K ${vkey('X1')}\nwitness \u212a ${vkey('X2')}\nquorum K\n`))).toBe(true);
    const raw = (name: number) =>
      Buffer.concat([
        Buffer.from('witness '),
        Buffer.from([name]),
        Buffer.from(` ${vkey('X1')}\nwitness \u00e9 ${vkey('X2')}\nquorum \u00e9\n`),
      ]);
    expect(parsePolicy(hashing.sha256, new Uint8Array(raw(0xe9)))).toMatchObject({
      _tag: 'Right',
      right: { quorum: { kind: 'WITNESS', witness: { key: { name: 'X2.example' } } } },
    });
  });

  test('an address may be written in any script, also where an octet of it looks like a blank', () => {
    const url = 'https://сведок.example/à';
    expect(right(parse(`witness w ${vkey('X1')} ${url}\nquorum w\n`)).witnesses[0]?.url).toBe(url);
  });

  const x1 = `witness X1 ${vkey('X1')}\n`;
  const x2 = `witness X2 ${vkey('X2')}\n`;
  test.each([
    ['no quorum', x1, 1, 'quorum none'],
    ['an empty file', '', 1, 'quorum'],
    ['two quorums', 'quorum none\nquorum none\n', 2, 'already'],
    ['a quorum of nobody known', 'quorum unknown\n', 1, 'unknown'],
    ['a quorum before its witness', `quorum X1\n${x1}`, 1, 'X1'],
    ['a group of members defined below', `${x1}group g any X1 X2\n${x2}quorum g\n`, 2, 'X2'],
    ['a group within itself', `${x1}group g any g\nquorum g\n`, 2, 'g'],
    ['a group of none', `${x1}group g any none\nquorum g\n`, 2, 'none'],
    ['a group without members', 'group g all\nquorum g\n', 1, 'group'],
    ['more than there are', `${x1}group g 2 X1\nquorum g\n`, 2, '2'],
    ['none of them', `${x1}group g 0 X1\nquorum g\n`, 2, '0'],
    ['fewer than none', `${x1}group g -1 X1\nquorum g\n`, 2, '-1'],
    ['a number with zeroes before it', `${x1}group g 01 X1\nquorum g\n`, 2, '01'],
    ['a member twice', `${x1}group g 1 X1 X1\nquorum g\n`, 2, 'member of a group already'],
    ['a member of two groups', `${x1}group g 1 X1\ngroup h 1 X1\nquorum g\n`, 3, 'already'],
    ['a name twice', `${x1}witness X1 ${vkey('X2')}\nquorum X1\n`, 2, 'already'],
    ['a group with the name of a witness', `${x1}group X1 any X1\nquorum X1\n`, 2, 'already'],
    ['a key twice', `${x1}witness other ${vkey('X1')}\nquorum X1\n`, 2, 'public key'],
    ['a log twice', `${logLine}${logLine}quorum none\n`, 2, 'public key'],
    ['the name none', `witness none ${vkey('X1')}\nquorum none\n`, 1, 'none'],
    ['a witness with the key of a log', `witness w ${verifierKeyText(log.key)}\nquorum w\n`, 1, '0x01'],
    ['a log with the key of a witness', `log ${vkey('X1')}\nquorum none\n`, 1, '0x04'],
    [
      'a short key',
      `log ${verifierKeyText(verifierKeyOf(hashing.sha256, 'l', 1, new Uint8Array(31)))}\nquorum none\n`,
      1,
      'length',
    ],
    [
      'a key with another id',
      `witness w ${vkey('X1').replace(/\+[0-9a-f]{8}\+/, '+00000000+')}\nquorum w\n`,
      1,
      'id',
    ],
    ['no key', 'witness w\nquorum w\n', 1, 'witness'],
    ['a comment behind a line', `${logLine.trim()} #comment\nquorum none\n`, 1, 'URL'],
    ['a fifth field', `${x1.trim()} https://a.example b\nquorum X1\n`, 1, 'witness'],
    ['a word that is none', `${x1}witnes X2 ${vkey('X2')}\nquorum X1\n`, 2, 'begins with'],
    ['upper case', `${x1}Quorum X1\n`, 2, 'begins with'],
    ['carriage returns', 'quorum none\r\n', 1, 'control'],
    ['a last line without end', `${x1}quorum X1`, 2, 'line feed'],
    ['a no-break space for a blank', `${x1}quorum\u00a0X1\n`, 2, 'begins with'],
  ])('strictly: %s', (_, file, line, part) => {
    const policy = parse(file);
    expect(policy).toMatchObject({ _tag: 'Left', left: { line } });
    expect(E.isLeft(policy) ? policy.left.reason : '').toContain(part);
  });

  test('as large as the specification wants, 32 of each and more', () => {
    const many = Array.from({ length: 64 }, (_, index) => cosigner(`w${index}.example`));
    const file =
      many.map(({ key }, index) => `witness w${index} ${verifierKeyText(key)}\n`).join('') +
      many.map((_, index) => `group g${index} all w${index}\n`).join('') +
      `group all-of-them 64 ${many.map((_, index) => `g${index}`).join(' ')}\nquorum all-of-them\n`;
    expect(right(parse(file)).witnesses).toHaveLength(64);
  });
});
