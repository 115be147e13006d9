import { isIP } from 'node:net';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { isZone } from '../domain/time/zone.ts';
import { ConfigError } from './configError.ts';
import { prefixForm } from './eventstore/eventStoreDb/names.ts';
import { urlFault } from './eventstore/eventStoreDb/url.ts';
import type { EventStoreTarget } from './eventstore/openLog.ts';
import { isLoopback } from './loopback.ts';
import { type MasterKey, masterKeyFrom } from './vault/masterKey.ts';

const blank = (value: unknown): unknown => (value === '' ? undefined : value);
const optionalText = z.preprocess(blank, z.string().optional());
const optionalKey = z.preprocess(
  blank,
  z
    .string()
    .transform((text, context): MasterKey => {
      const key = masterKeyFrom(text);
      if (key !== undefined) return key;
      context.addIssue('must be 32 bytes in base64, as `openssl rand -base64 32` prints them');
      return z.NEVER;
    })
    .optional(),
);
const optionalUrl = (protocols: RegExp, hint: string) =>
  z.preprocess(blank, z.string().regex(protocols, hint).optional());

export { ConfigError };

/** Name of a transparency log: an address without scheme, which the keys of signed notes can bear. */
export const logOriginForm = /^(?=.{1,100}$)[a-z0-9.-]+(?:\/[A-Za-z0-9._~-]+)*$/;

const schema = z.object({
  DATABASE_URL: optionalUrl(/^postgres(ql)?:\/\//, 'must begin with postgresql://'),
  DATABASE_OWNER_URL: optionalUrl(/^postgres(ql)?:\/\//, 'must begin with postgresql://'),
  EVENT_STORE_URL: optionalText,
  EVENT_STORE_PREFIX: z.preprocess(
    blank,
    z
      .string()
      .regex(
        prefixForm,
        'must be lower-case letters, digits, points and underscores with one hyphen at the end',
      )
      .default('ledger-'),
  ),
  LEDGER_VAULT_KEY: optionalKey,
  LEDGER_VAULT_KEY_FILE: optionalText,
  LEDGER_VAULT_PREVIOUS_KEY: optionalKey,
  LEDGER_VAULT_PREVIOUS_KEY_FILE: optionalText,
  LEDGER_LOG_KEY_FILE: optionalText,
  LEDGER_LOG_ORIGIN: z.preprocess(
    blank,
    z
      .string()
      .regex(
        logOriginForm,
        'must be a name such as log.registry.example/firearms, without https:// and without a slash at its end',
      )
      .optional(),
  ),
  LEDGER_WITNESS_POLICY_FILE: optionalText,
  LEDGER_WITNESSES_FILE: optionalText,
  LEDGER_WITNESS_SECONDS: z.preprocess(blank, z.coerce.number().min(0.1).max(86_400).default(10)),
  LEDGER_TSA_URL: optionalUrl(/^https?:\/\//, 'must be an http(s) URL'),
  LEDGER_TSA_HOURS: z.preprocess(blank, z.coerce.number().min(0.01).max(8760).default(24)),
  LEDGER_CHECKPOINT_SECONDS: z.preprocess(blank, z.coerce.number().min(0.1).max(3600).default(1)),
  LEDGER_DATA: z.preprocess(blank, z.string().default('.data')),
  LEDGER_HOST: z.preprocess(
    blank,
    z
      .string()
      .refine((host) => host === 'localhost' || isIP(host) !== 0, 'must be an IP address or localhost')
      .default('127.0.0.1'),
  ),
  LEDGER_PORT: z.preprocess(
    blank,
    z.coerce
      .number('must be a whole number from 0 to 65535')
      .int('must be a whole number from 0 to 65535')
      .min(0, 'must be a whole number from 0 to 65535')
      .max(65_535, 'must be a whole number from 0 to 65535')
      .default(8080),
  ),
  LEDGER_REQUESTS_PER_MINUTE: z.preprocess(
    blank,
    z.coerce.number().int().min(1).max(10_000_000).default(6000),
  ),
  LEDGER_REBUILD_THREADS: z.preprocess(
    blank,
    z.coerce.number().int().min(1).max(32).default(Math.min(4, availableParallelism())),
  ),
  LEDGER_ZONE: z.preprocess(
    blank,
    z.string().refine(isZone, 'must be an IANA time zone such as Europe/Skopje').default('Europe/Belgrade'),
  ),
  LEDGER_AUTHORITY: z.preprocess(
    blank,
    z
      .string()
      .regex(/^[A-Z0-9-]{1,20}$/, 'must be a short code')
      .default('LOCAL'),
  ),
  LEDGER_PEERS_FILE: optionalText,
  LEDGER_PROFILE: z.preprocess(blank, z.string().default('EU_MEMBER')),
  OIDC_ISSUER: optionalUrl(/^https?:\/\//, 'must be an http(s) URL'),
  OIDC_JWKS_URL: optionalUrl(/^https?:\/\//, 'must be an http(s) URL'),
  OIDC_AUDIENCE: z.preprocess(blank, z.string().max(200).default('firearm-ledger')),
  LOG_LEVEL: z.preprocess(
    blank,
    z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  ),
  NODE_ENV: z.preprocess(blank, z.string().default('development')),
});

/** Names of all settings. */
export const settingNames: ReadonlyArray<string> = Object.keys(schema.shape);

/** Where a master key is, if anywhere: itself, or the file that holds it. */
export type VaultKeySource = { readonly key: MasterKey } | { readonly file: string } | undefined;

export type Config = {
  readonly databaseUrl?: string;
  readonly databaseOwnerUrl?: string;
  /** The log in EventStoreDB; absent, it is in the database. */
  readonly eventStore?: EventStoreTarget;
  /** Master keys of the vault: the one that wraps, and the one before it while a rotation is under way. */
  readonly vault: { readonly current: VaultKeySource; readonly previous: VaultKeySource };
  /** File of the key that signs the transparency log; absent, this process signs only with an embedded database's own. */
  readonly logKeyFile?: string;
  /** Name of the transparency log; absent, one that is made up at the first start. */
  readonly logOrigin?: string;
  /** Least time between two signed checkpoints. */
  readonly checkpointSeconds: number;
  /** The policy under which checkpoints are published, and addresses of its witnesses (see `readWitnesses.ts`). */
  readonly witnesses: { readonly policyFile?: string; readonly witnessesFile?: string };
  /** Least time between two rounds of the witnesses. */
  readonly witnessSeconds: number;
  /** The time-stamping authority that is asked for tokens over checkpoints, and how often. */
  readonly timestamps?: { readonly url: string; readonly hours: number };
  readonly dataDirectory: string;
  readonly host: string;
  readonly port: number;
  /** Requests one address may send in a minute; a connected dealer's system stays far below the default. */
  /** Threads in which read models are built anew. */
  readonly rebuildThreads: number;
  readonly requestsPerMinute: number;
  readonly zone: string;
  readonly authorityId: string;
  /** The other registers of a decentralised system (see `federation/readPeers.ts`). */
  readonly peersFile?: string;
  /** Jurisdiction profile until a policy is adopted: EU_MEMBER, NON_EU_ALIGNED, or a file (see `profile.ts`). */
  readonly profile: string;
  /** Absent: the built-in evaluation issuer, which works on loopback only. */
  readonly oidc?: { readonly issuer: string; readonly jwksUrl: string };
  readonly audience: string;
  readonly logLevel: string;
  readonly production: boolean;
};

const keySource = (name: string, key: MasterKey | undefined, file: string | undefined): VaultKeySource => {
  if (key !== undefined && file !== undefined)
    throw new ConfigError(`${name} and ${name}_FILE name two keys: set one of them`);
  return key !== undefined ? { key } : file !== undefined ? { file } : undefined;
};

/** Reads the environment. Every wrong variable is named with the way out; values are never repeated, they may be secret. */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const parsed = schema.safeParse(environment);
  if (!parsed.success)
    throw new ConfigError(
      parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('\n'),
    );
  const value = parsed.data;
  if ((value.OIDC_ISSUER === undefined) !== (value.OIDC_JWKS_URL === undefined))
    throw new ConfigError('OIDC_ISSUER and OIDC_JWKS_URL belong together: set both or none');
  if (value.OIDC_ISSUER === undefined && !isLoopback(value.LEDGER_HOST))
    throw new ConfigError(
      'LEDGER_HOST is not loopback, so OIDC_ISSUER and OIDC_JWKS_URL are required: the evaluation issuer serves 127.0.0.1 only',
    );
  const production = value.NODE_ENV === 'production';
  if (production && value.OIDC_ISSUER === undefined)
    throw new ConfigError(
      'NODE_ENV=production needs OIDC_ISSUER and OIDC_JWKS_URL: the evaluation issuer is for trying out only',
    );
  const eventStoreFault =
    value.EVENT_STORE_URL === undefined ? undefined : urlFault(value.EVENT_STORE_URL, production);
  if (eventStoreFault !== undefined) throw new ConfigError(`EVENT_STORE_URL ${eventStoreFault}`);
  return {
    ...(value.DATABASE_URL === undefined ? {} : { databaseUrl: value.DATABASE_URL }),
    ...(value.DATABASE_OWNER_URL === undefined ? {} : { databaseOwnerUrl: value.DATABASE_OWNER_URL }),
    ...(value.EVENT_STORE_URL === undefined
      ? {}
      : { eventStore: { url: value.EVENT_STORE_URL, prefix: value.EVENT_STORE_PREFIX } }),
    vault: {
      current: keySource('LEDGER_VAULT_KEY', value.LEDGER_VAULT_KEY, value.LEDGER_VAULT_KEY_FILE),
      previous: keySource(
        'LEDGER_VAULT_PREVIOUS_KEY',
        value.LEDGER_VAULT_PREVIOUS_KEY,
        value.LEDGER_VAULT_PREVIOUS_KEY_FILE,
      ),
    },
    ...(value.LEDGER_LOG_KEY_FILE === undefined ? {} : { logKeyFile: value.LEDGER_LOG_KEY_FILE }),
    ...(value.LEDGER_LOG_ORIGIN === undefined ? {} : { logOrigin: value.LEDGER_LOG_ORIGIN }),
    checkpointSeconds: value.LEDGER_CHECKPOINT_SECONDS,
    witnesses: {
      ...(value.LEDGER_WITNESS_POLICY_FILE === undefined
        ? {}
        : { policyFile: value.LEDGER_WITNESS_POLICY_FILE }),
      ...(value.LEDGER_WITNESSES_FILE === undefined ? {} : { witnessesFile: value.LEDGER_WITNESSES_FILE }),
    },
    witnessSeconds: value.LEDGER_WITNESS_SECONDS,
    ...(value.LEDGER_TSA_URL === undefined
      ? {}
      : { timestamps: { url: value.LEDGER_TSA_URL, hours: value.LEDGER_TSA_HOURS } }),
    dataDirectory: value.LEDGER_DATA,
    host: value.LEDGER_HOST,
    port: value.LEDGER_PORT,
    rebuildThreads: value.LEDGER_REBUILD_THREADS,
    requestsPerMinute: value.LEDGER_REQUESTS_PER_MINUTE,
    zone: value.LEDGER_ZONE,
    authorityId: value.LEDGER_AUTHORITY,
    profile: value.LEDGER_PROFILE,
    ...(value.LEDGER_PEERS_FILE === undefined ? {} : { peersFile: value.LEDGER_PEERS_FILE }),
    ...(value.OIDC_ISSUER === undefined || value.OIDC_JWKS_URL === undefined
      ? {}
      : { oidc: { issuer: value.OIDC_ISSUER, jwksUrl: value.OIDC_JWKS_URL } }),
    audience: value.OIDC_AUDIENCE,
    logLevel: value.LOG_LEVEL,
    production,
  };
};

export const databaseDirectory = (config: Config): string => join(config.dataDirectory, 'pg');
