import type { Role } from '../event/envelope.ts';
import type { Policy } from '../policy/policy.ts';
import { taskDefinitionOf, taskKinds } from '../tasks/catalogue.ts';

/** Which tasks a reader is shown. */
export type TaskView = {
  readonly kinds: ReadonlyArray<string>;
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

/** Tasks that a reader may see under a policy (users-and-jobs 2 to 6; HC-03: never a police task to a dealer). */
export const taskViewOf = (
  reader: { readonly role: Role; readonly organisationId: string },
  policy: Policy,
): TaskView => {
  const kinds = taskKinds.filter((kind) => {
    const definition = taskDefinitionOf(kind);
    return (
      definition !== undefined &&
      (definition.applies?.(policy) ?? true) &&
      (definition.policeOnly !== true || seesPoliceTasks.has(reader.role))
    );
  });
  if (seesAllOwners.has(reader.role)) return { kinds };
  return {
    kinds,
    ownerRole: reader.role,
    ...(actsForItself.has(reader.role) ? { party: reader.organisationId } : {}),
  };
};
