import { partiesDiffer } from '../../component/particulars.ts';
import { flaggedTask } from './flagged.ts';

type Transfer = { readonly supplierId: unknown };

/** The transfer of a loose component names a supplier who was not recorded as its holder. */
export const componentSupplierMismatch = flaggedTask<'component'>({
  flag: 'SUPPLIER_MISMATCH',
  meaning: 'A transfer names a supplier who was not recorded as holder: a transfer before it may be missing.',
  closes: ', recording the missing transfer, or an answer of the authority to the transfer',
  stands: ({ payload }, { holder }) => partiesDiffer((payload as Transfer).supplierId, holder?.party),
});
