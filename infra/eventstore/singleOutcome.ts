import * as E from 'fp-ts/lib/Either.js';
import type { AppendError, Appended, AppendOutcome } from '../../domain/ports/eventStore.ts';

/** The outcome of a unit of one request, as `append` answers it. */
export const single = (outcome: AppendOutcome): E.Either<AppendError, Appended> => {
  if (outcome.kind === 'REFUSED') return E.left(outcome.error);
  const [appended] = outcome.appended;
  return appended === undefined
    ? E.left({ kind: 'STORE_UNAVAILABLE', reason: 'the append gave no outcome' })
    : E.right(appended);
};
