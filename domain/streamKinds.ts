import { alertKind } from './alert/kind.ts';
import { authorisationKind } from './authorisation/kind.ts';
import { componentKind } from './component/kind.ts';
import { firearmKind } from './firearm/kind.ts';
import { partyKind } from './party/kind.ts';
import type { StateByKind, StreamKindName } from './stream/kinds.ts';
import type { StreamKind, StreamState } from './stream/streamKind.ts';
import type { StreamKey } from './stream/surroundings.ts';
import { systemKind } from './system/kind.ts';
import { traceKind } from './trace/kind.ts';

/** Every kind of stream of the ledger (catalogue section 1). */
const kinds: { readonly [N in StreamKindName]: StreamKind<StateByKind[N], N> } = {
  firearm: firearmKind,
  component: componentKind,
  party: partyKind,
  authorisation: authorisationKind,
  trace: traceKind,
  alert: alertKind,
  system: systemKind,
};

export const kindOf = <N extends StreamKindName>(name: N): StreamKind<StateByKind[N], N> => kinds[name];

/** All kinds where the mechanism treats them alike. */
export const streamKinds = Object.values(kinds) as unknown as ReadonlyArray<StreamKind<StreamState>>;

const byName = new Map<string, StreamKind<StreamState>>(streamKinds.map((kind) => [kind.name, kind]));

/** Kind and id of a stream's subject by the stream's name, or undefined for a stream that is not of the ledger. */
export const keyOfStream = (streamId: string): StreamKey | undefined => {
  const dash = streamId.indexOf('-');
  const kind = byName.get(dash < 0 ? streamId : streamId.slice(0, dash));
  return kind === undefined ? undefined : { kind: kind.name, id: dash < 0 ? '' : streamId.slice(dash + 1) };
};

/** Name of the stream; the ledger's own has no id. */
export const streamOfKey = ({ kind, id }: StreamKey): string => (id === '' ? kind : `${kind}-${id}`);

/** The kind as the mechanism uses it, where the state's type is of no concern. */
export const anyKindOf = (name: StreamKindName): StreamKind<StreamState> => {
  const kind = byName.get(name);
  if (kind === undefined) throw new Error(`no kind of stream ${name}`);
  return kind;
};
