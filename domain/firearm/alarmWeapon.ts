import { type Refusal, refusal } from '../shared/refusal.ts';
import type { Identity } from './identity.ts';

type Registration = {
  readonly kind: string;
  readonly identity: Identity;
  readonly alarmTest?: { readonly meetsSpecification: boolean };
};

/**
 * Alarm and signal weapons that meet 2019/69 are no firearms and are not registered; one that can be converted, or was,
 * is a firearm, and a test report says so (Dir. 14; REQ-ALM-01).
 */
export const alarmFault = ({ kind, identity, alarmTest }: Registration): Refusal | undefined => {
  if (alarmTest?.meetsSpecification === true)
    return refusal(
      'CATEGORY_CONTRADICTS_FACTS',
      'An alarm or signal weapon that meets 2019/69 is no firearm and is not registered.',
      { pointer: '/payload/alarmTest/meetsSpecification' },
    );
  if (kind === 'ALARM_CONVERTIBLE' && alarmTest === undefined)
    return refusal('R31', 'State the report of the test under 2019/69 that found it convertible.', {
      pointer: '/payload/alarmTest',
    });
  if (alarmTest !== undefined && kind !== 'ALARM_CONVERTIBLE')
    return refusal('R31', 'An alarm or signal weapon is registered as ALARM_CONVERTIBLE.', {
      pointer: '/payload/kind',
    });
  // What was converted was no firearm before, so nobody can have placed it on the market as one.
  return identity.convertedFromAlarm === true && kind === 'NEW'
    ? refusal('R31', 'What was converted from an alarm weapon is registered as ALARM_CONVERTIBLE.', {
        pointer: '/payload/kind',
      })
    : undefined;
};
