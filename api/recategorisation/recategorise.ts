import * as E from 'fp-ts/lib/Either.js';
import type { RecordedBy, RecordedEvent } from '../../domain/event/envelope.ts';
import {
  type Concern,
  categoriesOf,
  concernOf,
  type LawChange,
  lawChange,
} from '../../domain/firearm/changeByLaw.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { standsAlone, unionOfStreams } from '../../domain/firearm/unionOfStreams.ts';
import type { EventCodec } from '../../domain/ports/eventCodec.ts';
import type { EventStore } from '../../domain/ports/eventStore.ts';
import { canonicalJson, type Json } from '../../domain/shared/canonicalJson.ts';
import { streamOfKey } from '../../domain/streamKinds.ts';
import { timelineOf } from '../../domain/time/bitemporalFold.ts';
import { startOfDate } from '../../domain/time/calendarDate.ts';
import { loadFamily } from '../../domain/usecases/firearmHistory.ts';
import { recordMany } from '../../domain/usecases/recordEvents.ts';
import type { RecordPorts, RecordRequest } from '../../domain/usecases/recording.ts';
import { losesRight } from '../../projections/authorisationsDue/covering.ts';
import { firearmsInCategories } from '../../projections/currentRegistry/byCategory.ts';
import type { SqlClient } from '../../projections/engine/sql.ts';
import { zodOf } from '../schema/zodOfShape.ts';

/** The edge's form of an act. */
export const lawChangeSchema = zodOf(lawChange);

/** Firearms that are read, decided and recorded at once. */
const pageSize = 500;

export type RecategorisationPorts = {
  readonly record: RecordPorts;
  readonly eventStore: EventStore;
  readonly codec: EventCodec;
  readonly sql: SqlClient;
  readonly zone: string;
};
export type RecategorisationOptions = { readonly dryRun: boolean; readonly recordedBy: RecordedBy };

/** What came of one firearm that the act concerns, or seems to. */
export type RecategorisationLine = {
  readonly firearmId: string;
  readonly outcome:
    | 'RECORDED'
    | 'WOULD_BE_RECORDED'
    | 'ALREADY_RECORDED'
    /** For a person to look at: `because` says why. */
    | 'LEFT'
    | 'UNDECIDED'
    | 'REFUSED';
  readonly because?: string;
  readonly missing?: ReadonlyArray<string>;
  readonly from?: unknown;
  readonly to?: LawChange['to'];
  readonly eventId?: string;
  readonly disputes?: ReadonlyArray<string>;
  readonly holder?: string;
  /** The holder has a right to what it was, and none to what it becomes. */
  readonly holderLosesRight?: boolean;
};

type Subject = { readonly id: string; readonly events: ReadonlyArray<RecordedEvent> };

/** The log or the vault does not answer: nothing more is recorded, and the same act goes on later. */
export class RecategorisationStopped extends Error {}

const read = async (
  { eventStore, codec }: RecategorisationPorts,
  ids: ReadonlyArray<string>,
): Promise<ReadonlyArray<Subject>> => {
  const stored = await eventStore.readStreams(ids.map((id) => streamOfKey({ kind: 'firearm', id })))();
  if (E.isLeft(stored)) throw new RecategorisationStopped(stored.left.reason);
  const histories = new Map<string, RecordedEvent[]>(
    ids.map((id) => [streamOfKey({ kind: 'firearm', id }), []]),
  );
  for (const event of stored.right) histories.get(event.streamId)?.push(codec.decode(event));
  const subjects: Subject[] = [];
  for (const id of ids) {
    const own = histories.get(streamOfKey({ kind: 'firearm', id })) ?? [];
    if (standsAlone(own)) {
      subjects.push({ id, events: own });
      continue;
    }
    const family = await loadFamily({ eventStore, codec }, id)();
    if (E.isLeft(family)) throw new RecategorisationStopped(family.left.reason);
    const union = unionOfStreams(id, family.right);
    // A merged record is changed where it goes on.
    if (union.id === id) subjects.push(union);
  }
  return subjects;
};

type Judged = { readonly id: string; readonly concern: Exclude<Concern, { kind: 'NOT_CONCERNED' }> };
type Concerned = { readonly id: string; readonly concern: Extract<Concern, { kind: 'CONCERNED' }> };
const isConcerned = (judged: Judged): judged is Concerned => judged.concern.kind === 'CONCERNED';

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const rightsLost = async (
  { sql, record }: RecategorisationPorts,
  { to }: LawChange,
  concerned: ReadonlyArray<Concerned>,
): Promise<ReadonlyMap<string, { readonly holder: string; readonly loses: boolean }>> => {
  const held = concerned.flatMap(({ id, concern: { state } }) => {
    const { holder, identity } = state;
    return typeof holder?.party !== 'string' || (holder.role !== 'HOLDER' && holder.role !== 'TRADE')
      ? []
      : [{ id, party: holder.party, from: [text(identity?.category), text(identity?.subcategory)] as const }];
  });
  const lost = await losesRight(
    sql,
    held.map(({ party, from }) => ({ party, from, to: [to.category, to.subcategory] })),
    record.clock.now(),
  );
  return new Map(held.map(({ id, party }, index) => [id, { holder: party, loses: lost[index] === true }]));
};

/** The line of a firearm of which nothing is recorded in this run. */
const settledLine = ({ id, concern }: Judged): RecategorisationLine => {
  switch (concern.kind) {
    case 'ALREADY':
      return { firearmId: id, outcome: 'ALREADY_RECORDED', eventId: concern.event.eventId };
    case 'LEFT':
      return { firearmId: id, outcome: 'LEFT', because: concern.because };
    case 'UNDECIDED':
      return { firearmId: id, outcome: 'UNDECIDED', missing: concern.missing };
    case 'CONCERNED':
      return { firearmId: id, outcome: 'REFUSED', because: 'nothing answered' };
  }
};

/**
 * Puts the firearms that an act concerns into their new category, page by page in the order of their ids (HC-22): one
 * FirearmRecategorised each, with the act as decision and its day as effective date. The key derives from the act and
 * the firearm, so that a run after a kill goes on and records nothing twice. A dry run decides the same and writes
 * nothing.
 */
export async function* recategorise(
  ports: RecategorisationPorts,
  act: LawChange,
  { dryRun, recordedBy }: RecategorisationOptions,
): AsyncGenerator<ReadonlyArray<RecategorisationLine>> {
  const digest = ports.record.digest(canonicalJson(act as unknown as Json));
  const keyOf = (id: string): string => `recategorise ${digest.slice(0, 32)} ${id}`;
  const record = recordMany(ports.record);
  const at = startOfDate(act.effectiveOn, ports.zone);
  const requestOf = ({ id, concern }: Concerned): RecordRequest => ({
    subject: { kind: 'firearm', id },
    idempotencyKey: keyOf(id),
    recordedBy,
    entries: [
      {
        type: 'FirearmRecategorised',
        effectiveAt: { precision: 'DAY', value: act.effectiveOn, zone: ports.zone },
        payload: concern.payload,
        source: { kind: 'DIRECT' },
        ...(act.legalBasis === undefined ? {} : { legalBasis: act.legalBasis }),
      },
    ],
  });
  let after = '';
  for (;;) {
    const ids = await firearmsInCategories(ports.sql, {
      since: at,
      categories: categoriesOf(act.select),
      ...(act.select.subcategories === undefined ? {} : { subcategories: act.select.subcategories }),
      // Those that an earlier run changed are in the new category already, and belong to the report.
      also: act.to.subcategory,
      ...(act.select.manufacturerCodes === undefined
        ? {}
        : { manufacturerCodes: act.select.manufacturerCodes }),
      ...(act.select.models === undefined ? {} : { models: act.select.models }),
      after,
      limit: pageSize,
    });
    const last = ids.at(-1);
    if (last === undefined) return;
    after = last;
    const now = ports.record.clock.now();
    const judged = (await read(ports, ids)).flatMap(({ id, events }): ReadonlyArray<Judged> => {
      const concern = concernOf(act, timelineOf(firearmKind.fold, events), {
        at,
        now,
        events,
        key: keyOf(id),
      });
      return concern.kind === 'NOT_CONCERNED' ? [] : [{ id, concern }];
    });
    const concerned = judged.filter(isConcerned);
    const rights = await rightsLost(ports, act, concerned);
    const outcomes = await record(concerned.map(requestOf), { dryRun })();
    if (E.isLeft(outcomes))
      throw new RecategorisationStopped(
        'reason' in outcomes.left ? outcomes.left.reason : outcomes.left.kind,
      );
    const recorded = new Map(concerned.map(({ id }, index) => [id, outcomes.right[index]]));
    yield judged.map((each): RecategorisationLine => {
      const outcome = recorded.get(each.id);
      if (!isConcerned(each) || outcome === undefined) return settledLine(each);
      const right = rights.get(each.id);
      const shown = {
        firearmId: each.id,
        from: (each.concern.payload as { readonly from: unknown }).from,
        to: act.to,
        ...(right === undefined ? {} : { holder: right.holder, holderLosesRight: right.loses }),
      };
      if (E.isLeft(outcome)) {
        const failure = outcome.left;
        return {
          ...shown,
          outcome: 'REFUSED',
          because:
            failure.kind === 'REFUSED' ? `${failure.refusal.code}: ${failure.refusal.detail}` : failure.kind,
        };
      }
      const event = outcome.right.events[0];
      return {
        ...shown,
        outcome: dryRun ? 'WOULD_BE_RECORDED' : outcome.right.idempotent ? 'ALREADY_RECORDED' : 'RECORDED',
        ...(event === undefined || dryRun ? {} : { eventId: event.eventId }),
        ...(event === undefined || event.disputes.length === 0 ? {} : { disputes: event.disputes }),
      };
    });
  }
}
