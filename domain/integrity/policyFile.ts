import * as E from 'fp-ts/lib/Either.js';
import { equalBytes } from './bytes.ts';
import type { Sha256 } from './hashing.ts';
import type { PolicyLog, PolicyWitness, Quorum, TrustPolicy } from './policy.ts';
import { parseVerifierKey, signatureTypes, type VerifierKey } from './signedNote.ts';

/**
 * The file of a trust policy (c2sp.org/tlog-policy), read strictly: a line that is not understood is no policy.
 * The file is octets: names are the same when their octets are, whatever they would show.
 */

/** What is wrong, and in which line, counted from 1. */
export type PolicyFileFault = { readonly line: number; readonly reason: string };

const policyBytesMax = 1_000_000;
/** ML-DSA-44 of tlog-cosignature v1.1; its keys may stand in a policy, their signatures are not checked here. */
const mlDsa44 = 0x06;
const keyBytes = new Map<number, number>([
  [signatureTypes.ed25519, 32],
  [signatureTypes.cosignature, 32],
  [mlDsa44, 1312],
]);
const logTypes: ReadonlyArray<number> = [signatureTypes.ed25519, mlDsa44];
const witnessTypes: ReadonlyArray<number> = [signatureTypes.cosignature, mlDsa44];

/** One character an octet, so that nothing is taken for something else. */
const octetsOf = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
};

/** Octets as a person reads them; what is no UTF-8 stays as it is. */
const shown = (octets: string): string => {
  const bytes = Uint8Array.from(octets, (character) => character.charCodeAt(0));
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return octets;
  }
};

type Draft = {
  readonly logs: PolicyLog[];
  readonly witnesses: PolicyWitness[];
  /** What is defined so far, by the octets of its name. */
  readonly defined: Map<string, Quorum>;
  /** Names that are members of a group already: each has one way into the quorum. */
  readonly members: Set<string>;
  quorum?: Quorum;
};

/** Undefined when the line is right, else the sentence that says what is wrong with it. */
type ReadLine = (draft: Draft, fields: ReadonlyArray<string>, sha256: Sha256) => string | undefined;

const keyFrom = (
  sha256: Sha256,
  field: string,
  types: ReadonlyArray<number>,
  wanted: string,
): E.Either<string, VerifierKey> => {
  const key = parseVerifierKey(sha256, shown(field));
  if (E.isLeft(key)) return E.left(key.left.reason);
  if (!types.includes(key.right.type))
    return E.left(
      `the key is of type 0x${key.right.type.toString(16).padStart(2, '0')}, which is none of a ${wanted}`,
    );
  return keyBytes.get(key.right.type) === key.right.publicKey.length
    ? key
    : E.left('the key has not the length of its type');
};

const urlFault = (url: string | undefined): string | undefined =>
  url === undefined || /^https?:\/\/[^ \t#]+$/.test(url) ? undefined : 'the address is no http(s) URL';

const readLog: ReadLine = (draft, fields, sha256) => {
  const [vkey, url] = fields;
  if (vkey === undefined || fields.length > 2) return 'a log is: log <vkey> [<url>]';
  const key = keyFrom(sha256, vkey, logTypes, 'log');
  if (E.isLeft(key)) return key.left;
  if (draft.logs.some((log) => equalBytes(log.key.publicKey, key.right.publicKey)))
    return 'a log with this public key is defined already';
  draft.logs.push({ key: key.right, ...(url === undefined ? {} : { url: shown(url) }) });
  return urlFault(url);
};

const nameFault = (draft: Draft, name: string): string | undefined =>
  name === 'none'
    ? 'the name none is taken'
    : draft.defined.has(name)
      ? `the name ${shown(name)} is defined already`
      : undefined;

const readWitness: ReadLine = (draft, fields, sha256) => {
  const [name, vkey, url] = fields;
  if (name === undefined || vkey === undefined || fields.length > 3)
    return 'a witness is: witness <name> <vkey> [<url>]';
  const key = keyFrom(sha256, vkey, witnessTypes, 'witness: it needs a key for cosignatures, type 0x04');
  if (E.isLeft(key)) return key.left;
  if (draft.witnesses.some((each) => equalBytes(each.key.publicKey, key.right.publicKey)))
    return 'a witness with this public key is defined already';
  const fault = nameFault(draft, name) ?? urlFault(url);
  if (fault !== undefined) return fault;
  const witness = { name: shown(name), key: key.right, ...(url === undefined ? {} : { url: shown(url) }) };
  draft.witnesses.push(witness);
  draft.defined.set(name, { kind: 'WITNESS', witness });
  return undefined;
};

const thresholdOf = (text: string, members: number): number | undefined => {
  if (text === 'any') return 1;
  if (text === 'all') return members;
  const threshold = /^[1-9]\d*$/.test(text) ? Number(text) : 0;
  return threshold >= 1 && threshold <= members ? threshold : undefined;
};

const readGroup: ReadLine = (draft, [name, threshold, ...names]) => {
  if (name === undefined || threshold === undefined || names.length === 0)
    return 'a group is: group <name> <all, any or a number> <member>...';
  const taken = nameFault(draft, name);
  if (taken !== undefined) return taken;
  const needed = thresholdOf(threshold, names.length);
  if (needed === undefined)
    return `${shown(threshold)} is not all, any, or a number from 1 to ${names.length}`;
  const members: Quorum[] = [];
  for (const each of names) {
    const member = draft.defined.get(each);
    if (member === undefined) return `no witness or group ${shown(each)} is defined above`;
    if (draft.members.has(each)) return `${shown(each)} is a member of a group already`;
    draft.members.add(each);
    members.push(member);
  }
  draft.defined.set(name, { kind: 'GROUP', name: shown(name), threshold: needed, members });
  return undefined;
};

const readQuorum: ReadLine = (draft, fields) => {
  const [name] = fields;
  if (name === undefined || fields.length > 1) return 'a quorum is: quorum <name>';
  if (draft.quorum !== undefined) return 'the quorum is defined already';
  const quorum: Quorum | undefined = name === 'none' ? { kind: 'NONE' } : draft.defined.get(name);
  if (quorum === undefined) return `no witness or group ${shown(name)} is defined above`;
  draft.quorum = quorum;
  return undefined;
};

const readers: ReadonlyMap<string, ReadLine> = new Map([
  ['log', readLog],
  ['witness', readWitness],
  ['group', readGroup],
  ['quorum', readQuorum],
]);

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u0008\u000b-\u001f\u007f]/;

const lineFault = (draft: Draft, line: string, sha256: Sha256): string | undefined => {
  if (control.test(line)) return 'a control character';
  const [keyword = '', ...fields] = line.split(/[ \t]+/).filter((field) => field !== '');
  if (keyword === '' || keyword.startsWith('#')) return undefined;
  const read = readers.get(keyword);
  return read === undefined
    ? 'a line begins with log, witness, group, quorum or #'
    : read(draft, fields, sha256);
};

/** Reads a policy file from its bytes. */
export const parsePolicy = (sha256: Sha256, bytes: Uint8Array): E.Either<PolicyFileFault, TrustPolicy> => {
  if (bytes.length > policyBytesMax) return E.left({ line: 1, reason: 'the policy is too long' });
  const lines = octetsOf(bytes).split('\n');
  if (lines.pop() !== '')
    return E.left({ line: lines.length + 1, reason: 'the line does not end with a line feed' });
  const draft: Draft = { logs: [], witnesses: [], defined: new Map(), members: new Set() };
  for (const [at, line] of lines.entries()) {
    const reason = lineFault(draft, line, sha256);
    if (reason !== undefined) return E.left({ line: at + 1, reason });
  }
  const { logs, witnesses, quorum } = draft;
  return quorum === undefined
    ? E.left({
        line: Math.max(1, lines.length),
        reason: 'no line defines the quorum; without witnesses: quorum none',
      })
    : E.right({ logs, witnesses, quorum });
};
