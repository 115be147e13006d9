import type { RecordedEvent, Role } from '../event/envelope.ts';
import type { Policy } from '../policy/policy.ts';
import type { StateByKind, StreamKindName } from '../stream/kinds.ts';
import type { Timeline } from '../time/bitemporalFold.ts';
import type { Instant } from '../time/zone.ts';
import type { Due } from './due.ts';

/** One subject's history as a task kind sees it: what is recorded, and what follows from it in valid time. */
export type Folded<N extends StreamKindName> = {
  readonly events: ReadonlyArray<RecordedEvent>;
  readonly timeline: Timeline<StateByKind[N]>;
};

/** What one kind of task finds in one history. */
export type FoundTask = {
  readonly openedBy: string;
  /** Since when in the world; the recorded axis is the read model's. */
  readonly since: Instant;
  /** Absent where no law and no policy sets a deadline. */
  readonly due?: Due;
  /** Who is to act where that is not the same for all tasks of the kind. */
  readonly ownerRole?: Role;
  /** The party that is to act, or that the task is about. */
  readonly party?: string;
  /** The event that settled it. */
  readonly closed?: { readonly by: string; readonly at: Instant };
  /** Codes and references for whoever works on it; nothing personal. */
  readonly data?: Readonly<Record<string, string>>;
};

/**
 * One kind of task: what the law or a mismatch leaves open (users-and-jobs 2, 4, 6). A task is derived from the history
 * of its subject and never stored as an event, so it cannot be forgotten, closed by hand or contradict the register.
 */
export type TaskDefinition<N extends StreamKindName = StreamKindName> = {
  readonly kind: string;
  /** One sentence for whoever finds it in his list. */
  readonly meaning: string;
  readonly ownerRole: Role;
  /** How it is closed, for the person who asks. */
  readonly closes: string;
  /** Shown to nobody but police, prosecutor and auditor: it would warn an offender (HC-03). */
  readonly policeOnly?: true;
  /** Whether the policy knows this task at all. */
  readonly applies?: (policy: Policy) => boolean;
  /** Cheap test: whether an event may open a task of this kind. A history without one has none. */
  readonly opensWith: (event: RecordedEvent) => boolean;
  readonly find: (history: Folded<N>) => ReadonlyArray<FoundTask>;
};

export type Task = FoundTask & {
  readonly kind: string;
  readonly ownerRole: Role;
};

/** Binds the kind of stream, so that `find` knows the state. */
export const defineTask =
  <N extends StreamKindName>() =>
  (definition: TaskDefinition<N>): TaskDefinition<N> =>
    definition;
export const defineFirearmTask = defineTask<'firearm'>();

/** Opened by events of these types. */
export const ofType =
  (...types: ReadonlyArray<string>) =>
  (event: RecordedEvent): boolean =>
    types.includes(event.type);
