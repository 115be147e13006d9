import type { Replaced } from '../component/fitting.ts';
import type { ComponentSnapshot } from '../component/particulars.ts';
import type { RecordedEvent } from '../event/envelope.ts';

type Part = { readonly componentId: string };
type Registration = { readonly components?: ReadonlyArray<ComponentSnapshot> };

const partsOf = ({ type, payload }: RecordedEvent): ReadonlyArray<string> => {
  switch (type) {
    case 'ComponentFitted':
    case 'ComponentRemoved':
      return [(payload as Part).componentId];
    case 'ComponentReplaced':
      return [(payload as Replaced).outId, (payload as Replaced).inId];
    case 'FirearmRegistered':
      return ((payload as Registration).components ?? []).map(({ componentId }) => componentId);
    default:
      return [];
  }
};

/** Every component that a firearm's records ever named: each fit stands in both streams, so no other was in it. */
export const everFitted = (history: ReadonlyArray<RecordedEvent>): ReadonlyArray<string> => [
  ...new Set(history.flatMap(partsOf)),
];
