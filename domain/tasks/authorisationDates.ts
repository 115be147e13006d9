import type { RecordedEvent } from '../event/envelope.ts';
import { type AuthorisationView, isAlive, statedDate } from './authorisationView.ts';
import { spanOf, whileSame } from './spans.ts';
import type { Folded, FoundTask } from './task.ts';

/** A task for each date that an authorisation states while it is alive: open until another date is stated or it ends. */
export const dueAtStatedDate =
  (stating: (event: RecordedEvent) => boolean, field: Parameters<typeof statedDate>[1]) =>
  ({ timeline }: Folded<'authorisation'>): ReadonlyArray<FoundTask> => {
    let stated: string | undefined;
    return whileSame(timeline, ({ event, state }) => {
      if (stating(event)) stated = statedDate(event, field) ?? stated;
      return isAlive(state) ? stated : undefined;
    }).map((span) => {
      const { partyId }: AuthorisationView = span.opened.state;
      return {
        ...spanOf(span),
        due: { on: span.name, zone: span.opened.event.metadata.effectiveAt.zone },
        ...(partyId === undefined ? {} : { party: partyId }),
      };
    });
  };
