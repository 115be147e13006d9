import type { Role } from '../event/envelope.ts';
import type { PolicyPeriod } from '../system/policyInForce.ts';
import { taskDefinitionOf, taskKinds } from '../tasks/catalogue.ts';
import type { Instant } from '../time/zone.ts';

/** A kind of task, for duties that arose while a version of the policy held that knows it. */
export type KindInForce = { readonly kind: string; readonly from: Instant; readonly until: Instant };

/** Which tasks a reader is shown. */
export type TaskView = {
  readonly kinds: ReadonlyArray<KindInForce>;
  /** Only those that this role is to do. */
  readonly ownerRole?: Role;
  /** Only those of this party. */
  readonly party?: string;
};

/** See every task: police, courts and auditors also those that would warn an offender. */
const seesPoliceTasks: ReadonlySet<Role> = new Set(['POL', 'JUD', 'AUD', 'SYS']);
const seesAllOwners: ReadonlySet<Role> = new Set(['POL', 'JUD', 'AUD', 'SYS', 'CLK', 'DPO', 'FFP']);
/** Act for themselves: a party's tasks are nobody else's business (users-and-jobs 3 and 6, HLD). */
const actsForItself: ReadonlySet<Role> = new Set(['MFR', 'DLR', 'BRK', 'HLD']);

/** Tasks that a reader may see, under the policy that held when they arose (users-and-jobs 2 to 6; HC-03: never a police task to a dealer). */
export const taskViewOf = (
  reader: { readonly role: Role; readonly organisationId: string },
  periods: ReadonlyArray<PolicyPeriod>,
): TaskView => {
  const kinds = periods.flatMap(({ policy, from, until }) =>
    taskKinds
      .filter((kind) => {
        const definition = taskDefinitionOf(kind);
        return (
          definition !== undefined &&
          (definition.applies?.(policy) ?? true) &&
          (definition.policeOnly !== true || seesPoliceTasks.has(reader.role))
        );
      })
      .map((kind) => ({ kind, from, until })),
  );
  if (seesAllOwners.has(reader.role)) return { kinds };
  return {
    kinds,
    ownerRole: reader.role,
    ...(actsForItself.has(reader.role) ? { party: reader.organisationId } : {}),
  };
};
