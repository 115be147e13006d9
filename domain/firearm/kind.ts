import { idPattern } from '../shared/ids.ts';
import { confirmationsOf } from '../stream/confirmations.ts';
import { createStreamKind } from '../stream/streamKind.ts';
import { alertConsequences, attemptNotice } from './alertStream.ts';
import { firearmCatalogue } from './catalogue.ts';
import { inCustody } from './inCustody.ts';
import { type Custody, custodies, type FirearmState, newFirearm } from './state.ts';

const custodyOfRole = { TRADE: 'TRD', HOLDER: 'HLD', STATE: 'STK' } as const;

/** The life of one firearm (catalogue 5.1 to 5.7, table 6.1). */
export const firearmKind = createStreamKind({
  name: 'firearm',
  plural: 'firearms',
  idPattern: idPattern.firearm,
  prefixFor: () => 'W',
  statuses: custodies,
  initial: newFirearm,
  statusOf: (state) => state.custody,
  withStatus: (state, custody) => inCustody(state, custody as Custody),
  catalogue: firearmCatalogue,
  rules: {
    PARTY: (definition, payload) => custodyOfRole[definition.receivedAs?.(payload) ?? 'HOLDER'],
    BACK: (definition, _payload, state) => definition.returnsTo?.(state) ?? state.custody,
  },
  responsible: (state) => state.holder?.party,
  because: (state: FirearmState) => state.alerts.slice(0, 1).map((alert) => alert.openedBy),
  consequences: alertConsequences,
  onRefusal: attemptNotice,
  answers: confirmationsOf('FirearmTransferred'),
});
