import type { RecordedEvent } from '../event/envelope.ts';
import { idPattern } from '../shared/ids.ts';

const party = new RegExp(idPattern.party);

const collect = (value: unknown, found: Set<string>): void => {
  if (typeof value === 'string') {
    if (party.test(value)) found.add(value);
  } else if (typeof value === 'object' && value !== null)
    for (const member of Object.values(value)) collect(member, found);
};

/** Parties that an event names anywhere. */
export const partiesIn = ({ payload }: Pick<RecordedEvent, 'payload'>): ReadonlySet<string> => {
  const found = new Set<string>();
  collect(payload, found);
  return found;
};

/** What chain of custody and list of transfers have of every firearm anyway. */
const indexed: ReadonlySet<string> = new Set(['FirearmRegistered', 'FirearmImported', 'FirearmTransferred']);

/** Events that may name a party who is in no chain of custody: from whom it was seized, who kept it, who was disputed. */
export const namesOthers = ({ type, metadata }: RecordedEvent): boolean =>
  !indexed.has(type) || (metadata.disputes ?? []).length > 0 || metadata.source.kind === 'LEGACY_IMPORT';
