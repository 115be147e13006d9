import { partiesDiffer } from '../../component/particulars.ts';
import type { TaskDefinition } from '../task.ts';
import { flaggedTask } from './flagged.ts';
import { supplierMismatch } from './supplierMismatch.ts';

type Transfer = { readonly supplierId: unknown };

const { meaning, closes } = supplierMismatch;

/** The transfer of a loose component names a supplier who was not recorded as its holder. */
export const componentSupplierMismatch: TaskDefinition<'component'> = {
  ...flaggedTask<'component'>({
    flag: 'SUPPLIER_MISMATCH',
    meaning,
    closes: '',
    stands: ({ payload }, { holder }) => partiesDiffer((payload as Transfer).supplierId, holder?.party),
  }),
  closes,
};
