import * as E from 'fp-ts/lib/Either.js';
import type * as TE from 'fp-ts/lib/TaskEither.js';
import { LedgerUnwritable } from '../../api/import/importFile.ts';
import type { Plan } from '../../domain/simulation/plan.ts';
import { type Nation, nationOf } from '../../domain/simulation/population.ts';
import {
  districtsOf,
  nationalPart,
  type Part,
  partsOfDistrict,
  requestOf,
  roundsOf,
} from '../../domain/simulation/rounds.ts';
import type { Step } from '../../domain/simulation/step.ts';
import type { Receipt, RecordFailure, RecordRequest } from '../../domain/usecases/recording.ts';

export type Outcome = E.Either<RecordFailure, Receipt>;
export type RecordBatch = (
  requests: ReadonlyArray<RecordRequest>,
) => TE.TaskEither<{ readonly kind: string; readonly reason?: string }, ReadonlyArray<Outcome>>;

export type Progress = { readonly firearms: number; readonly steps: number; readonly events: number };

export type Simulation = {
  readonly plan: Plan;
  /** A recorder for some districts; each is given the national parties first where it does not share a store. */
  readonly recorderOf: (group: number) => RecordBatch;
  /** Every group has a store of its own, as in a dry run. */
  readonly separate: boolean;
  readonly observe: (step: Step, outcome: Outcome) => void;
  readonly progress: (progress: Progress) => void;
};

/** Districts whose lives share their rounds: fewer and larger batches. */
const groupDistricts = 4;
/** Groups in flight: while one waits for the database another is decided. */
const groupsAtOnce = 2;

/** Records the lives of a plan in large batches. Run again it goes on where it was stopped, since every step has its key. */
export const simulate = async (simulation: Simulation): Promise<Progress> => {
  const { plan, observe } = simulation;
  const total = { firearms: 0, steps: 0, events: 0 };
  const tell = async (record: RecordBatch, parts: ReadonlyArray<Part>): Promise<void> => {
    for (const steps of roundsOf(parts.flatMap(({ lives }) => lives))) {
      const outcomes = await record(steps.map((step) => requestOf(step, plan.zone)))();
      if (E.isLeft(outcomes)) throw new LedgerUnwritable(outcomes.left.reason ?? outcomes.left.kind);
      for (const [index, step] of steps.entries()) {
        const outcome = outcomes.right[index];
        if (outcome === undefined) throw new Error(`no outcome for ${step.key}`);
        observe(step, outcome);
        if (E.isRight(outcome) && !outcome.right.idempotent)
          total.events += outcome.right.events.length + outcome.right.elsewhere.length;
      }
      total.steps += steps.length;
      simulation.progress(total);
    }
    total.firearms += parts.reduce((sum, { firearms }) => sum + firearms, 0);
  };
  const nation: Nation = nationOf(plan);
  const districts = districtsOf(plan);
  const groups = Array.from({ length: Math.ceil(districts / groupDistricts) }, (_, group) => group);
  if (!simulation.separate) await tell(simulation.recorderOf(0), [nationalPart(nation)]);
  const recordGroup = async (group: number): Promise<void> => {
    const record = simulation.recorderOf(group);
    if (simulation.separate) await tell(record, [nationalPart(nation)]);
    const first = group * groupDistricts;
    const parts = Array.from({ length: Math.min(groupDistricts, districts - first) }, (_, index) =>
      partsOfDistrict(plan, nation, first + index),
    );
    await tell(
      record,
      parts.map(([parties]) => parties),
    );
    await tell(
      record,
      parts.map(([, firearms]) => firearms),
    );
  };
  const waiting = groups.values();
  const worker = async (): Promise<void> => {
    for (const group of waiting) await recordGroup(group);
  };
  await Promise.all(Array.from({ length: groupsAtOnce }, worker));
  return total;
};
