import { expect } from 'vitest';
import type { Role } from '../../domain/event/envelope.ts';
import { body, registered } from './bodies.ts';
import { partyReport } from './entitled.ts';
import { createStory } from './story.ts';
import type { TestLedger } from './testLedger.ts';

export const oldPaper = { kind: 'PAPER', ref: 'BOOK-7' };

type Who = { readonly role?: Role; readonly organisation?: string; readonly purpose?: string };

/** What stories of erasure begin with: persons and firearms of 1990, and what officers ask and decide thirty years later. */
export const createErasureStory = (ledger: () => TestLedger) => {
  const { told } = createStory(ledger);
  let keys = 0;
  return {
    told,
    /** Registered in 1990 without a right: old papers say who had it. */
    person: async (name: string): Promise<void> => {
      const { body: report, ...rest } = partyReport('P', name);
      const payload = { ...(report.payload as object), validFrom: '1989-01-01' };
      const answer = await ledger().asClerk(
        { ...rest, body: { ...report, effectiveAt: '1990-01-01', payload } },
        'test',
      );
      expect(answer.statusCode, answer.body).toBe(201);
    },
    firearm: async (holder: string, serial: string): Promise<string> => {
      const report = {
        ...registered('1990-02-01', holder, serial),
        source: oldPaper,
      };
      return (await told('CLK', undefined, report as never)).id;
    },
    destroy: async (id: string, day = '1990-12-20'): Promise<void> => {
      await told(
        'CLK',
        id,
        body('FirearmSurrendered', '1990-12-01', { by: 'ANONYMOUS', byParty: undefined }),
      );
      await told('JUD', id, body('FirearmForfeited', '1990-12-02'));
      await told('CLK', id, body('FirearmDestroyed', day));
    },
    /** A request by one person, the officer of data protection unless said otherwise, once the read models hold all. */
    call: async (
      method: 'GET' | 'POST',
      url: string,
      actor: string,
      payload?: object,
      { role = 'DPO', organisation, purpose = 'DATA_PROTECTION' }: Who = {},
    ) => {
      keys += 1;
      await ledger().caughtUp();
      return ledger().app.inject({
        method,
        url,
        headers: {
          authorization: `Bearer ${await ledger().tokenOf(role, actor, organisation)}`,
          ...(method === 'GET' ? { 'ledger-purpose': purpose } : { 'idempotency-key': `erasure-${keys}` }),
          ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(payload === undefined ? {} : { payload: JSON.stringify(payload) }),
      });
    },
  };
};
