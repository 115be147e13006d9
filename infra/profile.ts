import { existsSync, readFileSync } from 'node:fs';
import { zodOf } from '../api/schema/zodOfShape.ts';
import type { Policy } from '../domain/policy/policy.ts';
import { policyFaults } from '../domain/policy/policyFaults.ts';
import { type PolicyDocument, policyDocumentShape, policyOf } from '../domain/policy/policyFrom.ts';
import { profiles } from '../domain/policy/profiles.ts';
import { ConfigError } from './config.ts';

const documentSchema = zodOf(policyDocumentShape);

/** Reads a national profile from a file. Every fault is named with its field and the way out. */
export const readPolicyDocument = (path: string): PolicyDocument => {
  if (!existsSync(path))
    throw new ConfigError(
      `There is no file ${path}. A profile is EU_MEMBER, NON_EU_ALIGNED or a JSON file (see examples/jurisdiction.json).`,
    );
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new ConfigError(
      `The profile ${path} cannot be read as JSON: ${error instanceof Error ? error.message : ''}`,
    );
  }
  const parsed = documentSchema.safeParse(value);
  const faults = parsed.success
    ? policyFaults(policyOf(parsed.data as PolicyDocument)).map(
        ({ pointer, detail }) => `${pointer}: ${detail}`,
      )
    : parsed.error.issues.map(({ path: at, message }) => `/${at.map(String).join('/')}: ${message}`);
  if (faults.length > 0)
    throw new ConfigError(
      `The profile ${path} is not valid:\n${faults.map((each) => `  ${each}`).join('\n')}`,
    );
  return parsed.data as PolicyDocument;
};

/** The base profile of the configuration (version 0): one of the built-in names, or a file that starts from one. */
export const readProfile = (source: string): Policy =>
  source === 'EU_MEMBER' || source === 'NON_EU_ALIGNED'
    ? profiles[source]
    : policyOf(readPolicyDocument(source));
