import type { AnyFirearmEvent } from '../../firearm/definition.ts';

/**
 * What a report of a loose component shares with the firearm's of the same name: the catalogue has one name for both,
 * and one name has one payload (6.3: "either -> LST/STL/SZD with or without the firearm").
 */
export const sharedWithFirearm = <const E extends AnyFirearmEvent>({
  type,
  schemaVersion,
  meaning,
  payload,
  recordedBy,
  assertionKind,
  legalBasis,
  physical,
}: E) => ({
  type: type as E['type'],
  schemaVersion,
  meaning,
  payload,
  recordedBy,
  assertionKind,
  legalBasis,
  ...(physical === undefined ? {} : { physical }),
});
