import { otherSideOf, type Replaced, replacedEvent } from '../../component/fitting.ts';
import { partiesDiffer, snapshotOf } from '../../component/particulars.ts';
import { type Refusal, refusal } from '../../shared/refusal.ts';
import { isAbsent } from '../../shared/shape.ts';
import type { Spread } from '../../stream/definition.ts';
import type { StreamKey } from '../../stream/surroundings.ts';
import { defineEvent, type FirearmCheck } from '../definition.ts';
import { carriesIdentity, fittedIn, withReplaced } from '../fittedComponents.ts';
import type { FirearmState } from '../state.ts';
import { endsBeforeLaterEvents } from './componentChecks.ts';

type Context = FirearmCheck<Replaced>;

const component = ({ around, moment }: Context, id: string) => around.statesIn('component', id, moment)?.[0];
const otherFirearm = ({ around, moment, payload }: Context) =>
  payload.swapWithFirearmId === undefined
    ? undefined
    : around.statesIn('firearm', payload.swapWithFirearmId, moment)?.[0];

const endsIdentity = ({ state, payload, policy }: Context): boolean => {
  const out = fittedIn(state, payload.outId);
  return out !== undefined && carriesIdentity(state, out.kind, policy);
};

/** Adds what the streams hold: both parts, who answers for the old one, and the successor with what it takes over. */
const complete = (context: Context): Replaced => {
  const { out: _o, in: _i, holder: _h, successorId: _s, carried: _c, ...stated } = context.payload;
  const { state } = context;
  const out = fittedIn(state, stated.outId);
  const fitted = snapshotOf(stated.inId, component(context, stated.inId));
  return {
    ...stated,
    ...(out === undefined ? {} : { out }),
    ...(fitted === undefined ? {} : { in: fitted }),
    ...(state.holder === undefined ? {} : { holder: state.holder as NonNullable<Replaced['holder']> }),
    ...(endsIdentity(context) && stated.swapWithFirearmId === undefined
      ? {
          successorId: context.derive('W', 'successor'),
          carried: state.fitted.filter((each) => each.componentId !== stated.outId),
        }
      : {}),
  };
};

/** Preconditions of a replacement that makes another firearm (HC-06). */
const checkSuccessor = (context: Context): Refusal | undefined => {
  const { payload, state } = context;
  const pointer = { pointer: '/payload/inId' };
  if (payload.swapWithFirearmId !== undefined)
    return refusal(
      'R17',
      'Primary parts cannot be exchanged: both firearms would end. Record FirearmDismantled for each.',
      pointer,
    );
  if (state.custody === 'TMP')
    return refusal('R08', 'End the temporary custody first: the firearm becomes another one.');
  if (payload.in === undefined || isAbsent(payload.in.serialRaw))
    return refusal(
      'R31',
      'The new primary part needs a number. Record it with ComponentRegistered.',
      pointer,
    );
  if (state.holder === undefined || state.holder.role === 'AUTHORITY')
    return refusal('R31', 'It is not recorded who answers for the firearm.', pointer);
  return endsBeforeLaterEvents(context);
};

const check = (context: Context): Refusal | undefined => {
  const { payload, state, id, asHalf } = context;
  const pointer = { pointer: '/payload/inId' };
  if (payload.firearmId !== id && !asHalf)
    return refusal('R71', 'The payload names another firearm than the one it is recorded for.', {
      pointer: '/payload/firearmId',
    });
  if (payload.swapWithFirearmId === id)
    return refusal('R33', 'Name the other of the two firearms.', { pointer: '/payload/swapWithFirearmId' });
  const { out, in: fitted } = payload;
  const incoming = component(context, payload.inId);
  if (incoming === undefined || incoming.status === 'NEW')
    return refusal(
      'R71',
      'No component with this id was known then. Record ComponentRegistered first.',
      pointer,
    );
  if (out === undefined || fitted === undefined)
    return refusal(
      'R31',
      'It is not recorded what this component is. Record ComponentRegistered first.',
      pointer,
    );
  if (out.kind !== fitted.kind)
    return refusal(
      'R33',
      'A part is replaced by one of the same kind. Record removal and fit otherwise.',
      pointer,
    );
  const other = otherFirearm(context);
  const holder = payload.swapWithFirearmId === undefined ? incoming.holder : other?.holder;
  if (partiesDiffer(holder?.party, state.holder?.party))
    return refusal(
      'R33',
      'The part has another holder than the firearm. Record ComponentTransferred to the firearm’s holder first.',
      pointer,
    );
  return endsIdentity(context) ? checkSuccessor(context) : undefined;
};

/** First event of the firearm that the new primary part makes: identity and holder go on, the number is the part's. */
const registration = (payload: Replaced, state: FirearmState, predecessorId: string): unknown => {
  const { in: part, carried = [] } = payload;
  return {
    identity: { ...state.identity, serialRaw: part?.serialRaw },
    frameMark: { location: part?.kind, serialRaw: part?.serialRaw },
    responsiblePartyId: state.holder?.party,
    partyRole: state.holder?.role,
    kind: 'NEW',
    predecessorId,
    components: part === undefined ? carried : [part, ...carried],
  };
};

const spreads = ({ payload, state, id }: Context): ReadonlyArray<Spread> => {
  const { type } = replacedEvent;
  const { successorId, carried = [] } = payload;
  const other = otherSideOf(payload);
  const parts = [payload.outId, payload.inId, ...carried.map(({ componentId }) => componentId)];
  return [
    ...(other === undefined
      ? []
      : [{ stream: { kind: 'firearm' as const, id: other.firearmId }, type, payload: other }]),
    ...(successorId === undefined
      ? []
      : [
          {
            stream: { kind: 'firearm' as const, id: successorId },
            type: 'FirearmRegistered',
            payload: registration(payload, state, id),
          },
        ]),
    ...parts.map((part) => ({ stream: { kind: 'component' as const, id: part }, type, payload })),
  ];
};

const halves = (payload: Replaced): ReadonlyArray<StreamKey> => [
  ...[payload.swapWithFirearmId, payload.successorId].flatMap((firearm) =>
    firearm === undefined ? [] : [{ kind: 'firearm' as const, id: firearm }],
  ),
  ...[payload.outId, payload.inId, ...(payload.carried ?? []).map(({ componentId }) => componentId)].map(
    (part) => ({ kind: 'component' as const, id: part }),
  ),
];

/**
 * A part was replaced, or exchanged with another firearm's: one command over both firearms and all parts (HC-05). Where
 * the part carries the identity, the firearm ends and its successor begins by the same command (HC-06).
 */
export const componentReplaced = defineEvent({
  ...replacedEvent,
  looksAt: ({ outId, inId, swapWithFirearmId }) => [
    { kind: 'component', id: outId },
    { kind: 'component', id: inId },
    ...(swapWithFirearmId === undefined ? [] : [{ kind: 'firearm' as const, id: swapWithFirearmId }]),
  ],
  complete,
  lift: (code, payload) => (code === 'R23' && payload.legalOrderRef !== undefined ? 'SAME' : undefined),
  contradicts: ({ outId, inId }, state) =>
    fittedIn(state, outId) !== undefined && fittedIn(state, inId) === undefined
      ? undefined
      : refusal('R17', 'The old part must be fitted in this firearm and the new one not.', {
          pointer: '/payload/outId',
        }),
  check,
  // Spreads go where the event's own particulars say, so the streams can be told again from what is stored.
  halves,
  spreads,
  apply: (state, { payload, eventId }) => {
    if (payload.successorId !== undefined)
      return { ...state, custody: 'DSM', fitted: [], successorId: payload.successorId };
    return payload.in === undefined ? state : withReplaced(state, payload.outId, payload.in, eventId);
  },
});
