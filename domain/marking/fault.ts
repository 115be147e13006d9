import type { Refusal } from '../shared/refusal.ts';
import { refusal } from '../shared/refusal.ts';

/** A fault of a mark: R32, with the field at fault below `pointer` and the way out. */
export const fault = (pointer: string, detail: string): Refusal => refusal('R32', detail, { pointer });

/** The fault, where the condition holds. */
export const faultIf = (condition: boolean, pointer: string, detail: string): ReadonlyArray<Refusal> =>
  condition ? [fault(pointer, detail)] : [];
