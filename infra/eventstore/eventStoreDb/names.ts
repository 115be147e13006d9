/** A prefix has one hyphen, its last character: so no prefix is the beginning of another one's streams. */
export const prefixForm = /^[a-z0-9][a-z0-9._]{0,40}-$/;

/**
 * Names of streams in EventStoreDB. Events lie in `<prefix><stream>`; what the adapter itself needs lies beside them
 * under names that no stream of events can have.
 */
export const createNames = (prefix: string) => ({
  prefix,
  events: (streamId: string): string => `${prefix}${streamId}`,
  /** Decision about a unit that concerns several streams. */
  unit: (unitId: string): string => `unit:${prefix}${unitId}`,
  /** Where the event with this id is, or may come to be. */
  key: (eventId: string): string => `key:${prefix}${eventId}`,
  /** Tells this log from every other. */
  origin: `origin:${prefix}`,
  isEvents: (name: string): boolean => name.startsWith(prefix),
  isUnit: (name: string): boolean => name.startsWith(`unit:${prefix}`),
  /** Metadata of a stream of this ledger: where truncation would be set. */
  isMetadata: (name: string): boolean =>
    name.startsWith('$$') &&
    new RegExp(`^\\$\\$(?:unit:|key:|origin:)?${prefix.replaceAll('.', '\\.')}`).test(name),
  streamIdOf: (name: string): string => name.slice(prefix.length),
  unitIdOf: (name: string): string => name.slice(`unit:${prefix}`.length),
  /** What a reader of the whole log asks for. */
  followed: [prefix, `unit:${prefix}`, `$$${prefix}`, `$$unit:${prefix}`, `$$key:${prefix}`],
});
export type Names = ReturnType<typeof createNames>;
