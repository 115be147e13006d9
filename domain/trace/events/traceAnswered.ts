import { canonicalJson, type Json } from '../../shared/canonicalJson.ts';
import { sha256 } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { list, moment, oneOf, optional, record, text } from '../../shared/shape.ts';
import { boundsOf, readEffectiveTime } from '../../time/effectiveTime.ts';
import { chainSnapshot, takeSnapshot } from '../chainSnapshot.ts';
import { defineEvent } from '../definition.ts';
import { tracedFirearm, useRestriction } from '../request.ts';
import type { UseRestriction } from '../state.ts';
import { needsTransferGround, transferGround } from '../transferGround.ts';
import { refusalGround } from './traceRefused.ts';

const payload = record({
  extent: oneOf(['FULL', 'PARTIAL'], 'whole answer, or a part of it'),
  ground: optional(refusalGround),
  disclosedFields: list(text(60, 'field that was disclosed', 'custody.party'), 1, 60, 'what was disclosed'),
  firearmId: optional(tracedFirearm),
  asOf: record(
    { valid: moment('moment of the world that the answer is about'), known: moment('as known when') },
    'the two times of the answer',
    'AsOf',
  ),
  chainSnapshot: optional(chainSnapshot),
  snapshotSha256: optional(sha256('SHA-256 of the canonical snapshot; added')),
  transferGround: optional(transferGround),
  useRestriction: optional(useRestriction),
});

/**
 * An answer under ITI 18-23, with the chain of custody as of both times, so that it can be defended later (trap 21).
 * The ledger takes the snapshot itself wherever the firearm is in the register.
 */
export const traceAnswered = defineEvent({
  type: 'TraceAnswered',
  schemaVersion: 1,
  meaning: 'The request was answered, in full or in part.',
  payload,
  recordedBy: ['FFP'],
  assertionKind: 'FACT',
  legalBasis: ['ITI:18', 'ITI:23', 'UNFP:12(4)'],
  looksAt: ({ firearmId }) => (firearmId === undefined ? [] : [{ kind: 'firearm', id: firearmId }]),
  added: ['chainSnapshot', 'snapshotSha256'],
  // Who received the chain is known to the firearm, so that a correction finds him (REQ-DPR-04).
  halves: ({ firearmId }) => (firearmId === undefined ? [] : [{ kind: 'firearm', id: firearmId }]),
  spreads: ({ payload: { firearmId, asOf }, state: { direction, requester }, id }) =>
    firearmId === undefined || requester === undefined || direction !== 'RECEIVED'
      ? []
      : [
          {
            stream: { kind: 'firearm', id: firearmId },
            type: 'DisclosureRecorded',
            payload: {
              traceId: id,
              recipient: { country: requester.country, authority: requester.authority },
              asOf,
            },
          },
        ],
  complete: (context) => {
    const { snapshotSha256: _given, ...answer } = context.payload;
    const firearmId = answer.firearmId ?? context.state.firearmId;
    const snapshot =
      (firearmId === undefined ? undefined : takeSnapshot(firearmId, answer.asOf, context)) ??
      answer.chainSnapshot;
    return {
      ...answer,
      ...(firearmId === undefined ? {} : { firearmId }),
      ...(snapshot === undefined
        ? {}
        : {
            chainSnapshot: snapshot,
            snapshotSha256: context.digest(canonicalJson(snapshot as unknown as Json)),
          }),
    };
  },
  check: ({ payload: answer, state, metadata, now, around, policy, moment: then }) => {
    if (answer.extent === 'PARTIAL' && answer.ground === undefined)
      return refusal('R61', 'A partial answer says why the rest is withheld: give ground (ITI 22).', {
        pointer: '/payload/ground',
      });
    if (
      state.direction === 'RECEIVED' &&
      state.requester !== undefined &&
      answer.transferGround === undefined &&
      needsTransferGround(state.requester, policy)
    )
      return refusal(
        'R62',
        'The answer goes to a third country: name the ground of chapter V in transferGround.',
        { pointer: '/payload/transferGround' },
      );
    for (const name of ['valid', 'known'] as const) {
      const time = readEffectiveTime(answer.asOf[name], metadata.effectiveAt.zone);
      if (time !== undefined && boundsOf(time, now).earliest > now)
        return refusal('R70', 'An answer is as of a moment that has come. Give one up to now.', {
          pointer: `/payload/asOf/${name}`,
        });
    }
    if (answer.firearmId !== undefined && around.statesIn('firearm', answer.firearmId, then) === undefined)
      return refusal('R00', 'No firearm with this id is known.', { pointer: '/payload/firearmId' });
    return answer.extent === 'FULL' && state.direction === 'RECEIVED' && answer.chainSnapshot === undefined
      ? refusal(
          'TRACE_ANSWER_INCOMPLETE',
          'A full answer holds the chain: name the firearm, or answer PARTIAL with a ground.',
          { pointer: '/payload/firearmId' },
        )
      : undefined;
  },
  apply: (state, { payload: answer, eventId }) => ({
    ...state,
    ...(answer.firearmId === undefined ? {} : { firearmId: answer.firearmId }),
    clarificationDue: false,
    useRestrictions:
      answer.useRestriction === undefined
        ? state.useRestrictions
        : [...state.useRestrictions, answer.useRestriction as UseRestriction],
    answers: [
      ...state.answers,
      {
        eventId,
        extent: answer.extent,
        asOf: answer.asOf,
        disclosedFields: answer.disclosedFields,
        ...(answer.snapshotSha256 === undefined ? {} : { snapshotSha256: answer.snapshotSha256 }),
        ...(answer.ground === undefined ? {} : { ground: answer.ground }),
      },
    ],
  }),
});
