import { calibre, subcategories } from '../firearm/identity.ts';
import type { ValueOf } from '../shared/shape.ts';
import { coded, isAbsent, matching, oneOf, optional, record, text } from '../shared/shape.ts';
import type { ComponentState } from './state.ts';

/** Kinds of essential component (identification 2); a State may add its own as `NATIONAL:<code>`. */
export const componentKinds = [
  'FRAME',
  'RECEIVER',
  'RECEIVER_LOWER',
  'RECEIVER_UPPER',
  'SLIDE',
  'CYLINDER',
  'BOLT',
  'BREECH_BLOCK',
  'BARREL',
] as const;
export const componentKindCode = matching(
  `^(${componentKinds.join('|')}|NATIONAL:[A-Z0-9_]{1,30})$`,
  40,
  'kind of essential component',
  'BOLT',
);

export const componentSerial = coded(text(40, 'number on the component exactly as read', '999'));
export const componentCalibre = coded(calibre);
export const matchesFrame = oneOf(
  ['FULL', 'SUFFIX', 'NO', 'UNKNOWN'],
  'whether the number is that of the frame, its last digits, or another',
);

/** What a loose component is meant for: it has the category of that firearm (Dir. 1(1)(2), REQ-CMP-03). */
export const intendedFor = record(
  {
    subcategory: coded(oneOf(subcategories, 'subcategory of the firearm it is meant for'), ['UNKNOWN']),
    model: optional(text(120, 'model it fits', 'M57')),
  },
  'firearm that the component is meant for',
  'IntendedFor',
);

/** A component as the firearm's stream keeps it, so that this stream can be folded by itself. */
export const componentSnapshot = record(
  {
    componentId: matching(
      '^T-[0-7][0-9A-HJKMNP-TV-Z]{25}$',
      28,
      'the component',
      'T-01J9ZK3C5E7G9JBMDPFRHTKVMX',
    ),
    kind: componentKindCode,
    serialRaw: componentSerial,
    calibre: optional(componentCalibre),
    subcategory: intendedFor.fields.subcategory,
  },
  'component at that time, added by the ledger',
  'ComponentSnapshot',
);
export type ComponentSnapshot = ValueOf<typeof componentSnapshot>;

/** Who answered for the firearm when a part left it: from then on he answers for the part. */
export const holderSnapshot = record(
  {
    party: coded(text(100, 'party or authority', 'P-01J9ZK3C5E7G9JBMDPFRHTKVMX'), ['UNKNOWN', 'NONE']),
    role: oneOf(['TRADE', 'HOLDER', 'STATE', 'AUTHORITY', 'ESTATE'], 'capacity'),
  },
  'who answered for the firearm, added by the ledger',
  'HolderSnapshot',
);

/** The snapshot of a component that is known by its kind at least; a finding may know less. */
export const snapshotOf = (
  componentId: string,
  state: ComponentState | undefined,
): ComponentSnapshot | undefined => {
  if (state?.kind === undefined) return undefined;
  return {
    componentId,
    kind: state.kind,
    serialRaw: state.serialRaw ?? { absent: 'UNKNOWN' },
    ...(state.calibre === undefined ? {} : { calibre: state.calibre }),
    subcategory: typeof state.subcategory === 'string' ? state.subcategory : { absent: 'UNKNOWN' },
  };
};

/** Whether two parties are known and differ; one of unknown identity contradicts nobody. */
export const partiesDiffer = (a: unknown, b: unknown): boolean =>
  a !== undefined && b !== undefined && !isAbsent(a) && !isAbsent(b) && a !== b;
