import { markSeen } from '../firearm/identity.ts';
import { country, place, reference } from '../shared/commonFields.ts';
import { idPattern } from '../shared/ids.ts';
import {
  coded,
  date,
  list,
  matching,
  moment,
  oneOf,
  optional,
  personal,
  record,
  text,
  type ValueOf,
  verbatim,
} from '../shared/shape.ts';
import type { MissingContent, TraceState, UseRestriction } from './state.ts';

export const tracedFirearm = matching(
  idPattern.firearm,
  28,
  'the firearm, where it is identified in the register',
  'W-01J9ZK3C5E7G9JBMDPFRHTKVMX',
);

export const useRestriction = record(
  {
    kind: oneOf(
      ['NONE', 'THIS_CASE_ONLY', 'INTELLIGENCE_ONLY', 'PRIOR_CONSENT'],
      'what may be done with it (ITI 15)',
    ),
    setBy: optional(text(120, 'authority that restricts it', 'Bundeskriminalamt')),
  },
  'restriction of use',
  'UseRestriction',
);

const intendedUse = oneOf(
  ['INVESTIGATION', 'PROSECUTION', 'INTELLIGENCE', 'STATISTICS', 'OTHER'],
  'what the answer is for',
);
const legalJustification = text(
  200,
  'law under which the arm is illicit',
  'Law on Weapons art. 61: possession without permit',
);
const circumstances = personal(
  verbatim(2000, 'circumstances in which the arm was found', 'In a car, search of 2 May'),
  'circumstances in which the arm was found',
);

/** Content of a request under ITI 17. What it may lack is optional here: an incomplete request is accepted (REQ-TRC-04). */
export const requestContent = record({
  caseRef: reference('case of the requester', 'KU-77/26'),
  requester: record(
    {
      country: country('State that asks'),
      authority: text(120, 'authority that asks', 'National contact point'),
      scope: oneOf(['DOMESTIC', 'FOREIGN'], 'own authority, or one of another State'),
    },
    'who asks',
    'TraceRequester',
  ),
  illicitReason: oneOf(
    [
      'ILLICIT_POSSESSION',
      'ILLICIT_TRAFFICKING',
      'ILLICIT_MANUFACTURE',
      'STOLEN',
      'USED_IN_CRIME',
      'MARK_ALTERED',
      'OTHER',
    ],
    'why the arm is held to be illicit',
  ),
  legalJustification: optional(legalJustification),
  circumstances: optional(circumstances),
  marksSeen: list(markSeen, 0, 20, 'marks as seen'),
  type: optional(text(60, 'kind of arm', 'PISTOL')),
  calibre: optional(text(40, 'calibre', '9 mm Luger')),
  recovery: record(
    { date: moment('when the arm was recovered'), place: place('where it was recovered') },
    'recovery',
    'Recovery',
  ),
  intendedUse: optional(intendedUse),
  urgency: oneOf(['ROUTINE', 'URGENT', 'IMMEDIATE'], 'urgency'),
  useRestriction,
  firearmId: optional(tracedFirearm),
  desk: optional(reference('desk that has it', 'NCP-ME')),
  dueBy: optional(date('day by which the answer is due', '2026-06-30')),
});
export type RequestContent = ValueOf<typeof requestContent>;

/** What the requester adds after he was asked. */
export const clarification = record({
  legalJustification: optional(legalJustification),
  circumstances: optional(circumstances),
  marksSeen: optional(list(markSeen, 1, 20, 'marks as seen')),
  intendedUse: optional(intendedUse),
  firearmId: optional(tracedFirearm),
  note: optional(coded(reference('reference of the message', 'SIENA-4711'), ['NONE'])),
});
export type Clarification = ValueOf<typeof clarification>;

const given = (content: Clarification): ReadonlyArray<MissingContent> => [
  ...(content.intendedUse === undefined ? [] : (['INTENDED_USE'] as const)),
  ...(content.legalJustification === undefined ? [] : (['LEGAL_JUSTIFICATION'] as const)),
  ...(content.circumstances === undefined ? [] : (['CIRCUMSTANCES'] as const)),
  ...((content.marksSeen ?? []).length === 0 && content.firearmId === undefined ? [] : (['MARKS'] as const)),
];

/** What a request leaves open of ITI 17. */
const stillMissing = (
  before: ReadonlyArray<MissingContent>,
  content: Clarification,
): ReadonlyArray<MissingContent> => {
  const there = given(content);
  return before.filter((each) => !there.includes(each));
};

export const afterRequest =
  (direction: 'RECEIVED' | 'SENT') =>
  (state: TraceState, { payload }: { readonly payload: RequestContent }): TraceState => {
    const missing = stillMissing(
      ['INTENDED_USE', 'LEGAL_JUSTIFICATION', 'CIRCUMSTANCES', 'MARKS'],
      payload as Clarification,
    );
    return {
      ...state,
      direction,
      caseRef: payload.caseRef,
      requester: payload.requester,
      urgency: payload.urgency,
      missing,
      clarificationDue: missing.length > 0,
      useRestrictions: [payload.useRestriction as UseRestriction],
      ...(payload.firearmId === undefined ? {} : { firearmId: payload.firearmId }),
      ...(payload.desk === undefined ? {} : { desk: payload.desk }),
      ...(payload.dueBy === undefined ? {} : { dueBy: payload.dueBy }),
    };
  };

export const afterClarification = (
  { resumesAs: _resumed, ...state }: TraceState,
  { payload }: { readonly payload: Clarification },
): TraceState => {
  const missing = stillMissing(state.missing, payload);
  return {
    ...state,
    missing,
    clarificationDue: missing.length > 0,
    ...(payload.firearmId === undefined ? {} : { firearmId: payload.firearmId }),
  };
};
