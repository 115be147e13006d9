import { type AnyEvent, type CheckContext, defineEventOf } from '../stream/definition.ts';
import type { AlertState } from './state.ts';

export const defineEvent = defineEventOf<AlertState>();
export type AlertCheck<P> = CheckContext<P, AlertState>;
export type AnyAlertEvent = AnyEvent<AlertState>;
