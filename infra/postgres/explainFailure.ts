import type { Login } from './login.ts';
import { runtimeRole } from './pool.ts';

/** What was being done when PostgreSQL refused: that says which right is missing. */
export type DatabaseStep = 'STRUCTURE' | 'RUNTIME_ROLE';

const named = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`;

/** The first error of a chain that has a code: a failed migration carries PostgreSQL's own error as its cause. */
const codedError = (error: unknown): { readonly code: string; readonly message: string } | undefined => {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as { readonly code?: unknown };
  if (typeof code === 'string') return { code, message: error.message };
  if (/connection timeout|timeout exceeded when trying to connect/.test(error.message))
    return { code: 'ETIMEDOUT', message: error.message };
  return codedError(error.cause);
};

const missingRight = (step: DatabaseStep, { variable, user, database }: Login): string =>
  step === 'RUNTIME_ROLE'
    ? `It is not a member of the role ${runtimeRole}, as which the ledger records and reads. As owner of the database run: ` +
      `grant ${runtimeRole} to ${named(user)};`
    : `It may not make the ledger's schemas, extensions and the role ${runtimeRole}. ` +
      (variable === 'DATABASE_URL'
        ? 'Set DATABASE_OWNER_URL to the login that owns the database, and leave DATABASE_URL to the one that serves. For a new database run '
        : 'Run ') +
      `as administrator of the server: alter database ${named(database)} owner to OWNER; and alter role OWNER createrole; ` +
      `if ${runtimeRole} is there already, also: grant ${runtimeRole} to OWNER with admin option;`;

/**
 * Why a configured database cannot be used and what to do about it, in a paragraph for the person who configured it.
 * Undefined for what is no matter of configuration.
 */
export const explainFailure = (error: unknown, step: DatabaseStep, login: Login): string | undefined => {
  const coded = codedError(error);
  if (coded === undefined) return undefined;
  const { variable, user, database, place } = login;
  const said = ` (PostgreSQL says: ${coded.message})`;
  const as = `${variable} logs in to the database ${named(database)} at ${place} as ${named(user)}`;
  switch (coded.code) {
    case '42501':
    // A role that cannot be taken on is an invalid value of the setting `role`.
    case '22023':
      return `${as}, who lacks a right. ${missingRight(step, login)}${said}`;
    case '28P01':
    case '28000':
      return `${as}, and is refused. Check user, password and pg_hba.conf of the server.${said}`;
    case '3D000':
      return `${as}, but there is no such database. As administrator of the server run: create database ${named(database)} owner OWNER;${said}`;
    case 'ECONNREFUSED':
    case 'ECONNRESET':
    case 'ENOENT':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EHOSTUNREACH':
    case 'ETIMEDOUT':
    case '57P03':
      return `No PostgreSQL answers at ${place}, where ${variable} points. Check that it runs and that the address is right; without DATABASE_URL the embedded database is used.${said}`;
    default:
      return undefined;
  }
};
