import { recordRows } from '../stream/records/rows.ts';
import type { AnyTraceEvent } from './definition.ts';
import { personalDataErased } from './events/personalDataErased.ts';
import { traceAnswerAttached } from './events/traceAnswerAttached.ts';
import { traceAnswered } from './events/traceAnswered.ts';
import { traceAcknowledged, traceClarificationAsked, traceRerouted } from './events/traceHandling.ts';
import { traceRefused } from './events/traceRefused.ts';
import { traceClarified, traceRequestReceived, traceRequestSent } from './events/traceRequest.ts';
import { traceStatuses } from './state.ts';

/**
 * The events of this stream and its transition table, side by side (see `domain/firearm/catalogue.ts`). `EXTENT`:
 * ANSWERED or PARTIAL by the answer; `BACK`: to where the request was when more was asked for.
 */
// biome-ignore format: the columns are the table
export const traceCatalogue = [
  //                         NEW      RECEIVED      SENT          ACKNOWLEDGED  CLARIFICATION PARTIAL       ANSWERED REFUSED
  [traceRequestReceived,    'RECEIVED R01           R01           R01           R01           R01           R01      R01'],
  [traceRequestSent,        'SENT     R01           R01           R01           R01           R01           R01      R01'],
  [traceRerouted,           'R00      =             =             =             =             =             R17      R17'],
  [traceAcknowledged,       'R00      ACKNOWLEDGED  ACKNOWLEDGED  R19           R19           R19           R19      R19'],
  [traceClarificationAsked, 'R00      CLARIFICATION CLARIFICATION CLARIFICATION =             CLARIFICATION R17      R17'],
  [traceClarified,          'R00      =             =             =             BACK          =             R17      R17'],
  [traceAnswered,           'R00      EXTENT        EXTENT        EXTENT        EXTENT        EXTENT        =        R17'],
  [traceRefused,            'R00      REFUSED       REFUSED       REFUSED       REFUSED       R17           R17      R19'],
  [traceAnswerAttached,     'R00      R17           R17           R17           R17           =             =        R17'],
  [personalDataErased,      'R00      =             =             =             =             =             =        ='],
  ...recordRows(traceStatuses),
] as const satisfies ReadonlyArray<readonly [AnyTraceEvent, string]>;
