import { expect } from 'vitest';
import type { Role } from '../../domain/event/envelope.ts';
import type { body } from './bodies.ts';
import { entitled } from './entitled.ts';
import { expectRebuiltEqual } from './rebuildEqual.ts';
import type { TestLedger } from './testLedger.ts';

/** Read models equal a rebuild from the log, and the fold of each stream as of a day in the past of the story. */
export const expectRebuilt = async (
  ledger: TestLedger,
  asOf = 'knownAt=2026-04-15&validAt=2026-03-15',
): Promise<void> => {
  await expectRebuiltEqual(ledger);
  const registry = (await ledger.get(`/v1/registry?${asOf}`)).json();
  for (const row of registry.firearms) {
    const single = (await ledger.get(`/v1/firearms/${row.firearmId}?${asOf}`)).json();
    const party = single.holder?.party;
    expect([row.custody, row.holder]).toEqual([single.custody, typeof party === 'string' ? party : null]);
  }
};

const organisations: Partial<Record<Role, string>> = {
  POL: 'POLICE',
  CUS: 'CUSTOMS',
  JUD: 'COURT',
  LAB: 'LABORATORY',
  VER: 'VERIFIER',
  PRF: 'PROOF-HOUSE',
  STO: 'STATE-STORE',
};
type Problem = {
  readonly code: string;
  readonly eventIds?: ReadonlyArray<string>;
  readonly errors?: ReadonlyArray<{ readonly pointer: string }>;
};
type Who = Role | readonly [Role, string];

/** Tells a firearm's story by reports on their own days, recorded at noon of that day unless the test says when. */
export const createStory = (ledger: () => TestLedger) => {
  const sent = async (who: Who, id: string | undefined, report: ReturnType<typeof body>, on?: string) => {
    const [role, organisation] = typeof who === 'string' ? [who, organisations[who]] : who;
    const day = on ?? report.effectiveAt.slice(0, 10);
    if (day.length === 10) ledger().clock.set(`${day}T12:00:00Z`);
    return ledger().post(role, id, report, organisation === undefined ? {} : { organisation });
  };
  /** Records an event that must be accepted; answers the firearm's and the event's id. */
  const told = async (who: Who, id: string | undefined, report: ReturnType<typeof body>, on?: string) => {
    const answer = await sent(who, id, report, on);
    expect(answer.statusCode, answer.body).toBe(201);
    const { firearmId, events } = answer.json();
    return {
      id: firearmId as string,
      eventId: events[0].eventId as string,
      disputes: events[0].disputes as ReadonlyArray<string>,
    };
  };
  /** Records an event that must be refused; answers the problem. */
  const refused = async (who: Who, id: string | undefined, report: ReturnType<typeof body>, on?: string) => {
    const answer = await sent(who, id, report, on);
    expect(answer.statusCode, answer.body).toBeGreaterThanOrEqual(400);
    const problem = answer.json() as Problem;
    return { ...problem, pointer: problem.errors?.[0]?.pointer };
  };
  const firearm = async (id: string, query = '') => (await ledger().get(`/v1/firearms/${id}${query}`)).json();
  const search = async (serial: string) => {
    await ledger().caughtUp();
    const answer = await ledger().app.inject({
      method: 'POST',
      url: '/v1/search/firearms',
      headers: {
        authorization: await ledger().bearer('POL', 'POLICE'),
        'ledger-purpose': 'INVESTIGATION',
      },
      payload: { serial },
    });
    return (answer.json().candidates as ReadonlyArray<{ readonly firearmId: string }>).map(
      (candidate) => candidate.firearmId,
    );
  };
  /** Parties with a right to have firearms, of their names, from 2024 on. */
  const people = async (names: {
    readonly P?: ReadonlyArray<string>;
    readonly F?: ReadonlyArray<string>;
  }) => {
    ledger().clock.set('2026-01-02T10:00:00Z');
    for (const prefix of ['P', 'F'] as const)
      for (const name of names[prefix] ?? []) await entitled(ledger().asClerk, prefix, name);
  };
  return { people, sent, told, refused, firearm, search };
};
