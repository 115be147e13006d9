import { hash } from 'node:crypto';
import * as E from 'fp-ts/lib/Either.js';
import { asJson, CommandFailed, type Output, table } from '../../api/cli/output.ts';
import type { AdoptOptions } from '../../api/cli/program.ts';
import { canonicalJson, type Json } from '../../domain/shared/canonicalJson.ts';
import { systemKind } from '../../domain/system/kind.ts';
import { policyInForce } from '../../domain/system/policyInForce.ts';
import type { SystemState } from '../../domain/system/state.ts';
import { stateAt, timelineOf } from '../../domain/time/bitemporalFold.ts';
import { recordEvents } from '../../domain/usecases/recordEvents.ts';
import type { Ledger } from '../composition.ts';
import { readPolicyDocument } from '../profile.ts';
import { storeGone } from './storeGone.ts';

const readSystem = async (ledger: Ledger) => {
  const stored = await ledger.eventStore.readStream('system')();
  if (E.isLeft(stored)) throw storeGone(stored.left);
  const history = stored.right.map(ledger.codec.decode);
  const state: SystemState = stateAt(timelineOf(systemKind.fold, history), ledger.record.clock.now());
  return { history, state };
};

export const showPolicyCommand = async (
  ledger: Ledger,
  options: { readonly json: boolean },
  output: Output,
): Promise<void> => {
  const { history, state } = await readSystem(ledger);
  const { version, policy } = policyInForce(history, ledger.record.policy, ledger.record.clock.now());
  if (options.json) {
    output.print(asJson({ version, policy, adopted: state.policies }));
    return;
  }
  output.print(`Version ${version}${version === 0 ? ' (configuration)' : ''}\n${asJson(policy)}`);
  if (state.policies.length > 0)
    output.print(
      table(
        ['VERSION', 'VALID FROM', 'BASE', 'RECORD'],
        state.policies.map((each) => [
          String(each.version),
          each.validFrom,
          each.document.profile,
          each.adoptedBy,
        ]),
      ),
    );
};

/** Records the next version. The same file under the same decision is recorded once. */
export const adoptPolicyCommand = async (
  ledger: Ledger,
  file: string,
  { validFrom, decision, issuer, date, organisation }: AdoptOptions,
  output: Output,
): Promise<void> => {
  const document = readPolicyDocument(file);
  const { state } = await readSystem(ledger);
  const last = state.policies.at(-1);
  const decisionRef = { kind: 'DECISION', number: decision, issuer, date };
  const content = canonicalJson({ document, validFrom, decisionRef } as unknown as Json);
  if (
    last?.validFrom === validFrom &&
    canonicalJson(last.document as unknown as Json) === canonicalJson(document as unknown as Json)
  ) {
    output.print(`Version ${last.version} says the same already; nothing was recorded.`);
    return;
  }
  const version = (last?.version ?? 0) + 1;
  const outcome = await recordEvents(ledger.record)({
    subject: { kind: 'system', id: '' },
    idempotencyKey: `policy ${version} ${hash('sha256', content)}`,
    recordedBy: {
      actorId: `operator:${process.env['USER'] ?? process.env['LOGNAME'] ?? 'unknown'}`,
      role: 'SYS',
      organisationId: organisation,
    },
    entries: [
      {
        type: 'PolicyAdopted',
        effectiveAt: {
          precision: 'MINUTE',
          value: new Date(ledger.record.clock.now()).toISOString(),
          zone: ledger.config.zone,
        },
        payload: { version, document, validFrom, decisionRef },
        source: { kind: 'DIRECT' },
      },
    ],
  })();
  if (E.isLeft(outcome)) {
    const failure = outcome.left;
    throw new CommandFailed(
      failure.kind === 'REFUSED'
        ? `${failure.refusal.code}: ${failure.refusal.detail} (${failure.refusal.pointer ?? ''})`
        : failure.kind === 'INVALID_PAYLOAD'
          ? failure.faults.map(({ pointer, message }) => `${pointer}: ${message}`).join('\n')
          : `The policy was not recorded: ${failure.kind}`,
    );
  }
  output.print(`Version ${version} is recorded; it decides from ${validFrom} on.`);
};
