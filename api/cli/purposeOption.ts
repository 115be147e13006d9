import { Option } from 'commander';
import { type Purpose, purposes } from '../../domain/access/policy.ts';

export type WithPurpose = { readonly purpose: Purpose };

/** What a command reads for: it decides how long the record of a destroyed firearm is shown, and is logged. */
export const purposeOption = (): Option =>
  new Option('--purpose <purpose>', 'what it is read for; decides how long records are shown')
    .choices(purposes.filter((purpose) => purpose !== 'OWN_RECORDS'))
    .default('AUDIT' satisfies Purpose);
