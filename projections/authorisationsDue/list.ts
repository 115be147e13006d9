import { type AuthorisationView, statedDate } from '../../domain/tasks/authorisationView.ts';
import type { Segment } from '../engine/bitemporal.ts';
import type { StreamHistory } from '../engine/projection.ts';
import { lastInstant } from '../engine/projection.ts';
import { from, listOf, listTable } from '../lists/list.ts';

export const authorisationTable = listTable(
  'authorisation',
  {
    party: 'text',
    kind: 'text',
    status: 'text',
    categories: 'codes',
    subcategories: 'codes',
    ends_on: 'text',
    review_on: 'text',
  },
  ['(party) where party is not null'],
);

/** What each authorisation allows to whom, and until when: a stretch for each change of status or date. */
const segments =
  ({ timelineAfter }: StreamHistory<'authorisation'>) =>
  (index: number): ReadonlyArray<Segment> => {
    const found: Segment[] = [];
    let endsOn: string | undefined;
    let reviewOn: string | undefined;
    for (const { event, state, status, bounds } of timelineAfter(index).steps) {
      if (status !== 'EFFECTIVE') continue;
      endsOn = statedDate(event, 'validTo') ?? endsOn;
      reviewOn = statedDate(event, 'reviewDue') ?? reviewOn;
      const { partyId, right, status: now }: AuthorisationView = state;
      const open = found.pop();
      if (open !== undefined && open.from !== bounds.earliest) found.push({ ...open, to: bounds.earliest });
      found.push({
        from: bounds.earliest,
        to: lastInstant,
        values: {
          party: partyId ?? null,
          kind: right?.kind ?? null,
          status: now,
          categories: right?.categories ?? [],
          subcategories: right?.subcategories ?? [],
          ends_on: endsOn ?? null,
          review_on: reviewOn ?? null,
        },
      });
    }
    return found;
  };

/** Authorisations with the dates that fall due (`authorisations-due`; REQ-CAT-05); their tasks are in `tasks`. */
export const authorisations = listOf(
  authorisationTable,
  from({ kind: 'authorisation', concerns: () => true, segments }),
);
