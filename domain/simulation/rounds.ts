import { readEffectiveTime } from '../time/effectiveTime.ts';
import type { RecordRequest } from '../usecases/recording.ts';
import { lifeOf } from './life.ts';
import type { Party } from './parties.ts';
import { firearmsOfDistrict, type Plan } from './plan.ts';
import { districtOf, type Nation } from './population.ts';
import type { Life, Step } from './step.ts';

/** The lives of a district in two parts: its parties with their rights first, then its firearms. */
export type Part = { readonly lives: ReadonlyArray<Life>; readonly firearms: number };

export const nationalPart = ({ maker, importers, stateBody }: Nation): Part => ({
  lives: [maker.life, ...importers.map(({ life }) => life), stateBody.life],
  firearms: 0,
});

export const districtsOf = ({ firearms }: Pick<Plan, 'firearms'>): number =>
  Math.ceil(firearms / firearmsOfDistrict);

/** Parties that the lives of a district speak of, and these lives. Each district is told by itself. */
export const partsOfDistrict = (plan: Plan, nation: Nation, number: number): readonly [Part, Part] => {
  const town = districtOf(plan, number);
  const count = Math.min(firearmsOfDistrict, plan.firearms - number * firearmsOfDistrict);
  const met = new Set<Party>();
  const lives = Array.from({ length: count }, (_, index) => {
    const told = lifeOf(plan, nation, town, index);
    for (const party of told.met) met.add(party);
    return told.life;
  });
  const parties = [...town.dealers, ...town.persons].filter((party) => met.has(party));
  return [
    { lives: parties.map(({ life }) => life), firearms: 0 },
    { lives, firearms: count },
  ];
};

/**
 * The steps in rounds: the k-th of every life. What a step rests on is in earlier rounds, so that a batch of a round
 * needs no second wave.
 */
export function* roundsOf(lives: ReadonlyArray<Life>): Generator<ReadonlyArray<Step>> {
  const longest = lives.reduce((most, { steps }) => Math.max(most, steps.length), 0);
  for (let index = 0; index < longest; index += 1) yield lives.flatMap(({ steps }) => steps[index] ?? []);
}

/** A step as the use cases take it. */
export const requestOf = (step: Step, zone: string): RecordRequest => {
  const effectiveAt = readEffectiveTime(step.effectiveAt, zone) ?? { precision: 'UNKNOWN' as const, zone };
  return {
    subject: step.begins ? { kind: step.subject.kind } : step.subject,
    idempotencyKey: step.key,
    recordedBy: step.recordedBy,
    entries: [{ type: step.type, effectiveAt, payload: step.payload, source: step.source }],
  };
};
