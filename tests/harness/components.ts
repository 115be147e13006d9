import { expect } from 'vitest';
import type { Role } from '../../domain/event/envelope.ts';
import { body, onPaper, registered } from './bodies.ts';
import type { TestLedger } from './testLedger.ts';

let keys = 0;
/** Before the rights of the tests' parties begin there are papers only. */
const old = (effectiveAt: string, report: object): object =>
  effectiveAt < '2024' ? onPaper(report) : report;

/** Reports about components and firearms over HTTP. */
export const createReporter = (ledger: TestLedger) => {
  const post = async (
    role: Role,
    resource: 'components' | 'firearms',
    id: string | undefined,
    report: object,
    more: { readonly organisation?: string; readonly query?: string; readonly key?: string } = {},
  ) => {
    keys += 1;
    return ledger.app.inject({
      method: 'POST',
      url: `/v1/${resource}/${id === undefined ? '' : `${id}/`}events${more.query ?? ''}`,
      headers: {
        authorization: await ledger.bearer(role, more.organisation),
        'idempotency-key': more.key ?? `part-${keys}`,
        'content-type': 'application/json',
      },
      payload: JSON.stringify(report),
    });
  };
  const accepted = async (...report: Parameters<typeof post>) => {
    const answer = await post(...report);
    expect(answer.statusCode, answer.body).toBe(201);
    return answer.json();
  };
  return {
    post,
    accepted,
    firearm: async (effectiveAt: string, holder: string, serial: string): Promise<string> =>
      (
        await accepted(
          'CLK',
          'firearms',
          undefined,
          old(effectiveAt, registered(effectiveAt, holder, serial)),
        )
      ).firearmId,
    component: async (
      effectiveAt: string,
      holder: string,
      particulars: Record<string, unknown> = {},
    ): Promise<string> =>
      (
        await accepted(
          'CLK',
          'components',
          undefined,
          old(
            effectiveAt,
            body('ComponentRegistered', effectiveAt, {
              kind: 'BARREL',
              mark: { serialRaw: '999', matchesFrame: 'NO' },
              calibre: { raw: '9 mm Luger' },
              category: 'B',
              responsiblePartyId: holder,
              partyRole: holder.startsWith('F') ? 'TRADE' : 'HOLDER',
              ...particulars,
            }),
          ),
        )
      ).componentId,
    fitted: (effectiveAt: string, componentId: string, firearmId: string) =>
      body('ComponentFitted', effectiveAt, { componentId, firearmId }),
    removed: (effectiveAt: string, componentId: string, firearmId: string) =>
      body('ComponentRemoved', effectiveAt, { componentId, firearmId, reason: 'REPAIR' }),
    replaced: (
      effectiveAt: string,
      firearmId: string,
      outId: string,
      inId: string,
      swapWithFirearmId?: string,
    ) =>
      body('ComponentReplaced', effectiveAt, {
        firearmId,
        outId,
        inId,
        ...(swapWithFirearmId === undefined ? {} : { swapWithFirearmId }),
      }),
    state: async (id: string, query = '') => (await ledger.get(`/v1/components/${id}${query}`)).json(),
    register: async (id: string, query = '') => (await ledger.get(`/v1/firearms/${id}${query}`)).json(),
  };
};
export type Reporter = ReturnType<typeof createReporter>;
