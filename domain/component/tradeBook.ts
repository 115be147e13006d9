import type { RecordedEvent } from '../event/envelope.ts';
import { concerns } from '../firearm/ownView.ts';
import type { Audience, Movement as FirearmMovement } from '../firearm/tradeBook.ts';
import { type Absent, isAbsent } from '../shared/shape.ts';
import type { Timeline, TimelineStep } from '../time/bitemporalFold.ts';
import type { Bounds } from '../time/effectiveTime.ts';
import type { ComponentState, ComponentStatus } from './state.ts';

/** A loose part comes into the book also out of a firearm, and leaves it into one. */
export type PartMovement = FirearmMovement | 'REMOVED' | 'FITTED';

export type PartLine = {
  readonly party: string;
  readonly direction: 'IN' | 'OUT';
  readonly movement: PartMovement;
  readonly counterparty?: string | Absent;
  readonly event: RecordedEvent;
  readonly bounds: Bounds;
  readonly state: ComponentState;
};
export type PartStock = {
  readonly party: string;
  readonly from: number;
  readonly to?: number;
  readonly basis: RecordedEvent;
  readonly state: ComponentState;
};
export type PartBook = { readonly lines: ReadonlyArray<PartLine>; readonly stock: ReadonlyArray<PartStock> };

/** What tells of an alert, a seizure or an investigation (HC-03). */
const telling: ReadonlySet<ComponentStatus> = new Set(['LST', 'STL', 'AUT', 'SZD', 'FRF']);

type Place = Pick<ComponentState, 'status' | 'holder'>;

/** In whose stock a part is: loose, and in trade or State stock. What is in a firearm is counted with that firearm. */
const stockOf = ({ status, holder }: Place): string | undefined =>
  status === 'LOOSE' &&
  holder !== undefined &&
  !isAbsent(holder.party) &&
  (holder.role === 'TRADE' || holder.role === 'STATE')
    ? holder.party
    : undefined;

const inBy: Readonly<Record<string, PartMovement>> = {
  ComponentManufactured: 'MANUFACTURED',
  ComponentRegistered: 'REGISTERED',
  ComponentTransferred: 'ACQUIRED',
  ComponentRemoved: 'REMOVED',
  ComponentReplaced: 'REMOVED',
  FirearmReleased: 'RELEASED',
};
const outTo: { readonly [S in ComponentStatus]?: PartMovement } = {
  FITTED: 'FITTED',
  LST: 'LOST',
  STL: 'STOLEN',
  AUT: 'WITH_AUTHORITY',
  SZD: 'SEIZED',
  FRF: 'FORFEITED',
  EXP: 'EXPORTED',
  DESTROYED: 'DESTROYED',
};

type Stated = {
  readonly supplierId?: string | Absent;
  readonly acquirerId?: string | Absent;
  readonly toParty?: string;
};
const otherSide = ({ type, payload }: RecordedEvent, direction: 'IN' | 'OUT') => {
  const stated = payload as Stated;
  if (type === 'ComponentTransferred') return direction === 'IN' ? stated.supplierId : stated.acquirerId;
  return type === 'FirearmReleased' && direction === 'OUT' ? stated.toParty : undefined;
};

type Seen = {
  readonly step: TimelineStep<ComponentState>;
  readonly place: Place;
  readonly owner: string | undefined;
};

const lineOf = (
  party: string,
  direction: 'IN' | 'OUT',
  { step: { event, bounds, state }, place }: Seen,
  audience: Audience,
): PartLine => {
  const other = audience === 'REGISTER' || concerns(event, party) ? otherSide(event, direction) : undefined;
  return {
    party,
    direction,
    movement:
      direction === 'IN'
        ? (inBy[event.type] ?? 'RETURNED')
        : (outTo[place.status] ?? (place.holder?.party === party ? 'OTHER' : 'DISPOSED')),
    ...(other === undefined || other === party ? {} : { counterparty: other }),
    event,
    bounds,
    state,
  };
};

const particularsOf = ({ kind, make, serialRaw, calibre, intendedModel }: ComponentState): string =>
  JSON.stringify([kind, make, serialRaw, calibre, intendedModel]);

const bookOf = (seen: ReadonlyArray<Seen>, audience: Audience): PartBook => {
  const lines: PartLine[] = [];
  const stock: PartStock[] = [];
  let owner: string | undefined;
  for (const each of seen) {
    const { step, owner: next } = each;
    const from = step.bounds.earliest;
    const open = owner === undefined ? undefined : stock.at(-1);
    if (next !== owner || (open !== undefined && particularsOf(open.state) !== particularsOf(step.state))) {
      if (open !== undefined) stock.splice(-1, 1, { ...open, to: from });
      const basis = next === owner && open !== undefined ? open.basis : step.event;
      if (next !== undefined) stock.push({ party: next, from, basis, state: step.state });
    }
    if (next === owner) continue;
    if (owner !== undefined) lines.push(lineOf(owner, 'OUT', each, audience));
    if (next !== undefined) lines.push(lineOf(next, 'IN', each, audience));
    owner = next;
  }
  return { lines, stock: stock.filter(({ from, to }) => to !== from) };
};

/** The history as a party may see it: reports of others that tell of an alert leave what is shown as it was. */
const shownTo = (steps: ReadonlyArray<TimelineStep<ComponentState>>, party: string): ReadonlyArray<Seen> => {
  let shown: Place = { status: 'NEW' };
  return steps.map((step) => {
    const { status, holder } = step.state;
    if (!telling.has(status) || concerns(step.event, party))
      shown = { status, ...(holder === undefined ? {} : { holder }) };
    return { step, place: shown, owner: stockOf(shown) === party ? party : undefined };
  });
};

const byTime = (a: PartLine, b: PartLine): number => a.bounds.earliest - b.bounds.earliest || 0;

/** What one loose part brings into anybody's book (REQ-DLR-02, REQ-CMP-01), as the register and as each party sees it. */
export const partBooks = (timeline: Timeline<ComponentState>): Readonly<Record<Audience, PartBook>> => {
  const steps = timeline.steps.filter(({ status }) => status === 'EFFECTIVE');
  const register = bookOf(
    steps.map((step) => ({ step, place: step.state, owner: stockOf(step.state) })),
    'REGISTER',
  );
  const own = [...new Set(register.lines.map(({ party }) => party))].map((party) =>
    bookOf(shownTo(steps, party), 'OWN'),
  );
  return {
    REGISTER: register,
    OWN: {
      lines: own.flatMap(({ lines }) => lines).sort(byTime),
      stock: own.flatMap(({ stock }) => stock),
    },
  };
};
