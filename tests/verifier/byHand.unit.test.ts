import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundleExplanation } from '../../domain/integrity/bundle/explanation.ts';
import type { Bundle } from '../../domain/integrity/bundle/format.ts';
import { parseTlogProof } from '../../domain/integrity/tlogProof.ts';
import { sampleRegister } from './sampleRegister.ts';

const tools = ['jq', 'xxd', 'base64', 'openssl'];
const missing = tools.filter((tool) => {
  try {
    execFileSync('sh', ['-c', `command -v ${tool}`]);
    return false;
  } catch {
    return true;
  }
});
if (missing.length > 0)
  process.stderr.write(
    `NOT TESTED: ${missing.join(', ')} missing on this machine, so the recipes in proof bundles were not tried.\n`,
  );

/** The command of a recipe: what stands between its name and what it is for. */
const recipe = (name: string, until: RegExp): string => {
  const line = bundleExplanation.find((each) => each.startsWith(`BY HAND, ${name}: `)) ?? '';
  const rest = line.slice(`BY HAND, ${name}: `.length);
  const end = rest.search(until);
  if (line === '' || end < 0) throw new Error(`no recipe for ${name}`);
  return rest.slice(0, end);
};

describe.skipIf(missing.length > 0)('the recipes of a bundle, in a shell and without this program', () => {
  let work: string;
  let bundle: Bundle;
  const shell = (command: string): string =>
    execFileSync('sh', ['-c', command.replaceAll('FILE', 'bundle.json')], { cwd: work, encoding: 'utf8' });
  beforeAll(async () => {
    work = mkdtempSync(join(tmpdir(), 'ledger-by-hand-'));
    const register = await sampleRegister(2);
    const text = await register.firearmBundle(register.firearms[0] ?? '');
    bundle = JSON.parse(text);
    writeFileSync(join(work, 'bundle.json'), text);
  }, 600_000);
  afterAll(() => rmSync(work, { recursive: true }));
  const made = (name: string): string => readFileSync(join(work, name), 'utf8');

  test('checkpoint, entry, leaf, proof and payload come out as the bundle says', () => {
    const [event] = bundle.events;
    shell(recipe('the checkpoint', /\. It is/));
    expect(made('checkpoint')).toBe(bundle.checkpoint);
    shell(recipe('the entry of event 0', /\. The log/));
    expect(shell(recipe('its leaf hash', / gives/)).trim()).toBe(event?.leafHash);
    shell(recipe('that the entry is in the tree', / makes/));
    const proof = parseTlogProof(made('0.tlog-proof'));
    if (E.isLeft(proof)) throw new Error(proof.left.reason);
    expect(proof.right).toMatchObject({ index: event?.index, checkpoint: bundle.checkpoint });
    expect(proof.right.hashes.length).toBe(event?.inclusion.length);
    expect(shell(recipe('the payload of event 0', / gives/)).trim()).toBe(
      JSON.parse(event?.envelope ?? '').payloadHash,
    );
  });
});
