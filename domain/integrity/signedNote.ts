import * as E from 'fp-ts/lib/Either.js';
import * as O from 'fp-ts/lib/Option.js';
import { concat, equalBytes, fromBase64, fromHex, toBase64, toHex, utf8 } from './bytes.ts';
import type { Sha256, VerifyEd25519 } from './hashing.ts';

/**
 * Signed notes (c2sp.org/signed-note v1.0.0): a text, an empty line, and lines of signatures
 * `— <name> base64(key id || signature)`. A key id is the first four bytes of SHA-256(name || 0x0A || type || public key).
 */

/** Types of signature by their first byte: a log's own (Ed25519), and a witness's cosignature with its time. */
export const signatureTypes = { ed25519: 0x01, cosignature: 0x04 } as const;

const keyIdBytes = 4;
/** What a note may be long: a checkpoint with many cosignatures is far below it. */
const noteBytesMax = 1_000_000;
const signaturesMax = 100;

export type NoteSignature = {
  readonly name: string;
  readonly keyId: Uint8Array;
  /** What follows the key id. */
  readonly signature: Uint8Array;
};

export type SignedNote = {
  /** With its final line feed: the bytes that are signed. */
  readonly text: string;
  readonly signatures: ReadonlyArray<NoteSignature>;
};

export type VerifierKey = {
  readonly name: string;
  readonly keyId: Uint8Array;
  readonly type: number;
  readonly publicKey: Uint8Array;
};

/** Why a text is no note or no key, in a sentence. */
export type NoteFault = { readonly kind: 'MALFORMED'; readonly reason: string };

const malformed = (reason: string): E.Either<NoteFault, never> => E.left({ kind: 'MALFORMED', reason });

/** Key names hold no white space and no plus sign. */
const isName = (name: string): boolean => name.length > 0 && !/[\s+]/u.test(name);

export const keyIdOf = (sha256: Sha256, name: string, type: number, publicKey: Uint8Array): Uint8Array =>
  sha256(concat(utf8(`${name}\n`), new Uint8Array([type]), publicKey)).slice(0, keyIdBytes);

export const verifierKeyOf = (
  sha256: Sha256,
  name: string,
  type: number,
  publicKey: Uint8Array,
): VerifierKey => ({ name, type, publicKey, keyId: keyIdOf(sha256, name, type, publicKey) });

/** `<name>+<hex key id>+<base64(type || public key)>`: how a key is handed to whoever verifies. */
export const verifierKeyText = ({ name, keyId, type, publicKey }: VerifierKey): string =>
  `${name}+${toHex(keyId)}+${toBase64(concat(new Uint8Array([type]), publicKey))}`;

/** Reads a verifier key and checks that its id is that of name and key. */
export const parseVerifierKey = (sha256: Sha256, text: string): E.Either<NoteFault, VerifierKey> => {
  const [name = '', id = '', ...rest] = text.split('+');
  const keyId = fromHex(id);
  const material = fromBase64(rest.join('+'));
  if (!isName(name) || O.isNone(keyId) || keyId.value.length !== keyIdBytes || O.isNone(material))
    return malformed('a verifier key is <name>+<8 hexadecimal digits>+<base64>');
  const [type] = material.value;
  const publicKey = material.value.slice(1);
  if (type === undefined || publicKey.length === 0) return malformed('the verifier key holds no key');
  return equalBytes(keyIdOf(sha256, name, type, publicKey), keyId.value)
    ? E.right({ name, keyId: keyId.value, type, publicKey })
    : malformed('the id of the verifier key is not that of its name and key');
};

const signatureLine = /^— (\S+) (\S+)$/u;

/** `— <name> base64(key id || signature)` with its line feed. */
export const signatureText = ({ name, keyId, signature }: NoteSignature): string =>
  `— ${name} ${toBase64(concat(keyId, signature))}\n`;

export const noteText = ({ text, signatures }: SignedNote): string =>
  `${text}\n${signatures.map(signatureText).join('')}`;

/** Control characters other than the line feed have no place in a note. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u0009\u000b-\u001f]/;

/** Reads a note; whether its signatures hold is for `openNote` to say. */
export const parseNote = (note: string): E.Either<NoteFault, SignedNote> => {
  if (note.length > noteBytesMax) return malformed('the note is too long');
  if (control.test(note)) return malformed('the note holds a control character');
  const split = note.lastIndexOf('\n\n');
  if (split < 0) return malformed('no empty line stands before the signatures');
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2).split('\n');
  if (lines.pop() !== '' || lines.length === 0) return malformed('the note has no whole line of a signature');
  if (lines.length > signaturesMax) return malformed('the note has too many signatures');
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const [, name = '', encoded = ''] = signatureLine.exec(line) ?? [];
    const bytes = fromBase64(encoded);
    if (!isName(name) || O.isNone(bytes) || bytes.value.length <= keyIdBytes)
      return malformed('a line of a signature is not "— <name> <base64>"');
    signatures.push({
      name,
      keyId: bytes.value.slice(0, keyIdBytes),
      signature: bytes.value.slice(keyIdBytes),
    });
  }
  return E.right({ text, signatures });
};

export type OpenFault =
  /** A known key, and not its signature: the note is rejected whatever else it holds. */
  { readonly kind: 'BAD_SIGNATURE'; readonly name: string } | { readonly kind: 'NO_KNOWN_SIGNATURE' };

/** Whether `signature` (what follows the key id) is this key's over the text of a note. */
export type VerifySignature = (
  key: VerifierKey,
  text: string,
  signature: Uint8Array,
) => boolean | Promise<boolean>;

/** The plain form: Ed25519 over the bytes of the text, type 0x01. Other types do not verify. */
export const plainSignature =
  (verify: VerifyEd25519): VerifySignature =>
  (key, text, signature) =>
    key.type === signatureTypes.ed25519 && verify(key.publicKey, utf8(text), signature);

/**
 * The keys whose signatures the note carries, all of them valid. Signatures of unknown keys are ignored, and of several
 * by one key the first counts; one that is not valid rejects the note (signed-note, "Verifying").
 */
export const openNote = async (
  note: SignedNote,
  keys: ReadonlyArray<VerifierKey>,
  verify: VerifySignature,
): Promise<E.Either<OpenFault, ReadonlyArray<VerifierKey>>> => {
  const signers = new Set<VerifierKey>();
  for (const { name, keyId, signature } of note.signatures) {
    const key = keys.find((known) => known.name === name && equalBytes(known.keyId, keyId));
    if (key === undefined || signers.has(key)) continue;
    if (!(await verify(key, note.text, signature))) return E.left({ kind: 'BAD_SIGNATURE', name });
    signers.add(key);
  }
  return signers.size === 0 ? E.left({ kind: 'NO_KNOWN_SIGNATURE' }) : E.right([...signers]);
};
