import type { AuditList } from './auditList.ts';
import { accessStatistics } from './lists/accessStatistics.ts';
import { completeness } from './lists/completeness.ts';
import { correctionCounts } from './lists/correctionCounts.ts';
import { corrections } from './lists/corrections.ts';
import { fourEyes } from './lists/fourEyes.ts';
import { lateReports } from './lists/lateReports.ts';
import { withoutHolder } from './lists/withoutHolder.ts';

/** The lists of the auditor (users-and-jobs 6). */
export const auditLists: ReadonlyArray<AuditList> = [
  corrections,
  correctionCounts,
  fourEyes,
  lateReports,
  completeness,
  withoutHolder,
  accessStatistics,
];
export const auditListNames: ReadonlyArray<string> = auditLists.map(({ name }) => name);
