import { beforeAll, describe, expect, test } from 'vitest';
import { type BundleContent, bundleText } from '../../domain/integrity/bundle/format.ts';
import { utf8 } from '../../domain/integrity/bytes.ts';
import { verifyBundle } from '../../domain/integrity/verify/verifyBundle.ts';
import { createLogVerifier } from '../../domain/integrity/verify/verifyLog.ts';
import { hashing } from '../../infra/system/hashing.ts';
import { logLines, piecesOf } from './logFile.ts';
import { type SampleRegister, sampleRegister, verifying } from './sampleRegister.ts';

let register: SampleRegister;
beforeAll(async () => {
  register = await sampleRegister(2);
}, 600_000);

/** One bit of each byte, another one each time. */
const changed = (byte: number, at: number): number => byte ^ (1 << (at % 8));

const isGoodBundle = async (bytes: Uint8Array): Promise<boolean> =>
  (await verifyBundle(verifying, bytes, { keys: [register.key.vkey] })).good;
const isGoodLog = async (bytes: Uint8Array): Promise<boolean> => {
  const verifier = createLogVerifier(verifying, { keys: [register.key.vkey] });
  for await (const lines of piecesOf(bytes)) verifier.take(lines);
  return (await verifier.finish()).good;
};
/** A bundle of the first event of a firearm. */
const smallBundle = (): Promise<string> => {
  const stream = `firearm-${register.firearms[0]}`;
  const eventId = register.events.find(({ streamId }) => streamId === stream)?.eventId ?? '';
  return register.made({
    ...{ subject: { kind: 'EVENTS' }, streams: [stream], eventIds: [eventId] },
    ...{ knownAt: register.end, madeAt: register.end },
  });
};
/** Bytes that can be changed, each by itself, in a file that is good all the same. */
const insignificant = async (
  file: Uint8Array,
  isGood: (bytes: Uint8Array) => Promise<boolean>,
): Promise<ReadonlyArray<number>> => {
  expect(await isGood(file)).toBe(true);
  const found: number[] = [];
  for (const [at, byte] of file.entries()) {
    file[at] = changed(byte, at);
    if (await isGood(file)) found.push(at);
    file[at] = byte;
  }
  return found;
};

describe('each byte of a whole file, one after the other, is changed', () => {
  test('in a bundle: none is without a meaning', async () => {
    expect(await insignificant(utf8(await smallBundle()), isGoodBundle)).toEqual([]);
  }, 600_000);
  test('in a whole log: none is without a meaning', async () => {
    const file = utf8(`${logLines(register.events.slice(0, 3), register.key, 2).join('\n')}\n`);
    expect(await insignificant(file, isGoodLog)).toEqual([]);
  }, 600_000);
});

/** What a forger can change who makes the digests anew, each with the reason why it proves nothing. */
const unproved: ReadonlyArray<readonly [member: string, reason: string]> = [
  ['madeAt', 'the register states it, nobody signs it, and nothing follows from it'],
  ['policy', 'a hint of the register; the verifier was given the keys that count'],
];

test('with the digests made anew, each byte of the content but what nobody signs', async () => {
  const text = await smallBundle();
  const members = Object.keys(JSON.parse(text)).filter((name) => name !== 'digests');
  // Their names stand among the digests too, which come before.
  const beginOf = (name: string): number => text.lastIndexOf(`"${name}":`);
  const memberAt = (at: number): string =>
    members
      .filter((name) => beginOf(name) >= 0 && beginOf(name) <= at)
      .sort((a, b) => beginOf(b) - beginOf(a))[0] ?? '';
  const passed = new Set<string>();
  let tried = 0;
  for (let at = 0; at < text.length; at += 1) {
    // The explanation has to be the one of its version, so that a few of its bytes do.
    if (memberAt(at) === 'explanation' && at % 50 !== 0) continue;
    const other = String.fromCharCode(text.charCodeAt(at) ^ 1);
    let content: BundleContent;
    try {
      const { digests: _old, ...rest } = JSON.parse(text.slice(0, at) + other + text.slice(at + 1));
      content = rest;
    } catch {
      continue;
    }
    const forged = bundleText(hashing.sha256, content);
    // A changed digest is made right again.
    if (forged === text) continue;
    tried += 1;
    if (await isGoodBundle(utf8(forged))) passed.add(memberAt(at));
  }
  expect(tried).toBeGreaterThan(1000);
  expect([...passed].sort()).toEqual(unproved.map(([member]) => member));
}, 600_000);
