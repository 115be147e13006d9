import type { Role } from '../../domain/event/envelope.ts';
import type { TestLedger } from './testLedger.ts';

let keys = 0;

/** Records one event over HTTP in a stream of any kind; without an id it is the first of a new subject. */
export const recordIn = async (
  ledger: TestLedger,
  plural: string,
  role: Role,
  id: string | undefined,
  body: unknown,
  more: { readonly organisation?: string; readonly key?: string } = {},
) => {
  keys += 1;
  return ledger.app.inject({
    method: 'POST',
    url: id === undefined ? `/v1/${plural}/events` : `/v1/${plural}/${id}/events`,
    headers: {
      authorization: await ledger.bearer(role, more.organisation),
      'idempotency-key': more.key ?? `${plural}-${keys}`,
      'content-type': 'application/json',
    },
    payload: JSON.stringify(body),
  });
};

/** Types of the events that a stream holds, oldest first. */
export const typesIn = async (
  ledger: TestLedger,
  plural: string,
  id: string,
): Promise<ReadonlyArray<string>> => {
  const answer = await ledger.get(`/v1/${plural}/${id}/events`);
  return (answer.json().events ?? []).map((event: { type: string }) => event.type);
};
