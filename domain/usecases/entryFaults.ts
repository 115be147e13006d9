import type { PayloadFault } from '../ports/eventCodec.ts';
import type { EventEntry, RecordPorts } from './recording.ts';

const checked = new WeakMap<EventEntry, ReadonlyArray<PayloadFault>>();

/** Faults of an entry in its stored form; an entry is looked at several times while its request is decided. */
export const entryFaults = (ports: RecordPorts, entry: EventEntry): ReadonlyArray<PayloadFault> => {
  const known = checked.get(entry);
  if (known !== undefined) return known;
  const faults = ports.codec.faults(entry.type, entry.payload, 'STORED');
  checked.set(entry, faults);
  return faults;
};
