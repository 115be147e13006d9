/** Parameters that national law sets (legal-basis section 7). */
export type Policy = {
  /** Supplier named is not the recorded holder: accept with a dispute (default) or refuse. */
  readonly supplierMismatch: 'ACCEPT_FLAG' | 'REJECT';
  /** How long a dealer may annul his own report, in milliseconds (`selfAnnulWindow`, default P7D). */
  readonly selfAnnulWindow: number;
};
export const defaultPolicy: Policy = {
  supplierMismatch: 'ACCEPT_FLAG',
  selfAnnulWindow: 7 * 24 * 3600 * 1000,
};
