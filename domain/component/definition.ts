import { type AnyEvent, type CheckContext, defineEventOf } from '../stream/definition.ts';
import type { ComponentState } from './state.ts';

export const defineEvent = defineEventOf<ComponentState>();
export type ComponentCheck<P> = CheckContext<P, ComponentState>;
export type AnyComponentEvent = AnyEvent<ComponentState>;
