import * as E from 'fp-ts/lib/Either.js';
import type { Step } from '../../domain/simulation/step.ts';
import type { Outcome } from './simulate.ts';

/** A step that came to something else than the script meant. */
export type Unintended = {
  readonly key: string;
  readonly type: string;
  readonly intended: string;
  readonly came: string;
};

const intendedText = ({ intended }: Step): string =>
  intended.kind === 'ACCEPTED' ? intended.kind : `${intended.kind} ${intended.code}`;

/** Reasons that leave an event in effect; the script does not foresee each of them. */
const flag = /^[A-Z_]{8,}$/;

/** What a step came to, in the words of the script. */
export const cameTo = (outcome: Outcome): string => {
  if (E.isLeft(outcome))
    return outcome.left.kind === 'REFUSED'
      ? `REFUSED ${outcome.left.refusal.code}`
      : `${outcome.left.kind}${'faults' in outcome.left ? ` ${JSON.stringify(outcome.left.faults)}` : ''}`;
  const guard = outcome.right.events.flatMap(({ disputes }) => disputes).find((reason) => !flag.test(reason));
  return guard === undefined ? 'ACCEPTED' : `DISPUTED ${guard}`;
};

const unintendedMax = 50;

/** Counts what became of the steps. */
export const createTally = () => {
  const events = new Map<string, number>();
  const refusals = new Map<string, number>();
  const unintended: Unintended[] = [];
  let unintendedCount = 0;
  let alreadyRecorded = 0;
  let position = 0n;
  const count = (map: Map<string, number>, name: string): void => {
    map.set(name, (map.get(name) ?? 0) + 1);
  };
  return {
    observe: (step: Step, outcome: Outcome): void => {
      const came = cameTo(outcome);
      if (E.isRight(outcome)) {
        const { right } = outcome;
        if (right.idempotent) {
          alreadyRecorded += 1;
          return;
        }
        for (const { type } of [...right.events, ...right.elsewhere]) count(events, type);
        if (right.position !== undefined && right.position > position) position = right.position;
      } else count(refusals, outcome.left.kind === 'REFUSED' ? outcome.left.refusal.code : outcome.left.kind);
      if (came === intendedText(step)) return;
      unintendedCount += 1;
      if (unintended.length < unintendedMax)
        unintended.push({ key: step.key, type: step.type, intended: intendedText(step), came });
    },
    summary: () => ({ events, refusals, unintended, unintendedCount, alreadyRecorded, position }),
  };
};
