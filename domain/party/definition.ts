import { type AnyEvent, type CheckContext, defineEventOf } from '../stream/definition.ts';
import type { PartyState } from './state.ts';

export const defineEvent = defineEventOf<PartyState>();
export type PartyCheck<P> = CheckContext<P, PartyState>;
export type AnyPartyEvent = AnyEvent<PartyState>;
