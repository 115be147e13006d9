import { type AnyEvent, type CheckContext, defineEventOf } from '../stream/definition.ts';
import type { SystemState } from './state.ts';

export const defineEvent = defineEventOf<SystemState>();
export type SystemCheck<P> = CheckContext<P, SystemState>;
export type AnySystemEvent = AnyEvent<SystemState>;
