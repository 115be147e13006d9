import { firearmRef } from '../../shared/commonFields.ts';
import { idPattern } from '../../shared/ids.ts';
import { refusal } from '../../shared/refusal.ts';
import { list, matching, moment, oneOf, optional, record, text } from '../../shared/shape.ts';
import { boundsOf, readEffectiveTime } from '../../time/effectiveTime.ts';
import { defineEvent } from '../definition.ts';

/** Most firearms of one count; what the body of a request takes. */
const countedMax = 20_000;

const component = matching(
  idPattern.component,
  28,
  'loose component in hand',
  'T-01J9ZK3C5E7G9JBMDPFRHTKVMX',
);

/** Place of the first id that was there before, or -1. */
const repeated = (ids: ReadonlyArray<string>): number => {
  const seen = new Set<string>();
  return ids.findIndex((id) => {
    const again = seen.has(id);
    seen.add(id);
    return again;
  });
};

/**
 * What was counted, not what is missing: discrepancies are computed on reading against the register as it is known
 * then, and become tasks, never losses (catalogue 5.2).
 */
export const stockInventoryRecorded = defineEvent({
  type: 'StockInventoryRecorded',
  schemaVersion: 1,
  meaning: 'Stock was counted. What is missing or extra becomes a task; a loss only when it is declared.',
  payload: record({
    asOf: moment('day or moment of the count', '2025-12-31'),
    firearmIds: list(firearmRef('firearm in hand'), 0, countedMax, 'firearms in hand'),
    componentIds: optional(list(component, 0, countedMax, 'loose components')),
    discrepancies: optional(
      list(
        record(
          {
            firearmId: firearmRef('firearm that was counted'),
            field: oneOf(['serialRaw', 'make', 'model', 'calibre', 'type'], 'what differs'),
            asRead: text(120, 'what it bears', 'AB 12354'),
          },
          'what a firearm in hand bears and the register has otherwise',
          'StockDiscrepancy',
        ),
        1,
        1000,
        'firearms in hand whose particulars differ; what is missing or too much is found by the ledger',
      ),
    ),
  }),
  recordedBy: ['DLR', 'STO', 'CLK'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)'],
  byHolder: true,
  check: ({ payload, now, metadata }) => {
    const asOf = readEffectiveTime(payload.asOf, metadata.effectiveAt.zone);
    if (asOf !== undefined && boundsOf(asOf, now).earliest > now)
      return refusal('R70', 'Stock can be counted only on a day that has come.', {
        pointer: '/payload/asOf',
      });
    for (const name of ['firearmIds', 'componentIds'] as const) {
      const twice = repeated(payload[name] ?? []);
      if (twice >= 0)
        return refusal('R33', 'The same object is counted twice. Count it once.', {
          pointer: `/payload/${name}/${twice}`,
        });
    }
    const counted = new Set(payload.firearmIds);
    const named = (payload.discrepancies ?? []).map(({ firearmId }) => firearmId);
    const stray = named.findIndex((firearmId) => !counted.has(firearmId));
    const wrong = stray >= 0 ? stray : repeated(named);
    return wrong < 0
      ? undefined
      : refusal('R33', 'A discrepancy is of a firearm that was counted, and stated once for each.', {
          pointer: `/payload/discrepancies/${wrong}/firearmId`,
        });
  },
  apply: (state, { payload, eventId, metadata }) => ({
    ...state,
    dealer: {
      ...state.dealer,
      inventories: [
        ...state.dealer.inventories,
        {
          eventId,
          asOf: payload.asOf,
          zone: metadata.effectiveAt.zone,
          firearmIds: payload.firearmIds,
          differing: payload.discrepancies ?? [],
        },
      ],
    },
  }),
});
