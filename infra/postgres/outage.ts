/** SQLSTATEs of a server that goes away or does not take anybody in: connection exceptions, shutdowns, start-up. */
const goneStates = /^(08...|57P0[1-5])$/;
const goneErrors: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'ENOTCONN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EAI_AGAIN',
  'ENOTFOUND',
]);
/** What the driver says without a code, and what PostgreSQL says where only its words are left. */
const goneWords =
  /connection terminated|connection error and is not queryable|client was closed|timeout exceeded when trying to connect|query read timeout|terminating connection|database system is (shutting down|starting up|in recovery)|connection to (the )?server|connect E(CONNREFUSED|NOENT|CONNRESET|TIMEDOUT)|read ECONNRESET|write EPIPE/i;

/**
 * Whether an error says that the database is not there at the moment: nothing is wrong with the request, and the same
 * may succeed when the database is back.
 */
export const isOutage = (error: unknown): boolean => {
  if (!(error instanceof Error)) return false;
  const { code, cause } = error as { readonly code?: unknown; readonly cause?: unknown };
  // A file that is not there has the same code as a socket that is not.
  const { syscall } = error as { readonly syscall?: unknown };
  if (typeof code === 'string' && goneStates.test(code)) return true;
  if (typeof code === 'string' && goneErrors.has(code) && (code !== 'ENOENT' || syscall === 'connect'))
    return true;
  if (goneWords.test(error.message)) return true;
  if (error instanceof AggregateError) return error.errors.some(isOutage);
  return isOutage(cause);
};

/**
 * Whether the database answers, but lacks what it needs to do what was asked: room on its disk, memory, connections
 * (SQLSTATE class 53). Nothing is wrong with the request here either.
 */
export const isShortage = (error: unknown): boolean =>
  error instanceof Error && /^53...$/.test(String((error as { readonly code?: unknown }).code));

/** What the database or the driver said, for a person. */
export const outageReason = (error: unknown): string =>
  error instanceof Error && error.message !== ''
    ? error.message
    : String((error as { readonly code?: unknown }).code ?? error);
