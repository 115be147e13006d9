import type { Identity } from '../firearm/identity.ts';
import { isEstablished, isRefused, type Receiving, receivingRight } from '../firearm/receivingRight.ts';
import type { Refusal } from '../shared/refusal.ts';
import type { ComponentCheck } from './definition.ts';

type Categorised = Pick<Partial<Identity>, 'category' | 'subcategory'>;

/** A loose component is held under the right for the firearm it is meant for (Dir. 1(1)(2), REQ-CMP-03). */
export const withCategory = <C extends { readonly state: Categorised }>(context: C) => {
  const { category, subcategory = { absent: 'UNKNOWN' as const } } = context.state;
  return { ...context, state: category === undefined ? {} : { identity: { category, subcategory } } };
};

/** Why the receiving party may not have the component; where its category is not known nobody can tell. */
export const receiverFault = (
  context: ComponentCheck<unknown>,
  receiving: Receiving,
): Refusal | undefined => {
  if (context.phase === 'NOW' || !isEstablished(receiving.category)) return undefined;
  const found = receivingRight(context, receiving);
  return isRefused(found) ? found : undefined;
};

/** Given to somebody although its category is not known: accepted, and looked into. */
export const receivedUnknown = ({ category, capacity }: Receiving): boolean =>
  capacity !== 'STATE' && !isEstablished(category);
