import { readFileSync } from 'node:fs';
import * as E from 'fp-ts/lib/Either.js';
import { z } from 'zod';
import { isVerifiable } from '../../../domain/integrity/cosignature.ts';
import { type PolicyWitness, quorumReached, type TrustPolicy } from '../../../domain/integrity/policy.ts';
import { parsePolicy } from '../../../domain/integrity/policyFile.ts';
import { ConfigError } from '../../configError.ts';
import { hashing } from '../../system/hashing.ts';

/** A witness that is asked, and where. */
export type WitnessAddress = {
  readonly witness: PolicyWitness;
  /** The submission prefix. */
  readonly url: string;
  readonly timeoutMs: number;
};

export type WitnessPlan = {
  readonly policy: TrustPolicy;
  readonly asked: ReadonlyArray<WitnessAddress>;
};

const defaultTimeoutSeconds = 10;

const addresses = z
  .array(
    z.strictObject({
      name: z.string().min(1).max(200),
      url: z.url({ protocol: /^https?$/ }),
      timeoutSeconds: z.number().min(0.1).max(60).default(defaultTimeoutSeconds),
    }),
  )
  .max(100)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'names must differ');
type Addresses = z.infer<typeof addresses>;

const readAddresses = (file: string | undefined): Addresses => {
  if (file === undefined) return [];
  let given: unknown;
  try {
    given = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new ConfigError(`LEDGER_WITNESSES_FILE: ${file} cannot be read as JSON`);
  }
  const parsed = addresses.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new ConfigError(
    `LEDGER_WITNESSES_FILE: ${file} must be a list of {name, url, timeoutSeconds}: ${issue?.path.join('.')} ${issue?.message}`,
  );
};

const readPolicy = (file: string): TrustPolicy => {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new ConfigError(
      `LEDGER_WITNESS_POLICY_FILE: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`,
    );
  }
  const policy = parsePolicy(hashing.sha256, bytes);
  if (E.isLeft(policy))
    throw new ConfigError(
      `LEDGER_WITNESS_POLICY_FILE: ${file}, line ${policy.left.line}: ${policy.left.reason}`,
    );
  return policy.right;
};

/**
 * The policy under which this log publishes, and where its witnesses are: an address in LEDGER_WITNESSES_FILE comes
 * before the one in the policy. Undefined without a policy.
 */
export const readWitnesses = (
  files: { readonly policyFile?: string; readonly witnessesFile?: string },
  origin: string,
): WitnessPlan | undefined => {
  const { policyFile, witnessesFile } = files;
  if (policyFile === undefined) {
    if (witnessesFile !== undefined)
      throw new ConfigError(
        'LEDGER_WITNESSES_FILE needs LEDGER_WITNESS_POLICY_FILE: the policy has the keys',
      );
    return undefined;
  }
  const policy = readPolicy(policyFile);
  if (policy.logs.length > 0 && policy.logs.every(({ key }) => key.name !== origin))
    throw new ConfigError(
      `LEDGER_WITNESS_POLICY_FILE: ${policyFile} has no line for the log of this ledger, ${origin}`,
    );
  const given = readAddresses(witnessesFile);
  const stranger = given.find(({ name }) => policy.witnesses.every((witness) => witness.name !== name));
  if (stranger !== undefined)
    throw new ConfigError(`LEDGER_WITNESSES_FILE: the policy has no witness ${stranger.name}`);
  const asked = policy.witnesses.flatMap((witness): ReadonlyArray<WitnessAddress> => {
    const own = given.find(({ name }) => name === witness.name);
    const url = own?.url ?? witness.url;
    if (url === undefined || !isVerifiable(witness.key)) return [];
    return [{ witness, url, timeoutMs: (own?.timeoutSeconds ?? defaultTimeoutSeconds) * 1000 }];
  });
  if (!quorumReached(policy.quorum, (witness) => asked.some((each) => each.witness === witness)))
    throw new ConfigError(
      `LEDGER_WITNESS_POLICY_FILE: the quorum of ${policyFile} cannot be reached, because too few of its witnesses have an address and an Ed25519 key. Addresses stand in the policy or in LEDGER_WITNESSES_FILE`,
    );
  return { policy, asked };
};
