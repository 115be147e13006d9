import type { TraceStatus } from '../../trace/state.ts';
import { type Due, dueAfter, type Term } from '../due.ts';
import { spanOf, whileState } from '../spans.ts';
import { defineTask, type TaskDefinition } from '../task.ts';

const whileIn = (
  kind: string,
  meaning: string,
  closes: string,
  statuses: ReadonlyArray<TraceStatus>,
  term: Term,
): TaskDefinition<'trace'> =>
  defineTask<'trace'>()({
    kind,
    meaning,
    ownerRole: 'FFP',
    closes,
    opensWith: () => true,
    find: ({ timeline }) =>
      whileState(timeline, ({ status }) => statuses.includes(status)).map((span) => {
        const { event } = span.opened;
        // What was promised for this very request goes before what the policy says of all.
        const promised = term === 'traceAnswer' ? timeline.steps.at(-1)?.state.dueBy : undefined;
        const due: Due =
          promised === undefined
            ? dueAfter(event, term)
            : { on: promised, zone: event.metadata.effectiveAt.zone };
        return { ...spanOf(span), due };
      }),
  });

/** Requests are acknowledged in reasonable time, and answered promptly or refused with a ground (ITI 18-23; REQ-TRC-05, -08). */
export const traceTasks: ReadonlyArray<TaskDefinition<'trace'>> = [
  whileIn(
    'TRACE_TO_ACKNOWLEDGE',
    'A trace request is to be acknowledged.',
    'TraceAcknowledged, or the answer itself',
    ['RECEIVED'],
    'traceAcknowledgement',
  ),
  whileIn(
    'TRACE_ANSWER_DUE',
    'A trace request is to be answered.',
    'TraceAnswered or TraceRefused; a question back stops the clock',
    ['RECEIVED', 'ACKNOWLEDGED', 'PARTIAL'],
    'traceAnswer',
  ),
  whileIn(
    'CLARIFICATION_DUE',
    'The other side was asked for more, and has not said it yet.',
    'the clarification, the answer, or a refusal',
    ['CLARIFICATION'],
    'traceClarification',
  ),
  whileIn(
    'TRACE_SENT_UNANSWERED',
    'A request to another State has no answer yet.',
    'its answer or refusal',
    ['SENT'],
    'traceReply',
  ),
];
