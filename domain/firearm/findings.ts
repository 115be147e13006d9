import { isAbsent } from '../shared/shape.ts';
import type { Custody, FirearmState } from './state.ts';

const ended: ReadonlySet<Custody> = new Set(['NEW', 'EXP', 'DSM', 'DST']);
const identifying = [
  ['SERIAL', 'serialRaw'],
  ['MAKE', 'make'],
  ['MODEL', 'model'],
  ['CALIBRE', 'calibre'],
] as const;

/**
 * What is wrong with the record of a firearm: what its digitisation noted, and what the register can see itself (Dir.
 * 4(5)(a) and (c), users-and-jobs 6 completeness; REQ-REC-02). A firearm that is no more is not completed any more.
 */
export const findingsOf = (state: FirearmState): ReadonlyArray<string> => {
  const { identity, holder, markState, custody, findings } = state;
  if (ended.has(custody)) return findings;
  const found = new Set(findings);
  for (const [name, field] of identifying) {
    const value = identity?.[field];
    if (value === undefined) found.add(`${name}_UNKNOWN`);
    else if (isAbsent(value)) found.add(`${name}_${value.absent}`);
  }
  if (holder === undefined) found.add('HOLDER_NONE');
  else if (isAbsent(holder.party)) found.add(`HOLDER_${holder.party.absent}`);
  if (markState === 'UNMARKED') found.add('MARK_MISSING');
  return found.size === findings.length ? findings : [...found];
};
