import * as E from 'fp-ts/lib/Either.js';
import { pipe } from 'fp-ts/lib/function.js';
import * as TE from 'fp-ts/lib/TaskEither.js';
import { answeredNeutrally } from '../access/policy.ts';
import type { RecordedEvent } from '../event/envelope.ts';
import type { EventCodec } from '../ports/eventCodec.ts';
import type {
  AppendOutcome,
  AppendUnit,
  RestingOutcome,
  StoredEvent,
  StoreUnavailable,
} from '../ports/eventStore.ts';
import type { VaultFailure } from '../ports/vault.ts';
import { anyKindOf, streamOfKey } from '../streamKinds.ts';
import { type CorrectionTargets, correctionTargets } from './correctedPersonal.ts';
import { entryFaults } from './entryFaults.ts';
import type { Histories } from './loadedStreams.ts';
import { type Memory, memoryFor } from './memory.ts';
import { type Failed, type Preparation, type Prepared, prepare, subjectOf } from './prepare.ts';
import type { Receipt, RecordFailure, RecordPorts, RecordRequest } from './recording.ts';
import { withElsewhere } from './retried.ts';
import { givenFaults, needsSealing, sealAll } from './sealing.ts';

/** Attempts against writers on the same streams; beyond it the conflict is the caller's to see. */
const attemptsMax = 20;
const noOutcome: StoreUnavailable = { kind: 'STORE_UNAVAILABLE', reason: 'the append gave no outcome' };
/** What a decision looks at was changed by others before each of its attempts could be appended. */
const everMoving: StoreUnavailable = {
  kind: 'STORE_UNAVAILABLE',
  reason: 'what this report rests on is changing faster than it can be decided: send it again',
};
/** Rounds of loading what a decision looked at; a chain of references is never that long. */
const loadRoundsMax = 6;

type Options = {
  readonly dryRun: boolean;
  /**
   * Takes over the append of what a refusal leaves elsewhere, where waiting for it would show in the time of the answer
   * (HC-03); without it the append is durable before the refusal is answered.
   */
  readonly leaving?: (append: TE.TaskEither<StoreUnavailable, unknown>) => void;
};
/** Log or vault cannot be used: nothing is known to be recorded. */
export type Unavailable = StoreUnavailable | VaultFailure;

type Decoded = { readonly last: string; readonly events: ReadonlyArray<RecordedEvent> };
const systems = new WeakMap<EventCodec, Decoded>();

/** The ledger's own stream is read with every command; it is decoded anew only when it has grown. */
const decodedSystem = (
  { codec }: RecordPorts,
  stored: ReadonlyArray<StoredEvent>,
): ReadonlyArray<RecordedEvent> => {
  const last = stored.at(-1)?.eventId ?? '';
  const known = systems.get(codec);
  if (known?.last === last) return known.events;
  const events = stored.map(codec.decode);
  systems.set(codec, { last, events });
  return events;
};

type Loaded = ReadonlyMap<string, ReadonlyArray<RecordedEvent>>;

/** Reads streams in one round trip; a stream without events is there as empty. */
const read = (
  ports: RecordPorts,
  streamIds: ReadonlyArray<string>,
): TE.TaskEither<StoreUnavailable, Loaded> =>
  pipe(
    ports.eventStore.readStreams(streamIds),
    TE.map((stored) => {
      const loaded = new Map<string, RecordedEvent[]>();
      for (const streamId of streamIds) loaded.set(streamId, []);
      const own: StoredEvent[] = [];
      for (const event of stored)
        if (event.streamId === 'system') own.push(event);
        else loaded.get(event.streamId)?.push(ports.codec.decode(event));
      const system = streamIds.includes('system') ? [['system', decodedSystem(ports, own)] as const] : [];
      return new Map([...loaded, ...system]);
    }),
  );

/** Adds streams to what is there: from memory what may be taken from it, the others in one round trip. */
const load = (
  ports: RecordPorts,
  histories: Loaded,
  streamIds: ReadonlyArray<string>,
  memory: Memory | undefined,
): TE.TaskEither<StoreUnavailable, Loaded> => {
  const known = new Map(histories);
  const unread = streamIds.filter((streamId) => {
    const taken = memory?.take(streamId);
    if (taken !== undefined) known.set(streamId, taken);
    return taken === undefined;
  });
  if (unread.length === 0) return TE.right(known);
  return pipe(
    read(ports, unread),
    TE.map((loaded) => {
      for (const [streamId, history] of loaded) {
        memory?.keep(streamId, history);
        known.set(streamId, history);
      }
      return known;
    }),
  );
};

/** Streams that a request is known to need before anything is decided. */
const neededBy = (ports: RecordPorts, request: RecordRequest): ReadonlyArray<string> => {
  const kind = anyKindOf(request.subject.kind);
  return [
    'system',
    streamOfKey(subjectOf(ports, request)),
    ...request.entries.flatMap((entry) => {
      const definition = kind.definitionOf(entry.type);
      return definition?.looksAt === undefined || entryFaults(ports, entry).length > 0
        ? []
        : definition.looksAt(entry.payload).map(streamOfKey);
    }),
  ];
};

const unprepared: Preparation = {
  outcome: E.left({ failure: { kind: 'STORE_UNAVAILABLE', reason: 'nothing was prepared' }, leaves: [] }),
  missing: new Set(),
  looked: new Map(),
};

/** Prepares requests, loading what they turn out to look at, until every outcome counts. One that counts stays. */
const prepareAll = (
  ports: RecordPorts,
  requests: ReadonlyArray<RecordRequest>,
  histories: Loaded,
  memory: Memory | undefined,
  rounds = loadRoundsMax,
): TE.TaskEither<StoreUnavailable, ReadonlyArray<Preparation>> => {
  // What is remembered is taken while it is decided, so that the decision need not be repeated for it.
  const known: Histories =
    memory === undefined
      ? histories
      : { get: (streamId) => histories.get(streamId) ?? memory.take(streamId) };
  const prepared = requests.map((request) => prepare(ports, request, known));
  const open = prepared.flatMap(({ missing }, index) => (missing.size > 0 ? [index] : []));
  if (open.length === 0) return TE.right(prepared);
  if (rounds === 0)
    return TE.left({ kind: 'STORE_UNAVAILABLE', reason: 'a decision looks at ever more streams' });
  const missing = new Set(open.flatMap((index) => [...(prepared[index]?.missing ?? [])]));
  return pipe(
    load(ports, histories, [...missing], memory),
    TE.flatMap((more) =>
      prepareAll(
        ports,
        open.flatMap((index) => requests[index] ?? []),
        more,
        memory,
        rounds - 1,
      ),
    ),
    TE.map((again) => {
      const outcomes = [...prepared];
      for (const [position, index] of open.entries()) outcomes[index] = again[position] ?? unprepared;
      return outcomes;
    }),
  );
};

/**
 * Loads, seals and prepares. What a refused command states of a person is not kept: personal values are sealed only
 * after the decision, which is made on their previewed references first.
 */
const prepareSealed = (
  ports: RecordPorts,
  requests: ReadonlyArray<RecordRequest>,
  options: Options,
  memory?: Memory,
): TE.TaskEither<Unavailable, ReadonlyArray<Preparation>> =>
  pipe(
    correctionTargets(ports, requests),
    TE.flatMap(
      (targets): TE.TaskEither<Unavailable, ReadonlyArray<Preparation>> =>
        prepareWith(
          ports,
          requests,
          targets,
          options,
          // Nothing of a person goes into the vault on a decision that may turn out to rest on what was.
          requests.some((request) => needsSealing(request, targets)) ? undefined : memory,
        ),
    ),
  );

const prepareWith = (
  ports: RecordPorts,
  requests: ReadonlyArray<RecordRequest>,
  targets: CorrectionTargets,
  { dryRun }: Options,
  memory: Memory | undefined,
): TE.TaskEither<Unavailable, ReadonlyArray<Preparation>> => {
  const faulty = requests.map((request) => givenFaults(ports, request, targets));
  const asked = requests.filter((_, index) => faulty[index] === undefined);
  const prepared = (sealed: ReadonlyArray<RecordRequest>) =>
    pipe(
      load(ports, new Map(), [...new Set(sealed.flatMap((request) => neededBy(ports, request)))], memory),
      TE.flatMap((histories) => prepareAll(ports, sealed, histories, memory)),
    );
  const accepted = (preparations: ReadonlyArray<Preparation>, index: number): boolean =>
    preparations[index]?.outcome._tag === 'Right';
  return pipe(
    sealAll(ports, asked, targets, 'preview'),
    TE.flatMap((previewed) =>
      pipe(
        prepared(previewed),
        TE.flatMap((preparations): TE.TaskEither<Unavailable, ReadonlyArray<Preparation>> => {
          const toSeal = asked.filter(
            (request, index) => accepted(preparations, index) && needsSealing(request, targets),
          );
          if (dryRun || toSeal.length === 0) return TE.right(preparations);
          return pipe(
            sealAll(ports, toSeal, targets, 'seal'),
            TE.flatMap(prepared),
            TE.map((again) => {
              const sealedOf = new Map(toSeal.map((request, index) => [request, again[index]]));
              return asked.map(
                (request, index) => sealedOf.get(request) ?? preparations[index] ?? unprepared,
              );
            }),
          );
        }),
      ),
    ),
    TE.map((preparations) => {
      let next = 0;
      return faulty.map((fault): Preparation => {
        if (fault !== undefined)
          return {
            outcome: E.left({ failure: { kind: 'INVALID_PAYLOAD', ...fault }, leaves: [] }),
            missing: new Set(),
            looked: new Map(),
          };
        next += 1;
        return preparations[next - 1] ?? unprepared;
      });
    }),
  );
};
const settled = (
  { receipt }: Prepared & { readonly kind: 'APPEND' },
  outcome: AppendOutcome,
): E.Either<RecordFailure, Receipt> => {
  if (outcome.kind === 'APPENDED') {
    const positions = outcome.appended.map(({ position }) => position);
    const last = outcome.appended[0];
    return E.right({
      ...receipt,
      // A query that waits for this position sees every half of the command.
      position: positions.reduce((a, b) => (a > b ? a : b), 0n),
      ...(last === undefined ? {} : { recordedAt: last.recordedAt }),
      idempotent: outcome.appended.every(({ idempotent }) => idempotent),
    });
  }
  return outcome.error.kind === 'WRONG_EXPECTED_REVISION'
    ? E.left({
        kind: 'VERSION_CONFLICT',
        actual: outcome.error.actual === 'NO_STREAM' ? 0 : Number(outcome.error.actual) + 1,
      })
    : E.left({ kind: 'IDEMPOTENCY_KEY_REUSED' });
};

/**
 * Another request under this key was faster. Its content is not known here: the request is decided anew on what stands
 * there, which compares the two.
 */
const overtaken = (outcome: AppendOutcome): boolean =>
  outcome.kind === 'APPENDED' && outcome.appended.every(({ idempotent }) => idempotent);

/** Appended by this very attempt, every part of it. */
const isPlain = (outcome: RestingOutcome): boolean =>
  outcome.kind === 'APPENDED' && outcome.appended.every(({ idempotent }) => !idempotent);

/**
 * A trial records nothing, but who must not learn of an alert has asked for the firearm under it all the same: the police
 * hears of the question as of an attempt (HC-03). An authority that tries something out sees the alert anyway.
 */
const leavesNothing = ({ recordedBy }: RecordRequest, { dryRun }: Options): boolean =>
  dryRun && !answeredNeutrally.has(recordedBy.role);

/**
 * What a refused command leaves elsewhere is durable before the refusal is answered. Each notice stands alone: of a
 * repeated attempt one may be there already while another, in a stream that was not concerned before, is not.
 */
const refused = (
  ports: RecordPorts,
  request: RecordRequest,
  { failure, leaves }: Failed,
  options: Options,
): TE.TaskEither<RecordFailure, never> => {
  if (leaves.length === 0 || leavesNothing(request, options)) return TE.left(failure);
  const append = ports.eventStore.appendMany(leaves.map((notice) => [notice]));
  if (options.leaving === undefined)
    return pipe(
      append,
      TE.flatMap((): TE.TaskEither<RecordFailure, never> => TE.left(failure)),
    );
  options.leaving(append);
  return TE.left(failure);
};

/**
 * Appends units, each if the streams that its decision looked at still end as they did. Of the streams that a unit writes
 * the expected revision says it. A log that cannot compare in the append takes what was read as it was read.
 */
const append = (
  { eventStore }: RecordPorts,
  decided: ReadonlyArray<{ readonly unit: AppendUnit; readonly looked: Preparation['looked'] }>,
): TE.TaskEither<StoreUnavailable, ReadonlyArray<RestingOutcome>> => {
  const { appendMany, appendResting } = eventStore;
  if (appendResting === undefined) return appendMany(decided.map(({ unit }) => unit));
  return TE.traverseArray(({ unit, looked }: (typeof decided)[number]) => {
    const restsOn = new Map(looked);
    for (const { streamId } of unit) restsOn.delete(streamId);
    return appendResting({ unit, restsOn });
  })(decided);
};

/**
 * Records events for one subject: load, decide, append with the expected revision. Durable when it answers Right. A
 * retry under the same key gives the first answer; a writer who was faster is read again and the decision repeated,
 * unless the caller named the version he saw.
 *
 * The first attempt takes the surroundings from memory, where there is one. Whatever then becomes of it but a plain
 * acceptance that the append confirms, a refusal above all, is decided anew on what is read.
 */
export const recordEvents =
  (ports: RecordPorts) =>
  (request: RecordRequest, options: Options = { dryRun: false }): TE.TaskEither<RecordFailure, Receipt> => {
    const attempt = (left: number, trusting: boolean): TE.TaskEither<RecordFailure, Receipt> => {
      const memory = options.dryRun ? undefined : memoryFor(ports, request, trusting);
      return pipe(
        prepareSealed(ports, [request], options, memory),
        TE.flatMap(([preparation = unprepared]): TE.TaskEither<RecordFailure, Receipt> => {
          const { outcome } = preparation;
          const trusted = memory?.isTrusted() === true;
          if (E.isLeft(outcome))
            return trusted ? attempt(left, false) : refused(ports, request, outcome.left, options);
          const prepared = outcome.right;
          if (prepared.kind === 'ALREADY') return withElsewhere(ports, request, prepared.receipt);
          if (options.dryRun) return TE.right(prepared.receipt);
          return pipe(
            append(ports, [{ unit: prepared.unit, looked: preparation.looked }]),
            TE.flatMap(([appended]): TE.TaskEither<RecordFailure, Receipt> => {
              memory?.written(prepared.unit);
              if (appended === undefined) return TE.left(noOutcome);
              if (trusted && !isPlain(appended)) {
                memory?.forgetTaken();
                return attempt(left, false);
              }
              if (appended.kind === 'MOVED') return left > 1 ? attempt(left - 1, false) : TE.left(everMoving);
              const again =
                overtaken(appended) ||
                (appended.kind === 'REFUSED' &&
                  appended.error.kind === 'WRONG_EXPECTED_REVISION' &&
                  request.expectedVersion === undefined);
              return again && left > 1
                ? attempt(left - 1, false)
                : TE.fromEither(settled(prepared, appended));
            }),
          );
        }),
      );
    };
    return attempt(attemptsMax, true);
  };

type Outcome = E.Either<RecordFailure, Receipt>;

const nothing: Preparation['looked'] = new Map();
/** Requests a wave loads at once. */
const waveRequestsMax = 1000;

/** Appends one wave of a batch: the requests that rest on nothing the same wave changes. */
const recordWave = (
  ports: RecordPorts,
  requests: ReadonlyArray<RecordRequest>,
  options: Options,
): TE.TaskEither<Unavailable, ReadonlyArray<Outcome | 'LATER'>> =>
  pipe(
    prepareSealed(ports, requests, options),
    TE.flatMap((preparations) => {
      const touched = new Set<string>();
      const chosen = preparations.map((preparation, index) => {
        const { outcome, looked } = preparation;
        const rests = [...looked.keys()].some((streamId) => touched.has(streamId));
        const asked = requests[index];
        const units: ReadonlyArray<AppendUnit> = E.isLeft(outcome)
          ? asked === undefined || leavesNothing(asked, options)
            ? []
            : outcome.left.leaves.map((notice) => [notice])
          : outcome.right.kind === 'APPEND'
            ? [outcome.right.unit]
            : [];
        // What is put off keeps its place in the order of its streams: nothing overtakes it.
        for (const { streamId } of units.flat()) touched.add(streamId);
        if (rests) for (const streamId of looked.keys()) touched.add(streamId);
        // What a refusal leaves elsewhere rests on nothing: it tells of the attempt.
        return rests ? undefined : { outcome, units, looked: E.isLeft(outcome) ? nothing : looked };
      });
      const sent = chosen.flatMap((each) =>
        each === undefined || (options.dryRun && E.isRight(each.outcome))
          ? []
          : each.units.map((unit) => ({ each, unit, looked: each.looked })),
      );
      return pipe(
        sent.length === 0
          ? TE.right<StoreUnavailable, ReadonlyArray<RestingOutcome>>([])
          : append(ports, sent),
        TE.map((appended) => {
          const outcomeOf = new Map(sent.map(({ each }, index) => [each, appended[index]]));
          return chosen.map((each): Outcome | 'LATER' => {
            if (each === undefined) return 'LATER';
            if (E.isLeft(each.outcome)) return E.left(each.outcome.left.failure);
            const prepared = each.outcome.right;
            const outcome = outcomeOf.get(each);
            if (prepared.kind === 'ALREADY' || outcome === undefined) return E.right(prepared.receipt);
            return outcome.kind === 'MOVED' || overtaken(outcome) ? 'LATER' : settled(prepared, outcome);
          });
        }),
      );
    }),
  );

/**
 * Records many subjects' events in few round trips for all of them: all or nothing per request, never per batch
 * (HC-25). A request that rests on a stream which an earlier one of the batch changes is decided after that one is
 * recorded. The outcomes come in the order of the requests.
 */
export const recordMany =
  (ports: RecordPorts) =>
  (
    requests: ReadonlyArray<RecordRequest>,
    options: Options = { dryRun: false },
  ): TE.TaskEither<Unavailable, ReadonlyArray<Outcome>> => {
    const outcomes: Outcome[] = [];
    const next = (left: ReadonlyArray<number>): TE.TaskEither<Unavailable, ReadonlyArray<Outcome>> => {
      if (left.length === 0) return TE.right(outcomes);
      const wave = left.slice(0, waveRequestsMax);
      const asked = wave.flatMap((index) => requests[index] ?? []);
      return pipe(
        recordWave(ports, asked, options),
        TE.flatMap((results) => {
          const later: number[] = [];
          for (const [position, index] of wave.entries()) {
            const result = results[position];
            if (result === undefined || result === 'LATER') later.push(index);
            else outcomes[index] = result;
          }
          return next([...later, ...left.slice(waveRequestsMax)]);
        }),
      );
    };
    return next(requests.map((_, index) => index));
  };
