import { docRef } from '../shared/commonFields.ts';
import { idPattern } from '../shared/ids.ts';
import { list, matching, oneOf, optional, record, type ValueOf } from '../shared/shape.ts';
import { componentSnapshot, holderSnapshot } from './particulars.ts';

/**
 * Fit, removal and replacement are one command recorded in both streams, all or nothing (REQ-CMP-02). Each has one
 * payload for both, which holds what either stream needs to be folded by itself. What "the ledger adds" is taken from
 * the streams whatever a recorder writes there.
 */
export const componentRef = (meaning: string) =>
  matching(idPattern.component, 28, meaning, 'T-01J9ZK3C5E7G9JBMDPFRHTKVMX');
export const firearmRef = (meaning: string) =>
  matching(idPattern.firearm, 28, meaning, 'W-01J9ZK3C5E7G9JBMDPFRHTKVMX');
const legalOrderRef = optional(docRef('order of court or prosecutor, for a seized firearm'));

const fitted = record({
  componentId: componentRef('the component'),
  firearmId: firearmRef('the firearm it was fitted in'),
  legalOrderRef,
  component: optional(componentSnapshot),
});
export type Fitted = ValueOf<typeof fitted>;

const removed = record({
  componentId: componentRef('the component'),
  firearmId: firearmRef('the firearm it was taken from'),
  reason: oneOf(['REPAIR', 'EXCHANGE', 'SALE', 'MISSING', 'DISMANTLED', 'OTHER'], 'why it was removed'),
  legalOrderRef,
  component: optional(componentSnapshot),
  holder: optional(holderSnapshot),
});
export type Removed = ValueOf<typeof removed>;

const replaced = record({
  firearmId: firearmRef('the firearm whose part was replaced'),
  outId: componentRef('the component that came out'),
  inId: componentRef('the component that went in'),
  swapWithFirearmId: optional(firearmRef('the firearm that the two components were exchanged with')),
  legalOrderRef,
  out: optional(componentSnapshot),
  in: optional(componentSnapshot),
  holder: optional(holderSnapshot),
  successorId: optional(firearmRef('firearm that begins with the new primary part, added by the ledger')),
  carried: optional(list(componentSnapshot, 0, 40, 'parts that pass to the successor, added by the ledger')),
});
export type Replaced = ValueOf<typeof replaced>;

const both = { schemaVersion: 1, assertionKind: 'FACT', legalBasis: ['2021/555:4(5)(b)'] } as const;

export const fittedEvent = {
  ...both,
  type: 'ComponentFitted',
  meaning: 'An essential component was fitted in a firearm.',
  payload: fitted,
  recordedBy: ['DLR', 'MFR', 'HLD', 'LAB'],
} as const;
export const removedEvent = {
  ...both,
  type: 'ComponentRemoved',
  meaning: 'An essential component was taken out of a firearm; it is loose from then on.',
  payload: removed,
  recordedBy: ['DLR', 'MFR', 'HLD', 'LAB'],
} as const;
export const replacedEvent = {
  ...both,
  type: 'ComponentReplaced',
  meaning: 'An essential component of a firearm was replaced, or exchanged with another firearm’s.',
  payload: replaced,
  recordedBy: ['DLR'],
  legalBasis: ['2021/555:4(5)(b)', '2021/555:4(5)(d)'],
} as const;

/** Replacement from the other firearm's side, where two firearms exchange parts (HC-05). */
export const otherSideOf = ({
  firearmId,
  outId,
  inId,
  swapWithFirearmId,
  legalOrderRef: order,
}: Replaced): Replaced | undefined =>
  swapWithFirearmId === undefined
    ? undefined
    : {
        firearmId: swapWithFirearmId,
        outId: inId,
        inId: outId,
        swapWithFirearmId: firearmId,
        ...(order === undefined ? {} : { legalOrderRef: order }),
      };
