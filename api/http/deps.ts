import type { EventCodec } from '../../domain/ports/eventCodec.ts';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import type { RecordAccess, VerifyToken } from '../../domain/ports/identity.ts';
import type { KnownUntil } from '../../domain/ports/knownUntil.ts';
import type { PeerRegister } from '../../domain/ports/peers.ts';
import type { TransparencyLog } from '../../domain/ports/transparencyLog.ts';
import type { BundlePorts } from '../../domain/usecases/makeBundle.ts';
import type { RecordPorts } from '../../domain/usecases/recording.ts';
import type { SqlClient } from '../../projections/engine/sql.ts';

import type { VerificationJobs } from './verificationPort.ts';

export type ReadModelStatus = {
  readonly name: string;
  readonly position: bigint;
  readonly status: string;
  readonly failure?: string;
  readonly builtTo?: bigint;
};

/** What the HTTP surface needs; the composition provides it. */
export type HttpDeps = {
  readonly record: RecordPorts;
  readonly eventStore: EventStore;
  readonly knownUntil: KnownUntil;
  readonly codec: EventCodec;
  readonly sql: SqlClient;
  readonly zone: string;
  /** Name of this register among its peers. */
  readonly authorityId: string;
  /** The other registers of a decentralised system; none where there is one register. */
  readonly peers: ReadonlyArray<PeerRegister>;
  readonly verifyToken: VerifyToken;
  readonly recordAccess: RecordAccess;
  readonly transparencyLog: TransparencyLog;
  /** What proof bundles need beside the log. */
  readonly bundling: Pick<BundlePorts, 'hashing' | 'policy' | 'timestamp'>;
  readonly readModels: () => ReadonlyArray<ReadModelStatus>;
  /** The lowest position that the named read models have stored; 0 where one of them is empty. */
  readonly storedPosition: (names: ReadonlyArray<string>) => Promise<bigint>;
  /** True when the named read models (all, where none are named) have reached the position within the time. */
  readonly reached: (position: bigint, timeoutMs: number, names?: ReadonlyArray<string>) => Promise<boolean>;
  /** What the database promises; faults make the service not ready. */
  readonly databaseFaults: () => Promise<{
    readonly serverVersion: string;
    readonly settings: Readonly<Record<string, string>>;
    readonly faults: ReadonlyArray<string>;
  }>;
  /** What an operator must know of the database, where it failed a moment ago. */
  readonly storeWarning: () => string | undefined;
  /** What is known of a database that goes away: whether an error says so, and who is to be told. */
  readonly outage: {
    readonly is: (error: unknown) => boolean;
    readonly suspect: (reason: string) => void;
    /** Whether an error says that the database lacks room or connections, and who is to be told. */
    readonly isShortage: (error: unknown) => boolean;
    readonly shortage: (reason: string) => void;
  };
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  readonly readModelNames: ReadonlyArray<string>;
  /** Verifications; absent where the process has no right to build tables. */
  readonly verification?: VerificationJobs;
  readonly logLevel: string;
  readonly requestsPerMinute: number;
};
