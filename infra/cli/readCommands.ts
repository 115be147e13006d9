import * as E from 'fp-ts/lib/Either.js';
import type { Output } from '../../api/cli/output.ts';
import { asJson, CommandFailed, table } from '../../api/cli/output.ts';
import type { AsOf } from '../../api/cli/program.ts';
import * as present from '../../api/http/present.ts';
import { custodyChain } from '../../domain/firearm/custodyChain.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { unionOfStreams } from '../../domain/firearm/unionOfStreams.ts';
import { timelineOf } from '../../domain/time/bitemporalFold.ts';
import { loadFamily } from '../../domain/usecases/firearmHistory.ts';
import { rungs, searchRung } from '../../projections/currentRegistry/queries.ts';
import type { Ledger } from '../composition.ts';
import { createRecordAccess } from '../identity/accessLog.ts';
import { storeGone } from './storeGone.ts';

/** The command line reads as the operator of the machine; that is logged like any other read. */
export const logged = (ledger: Ledger, operation: string, subject?: string): Promise<void> =>
  createRecordAccess(ledger.pool)({
    actorId: `operator:${process.env['USER'] ?? process.env['LOGNAME'] ?? 'unknown'}`,
    role: 'SYS',
    organisationId: 'OPERATOR',
    purpose: 'AUDIT',
    regime: 'GDPR',
    operation,
    requestId: 'command-line',
    ...(subject === undefined ? {} : { subject }),
  });

export const searchCommand = async (
  ledger: Ledger,
  serial: string,
  options: { readonly limit: number; readonly json: boolean },
  output: Output,
): Promise<void> => {
  await logged(ledger, 'search');
  for (const rung of rungs) {
    const found = await searchRung(ledger.pool, serial, rung, options.limit);
    if (found.length === 0) continue;
    if (options.json) output.print(asJson({ rung, candidates: found }));
    else
      output.print(
        `${rung}\n${table(
          ['FIREARM', 'MARK', 'ON', 'MAKE', 'MODEL', 'CALIBRE', 'CUSTODY', 'ALERTS'],
          found.map((row) => [
            row.firearmId,
            row.markSerial,
            row.markLocation,
            row.make ?? '-',
            row.model ?? '-',
            row.calibre ?? '-',
            row.custody,
            row.alerts.join(',') || '-',
          ]),
        )}`,
      );
    return;
  }
  if (options.json) output.print(asJson({ rung: null, candidates: [] }));
  throw new CommandFailed('No firearm carries this number, nor one that is easily confused with it.');
};

export const chainCommand = async (
  ledger: Ledger,
  firearmId: string,
  options: AsOf,
  output: Output,
): Promise<void> => {
  await logged(ledger, 'chain', firearmId);
  const family = await loadFamily(ledger, firearmId)();
  if (E.isLeft(family)) throw storeGone(family.left);
  const now = Date.now();
  const validAt = present.queriedInstant(options.validAt, ledger.config.zone, now);
  const knownAt = present.queriedInstant(options.knownAt, ledger.config.zone, now);
  const union = unionOfStreams(firearmId, family.right, knownAt);
  if (union.id !== firearmId)
    throw new CommandFailed(`This record is of the same firearm as ${union.id}. Ask for that one.`);
  const timeline = timelineOf(firearmKind.fold, union.events, knownAt);
  const steps = timeline.steps.filter((step) => step.bounds.earliest <= validAt);
  if (steps.length === 0)
    throw new CommandFailed('No firearm with this id is known, or none was at that time.');
  const until = { ...timeline, steps };
  const chain = { ...present.chain(custodyChain(until)), ...present.unsettledOf(until) };
  if (options.json) {
    output.print(
      asJson({ firearmId, validAt: present.iso(validAt), knownAt: present.iso(knownAt), ...chain }),
    );
    return;
  }
  const who = (holder: (typeof chain.intervals)[number]['holder']): string =>
    holder === null
      ? '-'
      : `${typeof holder.party === 'string' ? holder.party : holder.party.absent} (${holder.role})`;
  output.print(`${firearmId}, valid at ${present.iso(validAt)}, as known at ${present.iso(knownAt)}`);
  output.print(
    table(
      ['FROM', 'TO', 'CUSTODY', 'RESPONSIBLE', 'BASIS', 'CONFIRMATION'],
      chain.intervals.map((each) => [
        each.from.written,
        each.to?.written ?? '',
        each.custody,
        who(each.holder),
        each.basis.type,
        each.confirmation ?? '',
      ]),
    ),
  );
  for (const gap of chain.gaps)
    output.print(
      `gap: ${gap.reason} from ${gap.from.written}${gap.to === null ? '' : ` to ${gap.to.written}`}`,
    );
  for (const each of chain.disputed)
    output.print(`disputed: ${each.event.type} of ${each.from.written} awaits a decision (${each.code})`);
  for (const each of chain.inconsistent)
    output.print(`inconsistent: ${each.event.type} of ${each.from.written} (${each.code})`);
};
