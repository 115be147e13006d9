import type { StreamKindName } from '../stream/kinds.ts';
import { alertDeletionDue, alertEntryDue } from './kinds/alertEntryDue.ts';
import { alertToDischarge } from './kinds/alertToDischarge.ts';
import { attemptUnderAlert } from './kinds/attemptUnderAlert.ts';
import { authorisationExpiring } from './kinds/authorisationExpiring.ts';
import { authorisationReviewDue } from './kinds/authorisationReviewDue.ts';
import { categoryCheckDue } from './kinds/categoryCheckDue.ts';
import { componentSupplierMismatch } from './kinds/componentSupplierMismatch.ts';
import { componentTransferToConfirm } from './kinds/componentTransferToConfirm.ts';
import { deactivationToCertify } from './kinds/deactivationToCertify.ts';
import { declarationOverdue } from './kinds/declarationOverdue.ts';
import { dispatchNotArrived } from './kinds/dispatchNotArrived.ts';
import { disputeToDecide } from './kinds/disputeToDecide.ts';
import { forfeitedUndisposed } from './kinds/forfeitedUndisposed.ts';
import { foundUndecided } from './kinds/foundUndecided.ts';
import { identityConflict } from './kinds/identityConflict.ts';
import { importMarkDue } from './kinds/importMarkDue.ts';
import { inheritanceToSettle } from './kinds/inheritanceToSettle.ts';
import { licenceNotValid } from './kinds/licenceNotValid.ts';
import { limitExceeded } from './kinds/limitExceeded.ts';
import { markMissing } from './kinds/markMissing.ts';
import { movementNoticeDue } from './kinds/movementNoticeDue.ts';
import { particularsDiffer } from './kinds/particularsDiffer.ts';
import { componentReceiverNotEntitled, firearmReceiverNotEntitled } from './kinds/receiverNotEntitled.ts';
import { recipientToInform } from './kinds/recipientToInform.ts';
import { recordInconsistent } from './kinds/recordInconsistent.ts';
import { refusalNoticeDue } from './kinds/refusalNoticeDue.ts';
import { seizedUndecided } from './kinds/seizedUndecided.ts';
import { stockTasks } from './kinds/stockDiscrepancies.ts';
import { subjectRequestDue } from './kinds/subjectRequestDue.ts';
import { supplierMismatch } from './kinds/supplierMismatch.ts';
import { temporaryCustodyOverdue } from './kinds/temporaryCustodyOverdue.ts';
import { temporaryImportOverdue } from './kinds/temporaryImportOverdue.ts';
import { traceProposed } from './kinds/traceProposed.ts';
import { traceTasks } from './kinds/traceTasks.ts';
import { transferDisputed } from './kinds/transferDisputed.ts';
import { transferToConfirm } from './kinds/transferToConfirm.ts';
import { arrivedUnderAlert, unexpectedPlace } from './kinds/unexpectedPlace.ts';
import { withdrawnMustDispose } from './kinds/withdrawnMustDispose.ts';
import type { TaskDefinition } from './task.ts';

type Catalogue = { readonly [N in StreamKindName]?: ReadonlyArray<TaskDefinition<N>> };

/** Every kind of task by the stream it is derived from: a new one is a file in `kinds/` and a line here. */
export const taskCatalogue: Catalogue = {
  firearm: [
    transferToConfirm,
    transferDisputed<'firearm'>(),
    disputeToDecide<'firearm'>(),
    supplierMismatch,
    recordInconsistent,
    identityConflict,
    importMarkDue,
    temporaryImportOverdue,
    temporaryCustodyOverdue,
    inheritanceToSettle,
    dispatchNotArrived,
    movementNoticeDue,
    deactivationToCertify,
    categoryCheckDue,
    declarationOverdue,
    alertToDischarge,
    seizedUndecided,
    foundUndecided,
    forfeitedUndisposed,
    markMissing,
    recipientToInform,
    licenceNotValid<'firearm'>(),
    firearmReceiverNotEntitled,
    particularsDiffer,
    unexpectedPlace<'firearm'>(),
    arrivedUnderAlert,
    traceProposed,
  ],
  component: [
    componentTransferToConfirm,
    transferDisputed<'component'>(),
    disputeToDecide<'component'>(),
    componentSupplierMismatch,
    componentReceiverNotEntitled,
    licenceNotValid<'component'>(),
    unexpectedPlace<'component'>(),
  ],
  authorisation: [
    authorisationReviewDue,
    authorisationExpiring,
    withdrawnMustDispose,
    refusalNoticeDue,
    licenceNotValid<'authorisation'>(),
    limitExceeded,
  ],
  alert: [alertEntryDue, alertDeletionDue, attemptUnderAlert],
  trace: traceTasks,
  party: [subjectRequestDue, ...stockTasks],
};

const all: ReadonlyArray<Omit<TaskDefinition, 'find'>> = Object.values(taskCatalogue).flat();
const byKind = new Map(all.map((definition) => [definition.kind, definition]));

export const taskKinds: ReadonlyArray<string> = [...byKind.keys()];
/** What the catalogue says of a kind of task. */
export const taskDefinitionOf = (kind: string): Omit<TaskDefinition, 'find'> | undefined => byKind.get(kind);
