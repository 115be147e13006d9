import type { StoredEvent } from '../../../domain/ports/eventStore.ts';
import { DamagedLog } from './failure.ts';
import { backOffMs, type Limits } from './limits.ts';
import type { Names } from './names.ts';
import type { RawAppend } from './rawAppend.ts';
import type { RawReads } from './rawReads.ts';
import { createRecent } from './recent.ts';
import {
  type Content,
  completedDraft,
  eventsOfUnit,
  ownTypes,
  readCompleted,
  undoneDraft,
} from './records.ts';

/** What was decided about a unit. Once decided it stays so; while it is open no reader sees anything of it. */
export type Decision =
  | { readonly kind: 'COMPLETED'; readonly events: ReadonlyArray<StoredEvent> }
  | { readonly kind: 'UNDONE' }
  | { readonly kind: 'OPEN' };

const remembered = 5_000;
const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Units that concern several streams. The first record of a unit's own stream decides: completed or undone. Whoever
 * writes it first has decided, since both writers expect that the stream does not exist.
 */
export const createUnits = (names: Names, reads: RawReads, append: RawAppend, limits: Limits) => {
  const decided = createRecent<Decision>(remembered);

  const decision = async (unit: string): Promise<Decision> => {
    const known = decided.get(unit);
    if (known !== undefined) return known;
    const [first] = await reads.stream(names.unit(unit), 0n, 1);
    if (first === undefined) return { kind: 'OPEN' };
    if (first.type !== ownTypes.completed && first.type !== ownTypes.undone)
      throw new DamagedLog(
        `The stream ${first.stream} in EventStoreDB begins with ${first.type}, not with a decision`,
      );
    const found: Decision =
      first.type === ownTypes.completed
        ? { kind: 'COMPLETED', events: eventsOfUnit(readCompleted(first), first.commit) }
        : { kind: 'UNDONE' };
    decided.set(unit, found);
    return found;
  };
  /** Completes the unit unless somebody has undone it: all its events are visible from this record on. */
  const complete = async (unit: string, content: Content): Promise<Decision> => {
    const written = await append(names.unit(unit), -1n, [completedDraft(content)]);
    if (written.kind === 'WRONG_REVISION') return decision(unit);
    const found: Decision = { kind: 'COMPLETED', events: eventsOfUnit(content, written.commit) };
    decided.set(unit, found);
    return found;
  };
  /** Undoes the unit unless it is complete: its halves then mean nothing. */
  const undo = async (unit: string): Promise<Decision> => {
    await append(names.unit(unit), -1n, [undoneDraft()]);
    return decision(unit);
  };
  /** Waits for the unit of somebody else; if he does not decide in time, he is taken for dead and the unit is undone. */
  const settle = async (unit: string): Promise<Decision> => {
    const until = Date.now() + limits.patienceMs;
    for (let attempt = 0; ; attempt += 1) {
      const found = await decision(unit);
      if (found.kind !== 'OPEN') return found;
      if (Date.now() >= until) return undo(unit);
      await sleep(Math.min(backOffMs(attempt, 100), Math.max(1, until - Date.now())));
    }
  };
  return { decision, complete, undo, settle };
};
export type Units = ReturnType<typeof createUnits>;
