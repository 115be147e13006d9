import type { RecordedEvent } from '../event/envelope.ts';

/** The cases that records of a firearm or component name: a hold on one of them holds the records. */
export const caseRefsIn = (events: ReadonlyArray<Pick<RecordedEvent, 'payload'>>): ReadonlyArray<string> => [
  ...new Set(
    events.flatMap(({ payload }) => {
      const { caseRef } = payload as { readonly caseRef?: unknown };
      return typeof caseRef === 'string' ? [caseRef] : [];
    }),
  ),
];
