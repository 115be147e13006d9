import { auditTrail } from './auditTrail/projection.ts';
import { chainOfCustody } from './chainOfCustody/projection.ts';
import { componentTree } from './componentTree/projection.ts';
import { currentRegistry } from './currentRegistry/projection.ts';
import { dealerRegister } from './dealerRegister/projection.ts';
import type { Projection } from './engine/projection.ts';
import { identityConflicts } from './identityConflicts/projection.ts';
import { lists } from './lists/projection.ts';

/** All read models. A new one is a folder and a line here. */
export const projections: ReadonlyArray<Projection> = [
  currentRegistry,
  chainOfCustody,
  auditTrail,
  componentTree,
  lists,
  identityConflicts,
  dealerRegister,
];
