import { writeFileSync } from 'node:fs';
import { coverageTable } from './coverage.ts';

writeFileSync(new URL('../../docs/requirements.md', import.meta.url), coverageTable());
