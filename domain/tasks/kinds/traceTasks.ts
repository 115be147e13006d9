import type { TraceStatus } from '../../trace/state.ts';
import { spanOf, whileState } from '../spans.ts';
import { defineTask, type TaskDefinition } from '../task.ts';

const whileIn = (
  kind: string,
  meaning: string,
  closes: string,
  statuses: ReadonlyArray<TraceStatus>,
): TaskDefinition<'trace'> =>
  defineTask<'trace'>()({
    kind,
    meaning,
    ownerRole: 'FFP',
    closes,
    opensWith: () => true,
    find: ({ timeline }) => whileState(timeline, ({ status }) => statuses.includes(status)).map(spanOf),
  });

/** Requests are acknowledged in reasonable time, and answered promptly or refused with a ground (ITI 18-23; REQ-TRC-05, -08). */
export const traceTasks: ReadonlyArray<TaskDefinition<'trace'>> = [
  whileIn(
    'TRACE_TO_ACKNOWLEDGE',
    'A trace request is to be acknowledged.',
    'TraceAcknowledged, or the answer itself',
    ['RECEIVED'],
  ),
  whileIn(
    'TRACE_ANSWER_DUE',
    'A trace request is to be answered.',
    'TraceAnswered or TraceRefused; a question back stops the clock',
    ['RECEIVED', 'ACKNOWLEDGED', 'PARTIAL'],
  ),
  whileIn(
    'CLARIFICATION_DUE',
    'The other side was asked for more, and has not said it yet.',
    'the clarification, the answer, or a refusal',
    ['CLARIFICATION'],
  ),
  whileIn('TRACE_SENT_UNANSWERED', 'A request to another State has no answer yet.', 'its answer or refusal', [
    'SENT',
  ]),
];
