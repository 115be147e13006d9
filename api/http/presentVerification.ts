import type { LogFault } from '../../domain/verification/fault.ts';
import type { Verification, VerifiedReadModel } from '../../domain/verification/report.ts';

const textOf = (value: bigint | null): string | null => (value === null ? null : String(value));

const presentFault = (fault: LogFault) => ({
  ...fault,
  position: textOf(fault.position),
  revision: textOf(fault.revision),
});

const presentReadModel = ({ fault, position, reason, ...model }: VerifiedReadModel) => ({
  ...model,
  position: String(position),
  reason: reason ?? null,
  fault:
    fault === undefined
      ? null
      : fault.fault === 'AHEAD_OF_LOG'
        ? { kind: 'AHEAD_OF_LOG', differingParts: null, table: null, key: null, columns: [] }
        : {
            kind: fault.first.kind,
            differingParts: fault.differingParts,
            table: fault.first.table,
            key: fault.first.key,
            columns: [...fault.first.columns],
          },
});

/** A verification as JSON, the same over HTTP and on the command line. */
export const presentVerification = ({ outcome, log, readModels }: Verification) => ({
  outcome,
  log: log === undefined ? null : { ...log, faults: log.faults.map(presentFault) },
  readModels: readModels.map(presentReadModel),
});
