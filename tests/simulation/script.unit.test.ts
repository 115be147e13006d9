import { expect, test } from 'vitest';
import { lifeOf } from '../../domain/simulation/life.ts';
import { firearmsOfDistrict, type Plan } from '../../domain/simulation/plan.ts';
import { districtOf, nationOf } from '../../domain/simulation/population.ts';
import type { Step } from '../../domain/simulation/step.ts';
import { derivedIds } from '../../infra/system/derivedIds.ts';

const plan: Plan = {
  seed: 20_260,
  firearms: 100_000,
  from: '2005-01-01',
  until: '2026-05-31',
  zone: 'Europe/Belgrade',
  territory: 'ME',
  ids: derivedIds,
};
/** The one district of a hundred in which a firearm was marked anew before its first record was corrected. */
const district = 94;

type Correction = {
  readonly targetEventId: string;
  readonly changes: ReadonlyArray<{
    readonly path: string;
    readonly recordedValue: unknown;
    readonly correctValue: unknown;
  }>;
};

const valueAt = ({ effectiveAt, payload }: Pick<Step, 'effectiveAt' | 'payload'>, path: string): unknown =>
  path
    .slice(1)
    .split('/')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], {
      effectiveAt,
      payload,
    });

test('a correction in a simulated life names the value that its target holds', () => {
  const nation = nationOf(plan);
  const town = districtOf(plan, district);
  let corrections = 0;
  for (let index = 0; index < firearmsOfDistrict; index += 1) {
    const { steps } = lifeOf(plan, nation, town, index).life;
    const byId = new Map(steps.map((step) => [step.eventId, step]));
    for (const step of steps) {
      if (step.type !== 'RecordCorrected' || step.intended.kind !== 'ACCEPTED') continue;
      const { targetEventId, changes } = step.payload as unknown as Correction;
      const target = byId.get(targetEventId);
      if (target === undefined) throw new Error(`${step.key} corrects what nobody recorded`);
      for (const { path, recordedValue } of changes)
        expect([step.key, recordedValue]).toEqual([step.key, valueAt(target, path)]);
      corrections += 1;
    }
  }
  expect(corrections).toBeGreaterThan(5);
});
