import { categoryOf } from '../category/classify.ts';
import type { ValueOf } from '../shared/shape.ts';
import { isAbsent } from '../shared/shape.ts';
import type { intendedFor } from './particulars.ts';
import type { ComponentState } from './state.ts';

/** Id of the component by the name of its stream. */
export const idOf = (streamId: string): string => streamId.slice(streamId.indexOf('-') + 1);

/** A loose component has the category of the firearm it is meant for (Dir. 1(1)(2), REQ-CMP-03). */
export const categoryOfIntended = ({
  subcategory,
  model,
}: ValueOf<typeof intendedFor>): Pick<ComponentState, 'category' | 'subcategory' | 'intendedModel'> => ({
  category: isAbsent(subcategory) ? subcategory : categoryOf(subcategory),
  subcategory,
  ...(model === undefined ? {} : { intendedModel: model }),
});
