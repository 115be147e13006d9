import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Gives back what the start of a program left behind: reading modules and making schemas fills a young generation of
 * some 50 MB, and an idle server would keep it until it is loaded. Works on the calling thread.
 */
export const collectGarbage = (): void => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as (how: object) => void;
  setFlagsFromString('--no-expose-gc');
  // Anything less keeps the room that was allotted.
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
};
