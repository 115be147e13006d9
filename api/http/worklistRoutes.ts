import type { FastifyInstance } from 'fastify';
import { alertListRoutes } from './alertListRoutes.ts';
import { auditListRoutes } from './auditListRoutes.ts';
import { certificateRoutes } from './certificateRoutes.ts';
import type { HttpDeps } from './deps.ts';
import { qualityRoutes } from './qualityRoutes.ts';
import { recoveryStatisticsRoutes } from './recoveryStatisticsRoutes.ts';
import { reportDelayRoutes } from './reportDelayRoutes.ts';
import { retentionRoutes } from './retentionRoutes.ts';
import { taskDelayRoutes } from './taskDelayRoutes.ts';
import { taskRoutes } from './taskRoutes.ts';
import { transferRoutes } from './transferRoutes.ts';

const families = [
  taskRoutes,
  alertListRoutes,
  transferRoutes,
  retentionRoutes,
  certificateRoutes,
  qualityRoutes,
  reportDelayRoutes,
  auditListRoutes,
  recoveryStatisticsRoutes,
  taskDelayRoutes,
] as const;

/** The lists that people work through and audit by, one file a family. */
export const worklistRoutes =
  (deps: HttpDeps) =>
  async (instance: FastifyInstance): Promise<void> => {
    for (const family of families) await instance.register(family(deps));
  };
