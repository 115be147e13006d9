import { DamagedLog } from './failure.ts';
import type { RawReads } from './rawReads.ts';
import { forgetfulSetting } from './records.ts';

/** Throws when a stream is set to forget events: `$maxAge`, `$maxCount`, or truncated before a revision. */
export const refuseForgetful = async (reads: RawReads, streams: ReadonlyArray<string>): Promise<void> => {
  for (const stream of new Set(streams)) {
    const metadata = await reads.last(`$$${stream}`);
    const setting = metadata === undefined ? undefined : forgetfulSetting(metadata);
    if (setting !== undefined)
      throw new DamagedLog(
        `${setting} is set on the stream ${stream}: EventStoreDB forgets events of it. Remove it from its metadata at once, before a scavenge; nothing of a ledger may ever be forgotten.`,
      );
  }
};
