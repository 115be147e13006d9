import type { TileAddress } from '../integrity/tiles.ts';

/** A leaf of the transparency log, and which event it is of. */
export type LeafPlace = {
  readonly index: number;
  readonly streamId: string;
  readonly revision: bigint;
  readonly entry: Uint8Array;
  readonly hash: Uint8Array;
};

/** Proofs over the stored tree. Sizes are at most its own; a tree that does not agree with itself rejects. */
export type TreeProofs = {
  readonly rootAt: (size: number) => Promise<Uint8Array>;
  /** From a tree to a later one (RFC 6962 section 2.1.2); empty from the tree without leaves, which needs no proof. */
  readonly consistency: (from: number, to: number) => Promise<ReadonlyArray<Uint8Array>>;
  /** For each index below the size its proof (RFC 6962 section 2.1.1). */
  readonly inclusions: (
    indexes: ReadonlyArray<number>,
    size: number,
  ) => Promise<ReadonlyArray<ReadonlyArray<Uint8Array>>>;
  readonly leavesOfStream: (streamId: string) => Promise<ReadonlyArray<LeafPlace>>;
  readonly leafAt: (streamId: string, revision: bigint) => Promise<LeafPlace | undefined>;
  /** Up to `count` leaves from an index on, in order. */
  readonly leavesFrom: (from: number, count: number) => Promise<ReadonlyArray<LeafPlace>>;
};

export type SignedCheckpoint = {
  readonly size: number;
  readonly root: Uint8Array;
  /** The signed note, with whatever cosignatures it has by now. */
  readonly note: string;
  /** Milliseconds. */
  readonly signedAt: number;
};

/** A public key of the log, and the first and the last size that it signed. */
export type PublishedKey = {
  readonly verifierKey: string;
  readonly fromSize: number;
  readonly toSize: number;
  /** Whether it signs no more. */
  readonly retired: boolean;
};

export type LogStatus = {
  readonly origin: string;
  /** Leaves of the tree, and the position of the event of the last one. */
  readonly size: number;
  readonly position: bigint;
  readonly checkpoint: SignedCheckpoint | undefined;
  /** What sequencer and signer say of themselves. Signer: SIGNING, REFUSED, NO_KEY. Sequencer: RUNNING, FAILED. */
  readonly parts: ReadonlyArray<{
    readonly part: 'SEQUENCER' | 'SIGNER';
    readonly status: string;
    readonly reason: string | null;
  }>;
  /** How far what is published is behind what was signed: more than nothing only where witnesses decide. */
  readonly publication: PublicationLag;
  readonly witnesses: ReadonlyArray<WitnessStatus>;
  readonly lastStamp: StampSummary | undefined;
};

/** A time stamp (RFC 3161) over a checkpoint. */
export type StampSummary = {
  readonly size: number;
  /** Milliseconds, as the authority states it. */
  readonly statedAt: number;
  readonly authority: string;
};

export type CheckpointStamp = StampSummary & {
  /** The signed note whose bytes were stamped. */
  readonly note: string;
  /** The authority's answer (TimeStampResp), DER. */
  readonly response: Uint8Array;
};

export type PublicationLag = {
  readonly signed: number;
  readonly published: number;
  /** When the oldest head was signed that is not published, in milliseconds; undefined where there is none. */
  readonly waitingSince: number | undefined;
};

/** What a witness of the policy last answered. */
export type WitnessStatus = {
  readonly name: string;
  readonly status: WitnessState;
  readonly reason: string | null;
  /** Of the last checkpoint that it cosigned, and when; 0 and null for none. */
  readonly size: number;
  readonly cosignedAt: Date | null;
  /** Since when it answers like this. */
  readonly since: Date;
};
export type WitnessState = 'COSIGNED' | 'NO_ANSWER' | 'REFUSED' | 'INCONSISTENT' | 'AHEAD';

/** The transparency log as it is published: nothing beyond the last signed head is shown. */
export type TransparencyLog = {
  readonly origin: string;
  readonly checkpoint: () => Promise<SignedCheckpoint | undefined>;
  /** The bytes of a tile; BEYOND where the signed tree does not reach, MISSING where the store lacks what it should have. */
  readonly tile: (address: TileAddress) => Promise<Uint8Array | 'BEYOND' | 'MISSING'>;
  /** The time stamp of the checkpoint of this size. */
  readonly stamp: (size: number) => Promise<CheckpointStamp | undefined>;
  /** The latest time stamps, the last one first. */
  readonly stamps: (limit: number) => Promise<ReadonlyArray<StampSummary>>;
  readonly keys: () => Promise<ReadonlyArray<PublishedKey>>;
  readonly status: () => Promise<LogStatus>;
  readonly proofs: TreeProofs;
};
