import * as E from 'fp-ts/lib/Either.js';
import type { Output } from '../../api/cli/output.ts';
import { asJson, CommandFailed, table } from '../../api/cli/output.ts';
import type { AsOf, SearchOptions } from '../../api/cli/program.ts';
import { destroyedSince, isAccessible } from '../../api/http/accessibleRecord.ts';
import { knownMoment } from '../../api/http/asKnown.ts';
import * as present from '../../api/http/present.ts';
import { searchRegister } from '../../api/http/searchRegister.ts';
import { type Purpose, regimeOf } from '../../domain/access/policy.ts';
import { custodyChain } from '../../domain/firearm/custodyChain.ts';
import { firearmKind } from '../../domain/firearm/kind.ts';
import { unionOfStreams } from '../../domain/firearm/unionOfStreams.ts';
import { patternRefusal, rungs } from '../../domain/identification/serialLadder.ts';
import { timelineOf } from '../../domain/time/bitemporalFold.ts';
import { loadFamily } from '../../domain/usecases/firearmHistory.ts';
import type { Ledger } from '../composition.ts';
import { createRecordAccess } from '../identity/accessLog.ts';
import { knownOfLog } from './known.ts';
import { storeGone } from './storeGone.ts';

/** The command line reads as the operator of the machine; that is logged like any other read. */
export const logged = (
  ledger: Pick<Ledger, 'pool'>,
  operation: string,
  subject?: string,
  purpose: Purpose = 'AUDIT',
): Promise<void> =>
  createRecordAccess(ledger.pool)({
    actorId: `operator:${process.env['USER'] ?? process.env['LOGNAME'] ?? 'unknown'}`,
    role: 'SYS',
    organisationId: 'OPERATOR',
    purpose,
    regime: regimeOf[purpose],
    operation,
    requestId: 'command-line',
    ...(subject === undefined ? {} : { subject }),
  });

export const searchCommand = async (
  ledger: Ledger,
  serial: string,
  { json, rung: begin, purpose, ...asked }: SearchOptions,
  output: Output,
): Promise<void> => {
  await logged(ledger, 'search', undefined, purpose);
  const { rung, nextRung, candidates } = await searchRegister(ledger.pool, {
    serial,
    from: begin,
    ...asked,
    destroyedSince: destroyedSince({ record: ledger.record, zone: ledger.config.zone }, purpose),
  });
  if (json) output.print(asJson({ rung, nextRung, candidates }));
  else if (rung !== null) {
    const weaker = rungs.indexOf(rung) >= rungs.indexOf('VARIANT');
    output.print(
      `${rung}\n${table(
        [
          'FIREARM',
          'MARK',
          'ON',
          ...(weaker ? ['DIFFERENCE'] : []),
          'MAKE',
          'MODEL',
          'CALIBRE',
          'CUSTODY',
          'ALERTS',
        ],
        candidates.map((row) => [
          row.firearmId,
          row.markSerial,
          row.markLocation,
          ...(weaker ? [row.difference ?? '-'] : []),
          row.make ?? '-',
          row.model ?? '-',
          row.calibre ?? '-',
          row.custody,
          row.alerts.join(',') || '-',
        ]),
      )}`,
    );
    if (nextRung !== null) output.note(`Less certain candidates: --rung ${nextRung}`);
  }
  if (rung === null)
    throw new CommandFailed(
      patternRefusal(serial, asked) ?? 'No firearm carries this number, nor one that is easily taken for it.',
    );
};

export const chainCommand = async (
  ledger: Ledger,
  firearmId: string,
  options: AsOf,
  output: Output,
): Promise<void> => {
  await logged(ledger, 'chain', firearmId, options.purpose);
  const closed = await knownOfLog(ledger);
  const family = await loadFamily(ledger, firearmId)();
  if (E.isLeft(family)) throw storeGone(family.left);
  const last = Math.max(closed, family.right.get(firearmId)?.at(-1)?.recordedAt ?? closed);
  const now = Math.max(ledger.record.clock.now(), last);
  const validAt = present.queriedInstant(options.validAt, ledger.config.zone, now);
  const knownAt = knownMoment(options.knownAt, ledger.config.zone, last);
  const union = unionOfStreams(firearmId, family.right, knownAt);
  if (union.id !== firearmId)
    throw new CommandFailed(`This record is of the same firearm as ${union.id}. Ask for that one.`);
  const timeline = timelineOf(firearmKind.fold, union.events, knownAt);
  const today = unionOfStreams(firearmId, family.right);
  const deps = { record: ledger.record, zone: ledger.config.zone };
  if (!isAccessible(deps, options.purpose, 'firearm', timelineOf(firearmKind.fold, today.events)))
    throw new CommandFailed(
      `There is no record that may be read for ${options.purpose}. The period of access after destruction is over.`,
    );
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
