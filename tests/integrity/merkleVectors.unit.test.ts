import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isConsistent, isIncluded } from '../../domain/integrity/merkle.ts';
import { hashing } from '../../infra/system/hashing.ts';

const folder = new URL('../../../shared/vectors/', import.meta.url);
const present = existsSync(folder);
if (!present)
  // Said where a person reads it: without the vectors, nothing but our own tests speaks for the proofs.
  process.stderr.write('SKIPPED: the proof vectors are not at ../shared/vectors\n');

type Inclusion = {
  readonly name: string;
  readonly desc: string;
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly proof: ReadonlyArray<string> | null;
  readonly wantErr: boolean;
};
type Consistency = {
  readonly name: string;
  readonly desc: string;
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
  readonly proof: ReadonlyArray<string> | null;
  readonly wantErr: boolean;
};
const read = <T>(name: string): ReadonlyArray<T> =>
  present ? JSON.parse(readFileSync(new URL(name, folder), 'utf8')) : [];
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

describe.skipIf(!present)('proof vectors of transparency-dev/merkle', () => {
  test.each(read<Inclusion>('rfc6962-inclusion.json'))('inclusion $name: $desc', (vector) => {
    const verdict = isIncluded(
      hashing.sha256,
      { index: vector.leafIdx, hash: bytes(vector.leafHash) },
      { size: vector.treeSize, root: bytes(vector.root) },
      (vector.proof ?? []).map(bytes),
    );
    expect(verdict).toBe(!vector.wantErr);
  });

  test.each(read<Consistency>('rfc6962-consistency.json'))('consistency $name: $desc', (vector) => {
    const verdict = isConsistent(
      hashing.sha256,
      { size: vector.size1, root: bytes(vector.root1) },
      { size: vector.size2, root: bytes(vector.root2) },
      (vector.proof ?? []).map(bytes),
    );
    expect(verdict).toBe(!vector.wantErr);
  });
});
