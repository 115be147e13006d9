import { type AnyEvent, type CheckContext, defineEventOf } from '../stream/definition.ts';
import type { TraceState } from './state.ts';

export const defineEvent = defineEventOf<TraceState>();
export type TraceCheck<P> = CheckContext<P, TraceState>;
export type AnyTraceEvent = AnyEvent<TraceState>;
