import pg from 'pg';

/** A configured login, for people: never its password. */
export type Login = {
  readonly variable: 'DATABASE_URL' | 'DATABASE_OWNER_URL';
  readonly user: string;
  readonly database: string;
  readonly place: string;
};

/**
 * What a configured URL stands for, as the driver will use it: a URL with a socket folder is none for `URL`.
 * Undefined when it cannot be read; the text is not repeated, it may hold a password.
 */
export const loginOf = (variable: Login['variable'], url: string): Login | undefined => {
  try {
    const { user, host, port, database } = new pg.Client({ connectionString: url });
    const name = database ?? user ?? 'postgres';
    const place = host.startsWith('/') ? `${host} (socket)` : `${host}:${port}`;
    return { variable, user: user ?? 'the user of this process', database: name, place };
  } catch {
    return undefined;
  }
};
