import { type AnyEvent, type CheckContext, defineEventOf } from '../stream/definition.ts';
import type { AuthorisationState } from './state.ts';

export const defineEvent = defineEventOf<AuthorisationState>();
export type AuthorisationCheck<P> = CheckContext<P, AuthorisationState>;
export type AnyAuthorisationEvent = AnyEvent<AuthorisationState>;
