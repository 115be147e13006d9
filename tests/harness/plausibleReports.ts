import { flagReasons, type Role } from '../../domain/event/envelope.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { idPattern } from '../../domain/shared/ids.ts';
import { party } from './bodies.ts';
import { entitled, permitOf, type SendAsClerk } from './entitled.ts';
import { firearmEventTypes } from './scenarios.ts';
import { conforming, type Pick, type Schema } from './schemaValues.ts';

type KnownEvent = { readonly eventId: string; readonly type: string; readonly payload: unknown };
type KnownFirearm = {
  readonly id: string;
  readonly events: KnownEvent[];
  holder: string;
  day: number;
  /** The last event that awaits a decision. */
  disputed?: string;
};

export type PlausibleReport = {
  readonly role: Role;
  readonly organisation: string;
  /** Absent for the first report of a new firearm. */
  readonly firearm?: KnownFirearm;
  readonly type: string;
  readonly day: number;
  readonly body: Readonly<Record<string, unknown>>;
};

/** Events that may begin a stream. */
const beginnings: ReadonlyArray<string> = [
  'FirearmRegistered',
  'FirearmManufactured',
  'FirearmImported',
  'LegacyRecordDigitised',
  'FirearmFound',
  'FirearmSeized',
];
/** What usually follows: chance alone rarely finds the second half of such a pair. */
const followUps: Readonly<Record<string, ReadonlyArray<string>>> = {
  FirearmManufactured: ['FirearmMarked'],
  FirearmMarked: ['FirearmRegistered'],
  FirearmRegistered: ['FirearmTransferred', 'FirearmPlacedOnMarket', 'DeactivationPerformed'],
  FirearmImported: ['ImportMarkApplied', 'FirearmTransferred'],
  FirearmTransferred: ['TransferConfirmed', 'TransferDisputed'],
  LossReported: ['AlertWithdrawn', 'FirearmFound'],
  TheftReported: ['AlertWithdrawn', 'FirearmSeized'],
  FirearmFound: ['AlertDischarged', 'FirearmReleased'],
  FirearmSeized: ['AlertDischarged', 'FirearmReleased', 'FirearmForfeited'],
  FirearmReleased: ['FirearmTransferred', 'TheftReported'],
  DeactivationPerformed: ['DeactivationCertified'],
  RecordAnnulled: ['RecordReinstated'],
};
const parties = ['P', 'P', 'P', 'F', 'F'].map((prefix, index) => party(prefix as 'P' | 'F', `fuzz${index}`));
/** Registers the parties of the reports with their rights. */
export const entitlePlausibleParties = async (send: SendAsClerk): Promise<void> => {
  for (const [index, id] of parties.entries())
    await entitled(send, id.startsWith('P') ? 'P' : 'F', `fuzz${index}`);
};
/** Reasons to look at an event that took effect. */
const flags: ReadonlySet<string> = new Set(flagReasons);
const organisations = ['REGISTRY', 'POLICE', 'VERIFIER', 'CUSTOMS'];
const ownAccount: ReadonlySet<string> = new Set(['MFR', 'DLR', 'BRK', 'HLD']);
const partyId = new RegExp(idPattern.party);
const eventId = new RegExp(idPattern.event);

/** Days on which reports lie, from the first of January to the last day before the clock of the tests. */
const lastDay = 150;
const dayText = (day: number): string => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
/** Firearms that are reported on at a time, and reports a firearm gets before another takes its place. */
const firearmsMax = 60;
const reportsMax = 25;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Path and value of every text within a payload: what a correction may speak of. */
const texts = (value: unknown, path = '/payload'): ReadonlyArray<readonly [string, string]> =>
  typeof value === 'string'
    ? [[path, value]]
    : isRecord(value)
      ? Object.entries(value).flatMap(([name, inner]) => texts(inner, `${path}/${name}`))
      : [];

/**
 * Reports as somebody would make them who knows the register: the role that may make each, firearms and events that
 * exist, dates in order more often than not, and a small part of it wrong. `learn` tells what became of one.
 */
export const createPlausibleReports = (document: Schema) => {
  const firearms: KnownFirearm[] = [];
  const schemas = (document['components'] as { readonly schemas: Readonly<Record<string, Schema>> }).schemas;

  /** Ids of the schema's examples become ids of this register. */
  const withRealIds = (value: unknown, firearm: KnownFirearm | undefined, pick: Pick): unknown => {
    if (typeof value === 'string') {
      if (partyId.test(value)) return parties[pick(parties.length)];
      if (eventId.test(value)) return firearm?.events[pick(firearm.events.length)]?.eventId ?? value;
      return value;
    }
    if (Array.isArray(value)) return value.map((item) => withRealIds(item, firearm, pick));
    if (!isRecord(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, withRealIds(inner, firearm, pick)]),
    );
  };

  const lastOf = (firearm: KnownFirearm | undefined, types: ReadonlyArray<string>, otherwise: unknown) =>
    firearm?.events.findLast((event) => types.includes(event.type))?.eventId ?? otherwise;

  /** What a payload says of the rest of the register: true more often than not. */
  const fitting = (
    type: string,
    payload: Record<string, unknown>,
    firearm: KnownFirearm | undefined,
    day: number,
    pick: Pick,
  ): Record<string, unknown> => {
    if (pick(6) === 0) return payload;
    switch (type) {
      case 'FirearmTransferred':
        return {
          ...payload,
          ...(firearm === undefined ? {} : { supplierId: firearm.holder }),
          ...(typeof payload['acquirerId'] === 'string'
            ? { acquirerAuthorisationId: permitOf(payload['acquirerId']) }
            : {}),
          channel: pick(4) === 0 ? payload['channel'] : 'IN_PERSON',
        };
      case 'FirearmReleased':
        return { ...payload, receiverAuthorisationId: permitOf(String(payload['toParty'])) };
      case 'LossReported':
        return { ...payload, lostBetween: { from: dayText(day), to: dayText(day) } };
      case 'TheftReported':
        return { ...payload, stolenBetween: { from: dayText(day), to: dayText(day) } };
      case 'TransferConfirmed':
      case 'TransferDisputed':
        return {
          ...payload,
          targetEventId: lastOf(firearm, ['FirearmTransferred'], payload['targetEventId']),
        };
      case 'AlertDischarged':
        return {
          ...payload,
          recoveryEventId: lastOf(firearm, ['FirearmFound', 'FirearmSeized'], payload['recoveryEventId']),
        };
      case 'RecordReinstated':
        return {
          ...payload,
          annulmentEventId: lastOf(firearm, ['RecordAnnulled'], payload['annulmentEventId']),
        };
      case 'DisputeDecided':
        return { ...payload, targetEventId: firearm?.disputed ?? payload['targetEventId'] };
      case 'RecordAnnulled':
        return { ...payload, targetEventId: firearm?.events.at(-1)?.eventId ?? payload['targetEventId'] };
      case 'RecordCorrected': {
        const target = firearm?.events[pick(firearm.events.length)];
        const known = texts(target?.payload);
        const [path, recordedValue] = known[pick(Math.max(1, known.length))] ?? [];
        if (target === undefined || path === undefined) return payload;
        const correctValue = pick(3) === 0 ? 'AB 99' : recordedValue;
        return {
          ...payload,
          targetEventId: target.eventId,
          changes: [{ path, recordedValue, correctValue }],
        };
      }
      default:
        return payload;
    }
  };

  const make = (pick: Pick): PlausibleReport => {
    const firearm = pick(6) === 0 ? undefined : firearms[pick(Math.max(1, firearms.length))];
    const usual = followUps[firearm?.events.at(-1)?.type ?? ''];
    const types =
      firearm === undefined ? beginnings : usual !== undefined && pick(3) === 0 ? usual : firearmEventTypes;
    const type =
      firearm?.disputed !== undefined && pick(4) === 0
        ? 'DisputeDecided'
        : (types[pick(types.length)] ?? 'FirearmRegistered');
    const day = Math.min(lastDay, pick(5) === 0 ? pick(lastDay) : (firearm?.day ?? pick(60)) + pick(4));
    const roles = firearmKind.definitionOf(type)?.recordedBy ?? [];
    const role = roles[pick(Math.max(1, roles.length))] ?? 'CLK';
    const entry = conforming(schemas[`${type}Entry`] ?? {}, document, pick, true) as Record<string, unknown>;
    const generated = withRealIds(entry['payload'], firearm, pick) as Record<string, unknown>;
    const payload = fitting(type, generated, firearm, day, pick);
    const organisation = !ownAccount.has(role)
      ? organisations[pick(organisations.length)]
      : pick(5) === 0
        ? parties[pick(parties.length)]
        : (firearm?.holder ??
          [payload['responsiblePartyId'], parties[0]].find((id) => typeof id === 'string'));
    const written = pick(10);
    return {
      role,
      organisation: String(organisation),
      ...(firearm === undefined ? {} : { firearm }),
      type,
      day,
      body: {
        ...entry,
        ...(entry['source'] === undefined ? {} : { source: { kind: 'PAPER', ref: `FILE/${pick(99)}` } }),
        effectiveAt:
          written === 0
            ? dayText(day).slice(0, 7)
            : written === 1
              ? `${dayText(day)}T${10 + pick(10)}:30:00+02:00`
              : dayText(day),
        payload,
      },
    };
  };

  const learn = (
    report: PlausibleReport,
    receipt: {
      readonly firearmId: string;
      readonly events: ReadonlyArray<{
        readonly eventId: string;
        readonly disputes: ReadonlyArray<string>;
      }>;
    },
  ): KnownFirearm => {
    const firearm: KnownFirearm = report.firearm ?? {
      id: receipt.firearmId,
      events: [],
      holder: 'REGISTRY',
      day: 0,
    };
    const payload = report.body['payload'] as Readonly<Record<string, unknown>>;
    firearm.events.push({ eventId: receipt.events[0]?.eventId ?? '', type: report.type, payload });
    if (receipt.events[0]?.disputes.some((reason) => !flags.has(reason)))
      firearm.disputed = receipt.events[0].eventId;
    firearm.day = Math.max(firearm.day, report.day);
    const holder = ['responsiblePartyId', 'acquirerId', 'toParty']
      .map((name) => payload[name])
      .find((id) => typeof id === 'string');
    if (typeof holder === 'string') firearm.holder = holder;
    else if (report.type === 'FirearmManufactured') firearm.holder = report.organisation;
    if (report.firearm === undefined) firearms.push(firearm);
    const done = firearms.findIndex((each) => each.events.length >= reportsMax);
    if (done >= 0) firearms.splice(done, 1);
    else if (firearms.length > firearmsMax) firearms.shift();
    return firearm;
  };

  return { make, learn, ids: (): ReadonlyArray<string> => firearms.map((firearm) => firearm.id) };
};
