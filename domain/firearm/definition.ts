import { type AnyEvent, type CheckContext, defineEventOf } from '../stream/definition.ts';
import type { FirearmState } from './state.ts';

export const defineEvent = defineEventOf<FirearmState>();
export type FirearmCheck<P> = CheckContext<P, FirearmState>;
export type AnyFirearmEvent = AnyEvent<FirearmState>;
