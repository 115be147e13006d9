import { asJson, type Output } from '../../api/cli/output.ts';
import type { AccessRetentionOptions } from '../../api/cli/program.ts';
import { endAccessLog } from '../accessRetention.ts';
import type { Ledger } from '../composition.ts';

/** Applies `accessLog.retention` of the policy; for a monthly job of the operator. */
export const accessRetentionCommand = async (
  { owner, eventStore, codec, record, config }: Ledger,
  { dryRun, json, organisation }: AccessRetentionOptions,
  output: Output,
): Promise<void> => {
  const ended = await endAccessLog(
    { owner, eventStore, codec, record, zone: config.zone },
    {
      actorId: `operator:${process.env['USER'] ?? process.env['LOGNAME'] ?? 'unknown'}`,
      organisationId: organisation,
    },
    { dryRun },
  );
  if (json) output.print(asJson(ended));
  else
    output.print(
      [
        dryRun
          ? `${ended.entries} entries of the access log would be removed.`
          : `${ended.entries} entries of the access log were removed.`,
        ...(ended.held === 0 ? [] : [`Entries about ${ended.held} subjects under a legal hold are kept.`]),
        ...(ended.eventId === undefined ? [] : [`Recorded as ${ended.eventId}.`]),
      ].join('\n'),
    );
};
