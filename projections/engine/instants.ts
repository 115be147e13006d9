/** An instant as PostgreSQL reads a timestamptz. */
export const timestamp = (at: number): string =>
  at === Number.NEGATIVE_INFINITY
    ? '-infinity'
    : at === Number.POSITIVE_INFINITY
      ? 'infinity'
      : new Date(at).toISOString();
