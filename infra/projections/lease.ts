/**
 * The advisory lock that lets one worker among many processes run a read model, as SQL: its key, of the name and the
 * version of the read model.
 */
export const leaseKeySql = (name: string, version: string): string =>
  `hashtext('projection ' || ${name} || ' ' || ${version})`;
