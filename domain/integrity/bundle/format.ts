import { canonicalJson, type Json } from '../../shared/canonicalJson.ts';
import { toHex, utf8 } from '../bytes.ts';
import type { Sha256 } from '../hashing.ts';

/**
 * A proof bundle: one file that holds what was recorded, how it hangs in the transparency log, and what the ledger
 * answered from it. docs/proof-bundle.md is the specification. The file is the canonical JSON (RFC 8785) of `Bundle`
 * and one line feed, so there is exactly one file for one bundle.
 */
export const bundleFormat = 'firearm-ledger/proof-bundle';
export const bundleVersion = 1;

/** What the bundle is about, and with it what it claims to be complete of. */
export type BundleSubject =
  /** All that was recorded of a firearm up to `knownAt`, with the records it is linked to, and its chain at `validAt`. */
  | {
      readonly kind: 'FIREARM';
      readonly firearmId: string;
      readonly validAt: string;
      readonly knownAt: string;
    }
  /** All that was recorded in one stream up to `knownAt`. */
  | { readonly kind: 'STREAM'; readonly stream: string; readonly knownAt: string }
  /** A trace with its answers and, where they are there, the events that the answers rest on. */
  | { readonly kind: 'TRACE'; readonly stream: string; readonly knownAt: string }
  /** Some events. Nothing is said of others. */
  | { readonly kind: 'EVENTS' }
  /** The log itself: two of its checkpoints. */
  | { readonly kind: 'LOG' };

/** A personal value in clear, which the payload commits to. */
export type OpenedValue = {
  /** Where in the payload it is (RFC 6901). */
  readonly pointer: string;
  /** Hexadecimal. */
  readonly salt: string;
  readonly value: Json;
};

export type BundledEvent = {
  /** Canonical JSON, see `Envelope` in leaf.ts. */
  readonly envelope: string;
  /** 32 bytes in hexadecimal. */
  readonly envelopeSalt: string;
  /** Personal values that the register says are erased, and by which rule. Nothing proves it. */
  readonly erased: ReadonlyArray<{ readonly pointer: string; readonly rule: string }>;
  /** Hashes from the leaf's sibling up to the child of the root, base64. */
  readonly inclusion: ReadonlyArray<string>;
  /** Place in the log, from 0. */
  readonly index: number;
  /** Base64: SHA-256(0x00 || entry). */
  readonly leafHash: string;
  readonly opened: ReadonlyArray<OpenedValue>;
  /** Canonical JSON; null where only the envelope is shown. */
  readonly payload: string | null;
  /** 16 bytes in hexadecimal; null with the payload. */
  readonly payloadSalt: string | null;
};

/** That an older tree of this size is the beginning of the one in the checkpoint. */
export type BundledConsistency = { readonly proof: ReadonlyArray<string>; readonly size: number };

/**
 * A time stamp (RFC 3161) over a checkpoint of this log, this one or an older one, and that this one continues it: what
 * the older one counts existed by then.
 */
export type BundledTimestamp = {
  /** The signed note whose bytes were stamped. */
  readonly note: string;
  /** From the stamped tree to the one of the bundle; empty where it is the same. */
  readonly proof: ReadonlyArray<string>;
  /** Answer of the authority (TimeStampResp), DER in base64. */
  readonly token: string;
};

export type BundleContent = {
  /** The signed note as the log published it, with the cosignatures of witnesses. */
  readonly checkpoint: string;
  readonly consistency: BundledConsistency | null;
  /** In the order of the log. */
  readonly events: ReadonlyArray<BundledEvent>;
  readonly explanation: ReadonlyArray<string>;
  readonly format: typeof bundleFormat;
  /** When the bundle was put together, by the register's own clock. */
  readonly madeAt: string;
  /** Whose signatures the register says are enough (c2sp.org/tlog-policy): a hint for who has no policy of his own. */
  readonly policy: string;
  /** What the ledger answered; null where it only shows records. */
  readonly statement: Json;
  readonly subject: BundleSubject;
  readonly timestamp: BundledTimestamp | null;
  readonly version: typeof bundleVersion;
};

export type Bundle = BundleContent & {
  /** SHA-256 (hexadecimal) of the canonical JSON of every other member: damage shows, and where. */
  readonly digests: Readonly<Record<string, string>>;
};

const digestOf = (sha256: Sha256, value: unknown): string =>
  toHex(sha256(utf8(canonicalJson(value as Json))));

/** The digests of all members but the digests themselves. */
export const digestsOf = (sha256: Sha256, content: object): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(content)
      .filter(([name]) => name !== 'digests')
      .map(([name, value]) => [name, digestOf(sha256, value)]),
  );

/** The text of the file. */
export const bundleText = (sha256: Sha256, content: BundleContent): string =>
  `${canonicalJson({ ...content, digests: digestsOf(sha256, content) } as unknown as Json)}\n`;
