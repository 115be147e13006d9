import { CommandFailed, exitCode } from '../../api/cli/output.ts';

/** What a person reads when the database is not there: what happened, and the way out. */
export const goneAdvice = (reason: string): string =>
  `The database went away or does not answer (${reason}). Start it, then run the command again: nothing is recorded twice.`;

/** The failure of a command whose database went away. */
export const storeGone = ({ reason }: { readonly reason: string }): CommandFailed =>
  new CommandFailed(goneAdvice(reason), exitCode.unavailable);
