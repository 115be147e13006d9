import type { Timeline } from '../../time/bitemporalFold.ts';
import type { FirearmState, Holder } from '../state.ts';
import { type Diversion, lastLegalHolder, pointOfDiversion } from './diversion.ts';
import { firstRetailPurchaser, type RetailPurchase } from './retailPurchaser.ts';
import { type TimeToCrime, timesToCrime } from './timeToCrime.ts';

/** What a tracer asks of a chain of custody (users-and-jobs sections 1 and 4). */
export type TracingFacts = {
  readonly firstRetail?: RetailPurchase;
  readonly lastLegalHolder?: Holder;
  readonly diversion?: Diversion;
  readonly timesToCrime: ReadonlyArray<TimeToCrime>;
};

export const tracingFacts = (timeline: Timeline<FirearmState>): TracingFacts => {
  const firstRetail = firstRetailPurchaser(timeline);
  const legal = lastLegalHolder(timeline);
  const diversion = pointOfDiversion(timeline);
  return {
    ...(firstRetail === undefined ? {} : { firstRetail }),
    ...(legal === undefined ? {} : { lastLegalHolder: legal }),
    ...(diversion === undefined ? {} : { diversion }),
    timesToCrime: timesToCrime(timeline),
  };
};
