/**
 * What a register must show, told in the plainest way: no table, no fold of the product, one line for each kind of
 * report. It reads scripted steps that were accepted and nothing else.
 */
export type Accepted = {
  readonly firearmId: string;
  readonly eventId: string;
  readonly type: string;
  readonly effectiveAt: string;
  readonly organisation: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Accepted without effect until somebody decides. */
  readonly withoutEffect: boolean;
};

type Role = 'TRADE' | 'HOLDER' | 'STATE' | 'AUTHORITY' | 'ESTATE';
export type Situation = {
  readonly custody: string;
  readonly holder: string | null;
  readonly role: Role | null;
};
export type Stretch = Situation & { readonly from: string };
export type ModelFirearm = {
  readonly stretches: ReadonlyArray<Stretch>;
  readonly today: Situation;
  readonly alert: 'LOST' | 'STOLEN' | undefined;
  /** Transfers that nobody has answered, and late reports that nobody has decided. */
  readonly unanswered: number;
  readonly undecided: number;
};

const custodyOf: Readonly<Record<string, string>> = { TRADE: 'TRD', HOLDER: 'HLD', STATE: 'STK' };
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** The first day that a written moment may mean. */
const firstDay = (written: string): string => `${written}-01-01`.slice(0, 10);

const acquirerRole = (kind: unknown, acquirer: unknown): Role => {
  if (kind === 'TO_AUTHORITY') return 'STATE';
  if (kind === 'PERSON_TO_DEALER' || kind === 'DEALER_TO_DEALER') return 'TRADE';
  return kind === 'STATE_TO_CIVIL' && String(acquirer).startsWith('F') ? 'TRADE' : 'HOLDER';
};

/** A report as it reads after its corrections. */
const corrected = (step: Accepted, corrections: ReadonlyArray<Accepted>): Accepted => {
  let { effectiveAt } = step;
  const payload: Record<string, unknown> = { ...step.payload };
  for (const { payload: correction } of corrections) {
    if (correction['targetEventId'] !== step.eventId) continue;
    for (const { path, correctValue } of correction['changes'] as ReadonlyArray<{
      readonly path: string;
      readonly correctValue: string;
    }>)
      if (path === '/effectiveAt') effectiveAt = correctValue;
      else payload[path.slice('/payload/'.length)] = correctValue;
  }
  return { ...step, effectiveAt, payload };
};

type Open = {
  now: Situation;
  alert: 'LOST' | 'STOLEN' | undefined;
  /** Where it goes back to from repair, from the road and from a report that was wrong. */
  beforeLoan: string;
  beforeRoad: string;
  beforeLoss: string;
};

const received = (role: Role, holder: unknown): Situation => ({
  custody: custodyOf[role] ?? role,
  holder: text(holder),
  role,
});

/** Where the firearm is after one more report. */
const after = (open: Open, { type, payload, organisation }: Accepted): void => {
  const { now } = open;
  const move = (custody: string): void => {
    open.now = { ...now, custody };
  };
  /** With an authority: whoever answered for it still does, or else the authority. */
  const taken = (custody: string): void => {
    open.now = now.role === null ? { custody, holder: organisation, role: 'AUTHORITY' } : { ...now, custody };
  };
  const missing = (alert: 'LOST' | 'STOLEN', custody: string): void => {
    open.beforeLoss = now.custody;
    open.alert = alert;
    move(custody);
  };
  switch (type) {
    case 'FirearmManufactured':
      open.now = { custody: 'MFD', holder: organisation, role: 'TRADE' };
      return;
    case 'FirearmRegistered':
    case 'FirearmImported':
    case 'LegacyRecordDigitised':
      open.now = received(payload['partyRole'] as Role, payload['responsiblePartyId']);
      return;
    case 'FirearmReleased':
      open.now = received(payload['partyRole'] as Role, payload['toParty']);
      return;
    case 'FirearmTransferred':
      open.now = received(
        acquirerRole(payload['transferKind'], payload['acquirerId']),
        payload['acquirerId'],
      );
      return;
    case 'TemporaryCustodyStarted':
      open.beforeLoan = now.custody;
      move('TMP');
      return;
    case 'TemporaryCustodyEnded':
      move(open.beforeLoan);
      return;
    case 'InheritanceOpened':
      open.now = {
        custody: 'TMP',
        holder: text(payload['executorId'] ?? payload['deceasedPartyId']),
        role: 'ESTATE',
      };
      return;
    case 'TheftReported':
      missing('STOLEN', 'STL');
      return;
    case 'LossReported':
      missing('LOST', 'LST');
      return;
    case 'AlertWithdrawn':
      open.alert = undefined;
      move(open.beforeLoss);
      return;
    case 'AlertDischarged':
      open.alert = undefined;
      return;
    case 'FirearmFound':
    case 'FirearmSurrendered':
      taken('AUT');
      return;
    case 'FirearmSeized':
      taken('SZD');
      return;
    case 'FirearmForfeited':
      open.now = { custody: 'FRF', holder: organisation, role: 'AUTHORITY' };
      return;
    case 'FirearmDestroyed':
      move('DST');
      return;
    case 'FirearmDispatched':
      open.beforeRoad = now.custody;
      move('TRN');
      return;
    case 'DispatchAborted':
      move(open.beforeRoad);
      return;
    case 'FirearmArrivedAbroad':
      move('EXP');
      return;
    default:
  }
};

const same = (one: Situation | undefined, other: Situation): boolean =>
  one?.custody === other.custody && one.holder === other.holder && one.role === other.role;

/** What is true of a firearm by the reports that were accepted, in the order of their recording. */
export const modelOf = (steps: ReadonlyArray<Accepted>): ModelFirearm => {
  const ofType = (type: string) => steps.filter((step) => step.type === type);
  const undone = new Set(ofType('RecordReinstated').map(({ payload }) => payload['annulmentEventId']));
  const annulled = new Set(
    ofType('RecordAnnulled')
      .filter(({ eventId }) => !undone.has(eventId))
      .map(({ payload }) => payload['targetEventId']),
  );
  const decisions = new Map(
    ofType('DisputeDecided').map(({ payload }) => [payload['targetEventId'], payload['outcome']]),
  );
  const answered = new Set(
    [...ofType('TransferConfirmed'), ...ofType('TransferDisputed')].map(
      ({ payload }) => payload['targetEventId'],
    ),
  );
  const standing = steps.filter(({ eventId }) => !annulled.has(eventId));
  const corrections = standing.filter(({ type }) => type === 'RecordCorrected');
  const effective = standing
    .filter(({ eventId, withoutEffect }) => !withoutEffect || decisions.get(eventId) === 'UPHELD')
    .map((step, order) => ({ step: corrected(step, corrections), order }))
    .toSorted((a, b) => {
      const [one, other] = [firstDay(a.step.effectiveAt), firstDay(b.step.effectiveAt)];
      return one < other ? -1 : one > other ? 1 : a.order - b.order;
    });
  const open: Open = {
    now: { custody: 'NEW', holder: null, role: null },
    alert: undefined,
    beforeLoan: '',
    beforeRoad: '',
    beforeLoss: '',
  };
  const stretches: Stretch[] = [];
  for (const { step } of effective) {
    after(open, step);
    const from = firstDay(step.effectiveAt);
    // Two things on one day: the later one is what holds.
    if (stretches.at(-1)?.from === from) stretches.pop();
    if (!same(stretches.at(-1), open.now)) stretches.push({ from, ...open.now });
  }
  return {
    stretches,
    today: open.now,
    alert: open.alert,
    unanswered: effective.filter(
      ({ step }) =>
        step.type === 'FirearmTransferred' &&
        step.payload['reportingSide'] !== 'AUTHORITY' &&
        !step.withoutEffect &&
        !answered.has(step.eventId),
    ).length,
    undecided: standing.filter(({ eventId, withoutEffect }) => withoutEffect && !decisions.has(eventId))
      .length,
  };
};
