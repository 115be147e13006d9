import { canonicalJson, type Json } from '../../shared/canonicalJson.ts';
import { docRef } from '../../shared/commonFields.ts';
import { refusal } from '../../shared/refusal.ts';
import { flag, isAbsent, oneOf, optional, record, type ValueOf } from '../../shared/shape.ts';
import { withCategoryCheck } from '../classification.ts';
import { defineEvent } from '../definition.ts';
import { identity } from '../identity.ts';
import type { FirearmState } from '../state.ts';

const whats = [
  'CALIBRE',
  'BARREL_LENGTH',
  'ACTION',
  'STOCK',
  'CAPACITY',
  'TO_BLANK',
  'TO_SALUTE',
  'OTHER',
] as const;

const { fields } = identity;
const attributes = (meaning: string) =>
  record(
    {
      type: optional(fields.type),
      calibre: optional(fields.calibre),
      action: optional(fields.action),
      bore: optional(fields.bore),
      ignition: optional(fields.ignition),
      barrelLengthMm: fields.barrelLengthMm,
      overallLengthMm: fields.overallLengthMm,
      minLengthMm: fields.minLengthMm,
      chambers: fields.chambers,
      deviceCapacity: fields.deviceCapacity,
      loadingDeviceDetachable: fields.loadingDeviceDetachable,
      stockReducible: optional(flag('whether the stock folds, telescopes or comes off without tools')),
    },
    meaning,
    'ModifiedAttributes',
  );
const payload = record({
  what: oneOf(whats, 'what was changed'),
  before: attributes('the attributes concerned, as they were'),
  after: attributes('the same attributes, as they are now'),
  legalOrderRef: optional(docRef('order of court or prosecutor, for a seized firearm')),
});
type Modification = ValueOf<typeof payload>;
type Attribute = keyof Modification['after'];

/** One of these attributes changes by a modification of that kind. */
const concerned: { readonly [W in (typeof whats)[number]]: ReadonlyArray<Attribute> } = {
  CALIBRE: ['calibre'],
  BARREL_LENGTH: ['barrelLengthMm'],
  ACTION: ['action'],
  STOCK: ['overallLengthMm', 'minLengthMm', 'stockReducible'],
  CAPACITY: ['chambers', 'deviceCapacity', 'loadingDeviceDetachable'],
  TO_BLANK: [],
  TO_SALUTE: [],
  OTHER: [],
};

const recorded = (state: FirearmState, name: Attribute): unknown =>
  name === 'stockReducible' ? state.furtherFacts.stockReducible : state.identity?.[name];

const differs = (a: unknown, b: unknown): boolean =>
  a !== undefined && !isAbsent(a) && canonicalJson(a as Json) !== canonicalJson(b as Json);

const modified = (state: FirearmState, { what, after }: Modification): FirearmState => {
  const { stockReducible, ...attributesAfter } = after;
  const category = state.identity?.category;
  const wasAutomatic = state.identity?.action === 'AUTOMATIC' && after.action === 'SEMI_AUTO';
  const toBlank = what === 'TO_BLANK' || what === 'TO_SALUTE';
  return {
    ...state,
    ...(state.identity === undefined ? {} : { identity: { ...state.identity, ...attributesAfter } }),
    furtherFacts: {
      ...state.furtherFacts,
      ...(stockReducible === undefined ? {} : { stockReducible }),
      ...(wasAutomatic ? { convertedFromAutomatic: true } : {}),
      ...(toBlank ? { convertedToBlank: true } : {}),
      // A converted firearm stays in the category it had (Annex I, A9, B8, C5).
      ...(toBlank && (category === 'A' || category === 'B' || category === 'C')
        ? { sourceCategory: category }
        : {}),
    },
  };
};

export const firearmModified = defineEvent({
  type: 'FirearmModified',
  schemaVersion: 1,
  meaning: 'The firearm was converted or modified; its category is checked.',
  payload,
  recordedBy: ['DLR', 'MFR'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(5)(d)'],
  lift: (code, { legalOrderRef }) => (code === 'R23' && legalOrderRef !== undefined ? 'SAME' : undefined),
  check: ({ payload: { what, before, after }, state }) => {
    if (state.identity === undefined)
      return refusal('R31', 'It is not recorded what this firearm is. Register it first.');
    const names = Object.keys(after) as ReadonlyArray<Attribute>;
    const needed = concerned[what];
    if (needed.length > 0 && !needed.some((name) => names.includes(name)))
      return refusal('R31', `A change of ${what} states ${needed.join(' or ')} before and after.`, {
        pointer: '/payload/after',
      });
    for (const name of names) {
      const pointer = { pointer: `/payload/before/${name}` };
      if (before[name] === undefined)
        return refusal('R31', `State ${name} as it was before the change.`, pointer);
      if (differs(recorded(state, name), before[name]))
        return refusal(
          'RECORDED_VALUE_DIFFERS',
          `The register had another ${name} at that time. Correct the record first if it is wrong.`,
          pointer,
        );
    }
    return undefined;
  },
  apply: (state, { payload: modification, eventId }) =>
    withCategoryCheck(modified(state, modification), eventId),
});
