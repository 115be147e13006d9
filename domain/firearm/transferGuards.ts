import type { PartyRole } from '../shared/commonFields.ts';
import type { Refusal } from '../shared/refusal.ts';
import { refusal } from '../shared/refusal.ts';
import { deactivationFault } from './deactivationRules.ts';
import type { FirearmState } from './state.ts';

export type TransferStated = {
  readonly transferKind: string;
  readonly receivedAs: PartyRole;
  readonly legalOrderRef?: unknown;
  readonly deactivationCertificateNo?: string;
  /** From paper or an older register: what happened is recorded, whether or not it should have. */
  readonly paper: boolean;
};

/**
 * What the firearm itself must fulfil before it changes hands: marks of State stock and of import (REQ-MRK-07, -08),
 * authorised disposal of what fell to the State (REQ-TRC-09), certificate of deactivation (REQ-DEA-03, -05), proof.
 */
export const transferGuardFault = (state: FirearmState, stated: TransferStated): Refusal | undefined => {
  const { transferKind, receivedAs, paper } = stated;
  const fromState = state.custody === 'STK' || state.custody === 'FRF';
  if (state.custody === 'STK' && receivedAs !== 'STATE' && !state.stateTransferMark)
    return refusal(
      'R07',
      'Mark the firearm as transferred from State stock first (FirearmMarked, STATE_TRANSFER).',
    );
  if (paper) return undefined;
  if (state.custody === 'FRF' && stated.legalOrderRef === undefined)
    return refusal(
      'R23',
      'A forfeited firearm is destroyed unless another disposal is officially authorised. Name the authorisation.',
      { pointer: '/payload/legalOrderRef' },
    );
  if (state.custody === 'FRF' && (state.markState === 'UNMARKED' || state.markState === 'ALTERED'))
    return refusal('R32', 'What the State gives away is marked first. Record FirearmRemarked.');
  if (state.importMarkDue && !fromState)
    return refusal(
      'R32',
      'The import mark is due before the first transfer after import. Record ImportMarkApplied first.',
    );
  if (state.marketBlocked && (transferKind === 'DEALER_TO_PERSON' || transferKind === 'STATE_TO_CIVIL'))
    return refusal('R17', 'The firearm failed its proof. Have it pass a REPROOF before it is sold.');
  // Heirs and authorities receive what there is; a sale is a placing on the market (2015/2403 art. 1(2)).
  return transferKind === 'INHERITANCE' || transferKind === 'TO_AUTHORITY'
    ? undefined
    : deactivationFault(state, stated.deactivationCertificateNo);
};
