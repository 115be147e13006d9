import type { Segment } from '../engine/bitemporal.ts';
import type { StreamHistory } from '../engine/projection.ts';
import { lastInstant } from '../engine/projection.ts';
import { from, listOf, listTable } from '../lists/list.ts';

type Certificate = {
  readonly certificateNo: string;
  readonly date: string;
  readonly entity?: string;
  readonly mark?: unknown;
};

export const certificateTable = listTable(
  'certificate',
  {
    certificate_no: 'text',
    lookup: 'text',
    dated: 'text',
    entity: 'text',
    organisation_id: 'text',
    certified_by: 'uuid',
    revoked_by: 'uuid',
  },
  ['(lookup)'],
);

/** The form in which numbers of certificates are compared: how they are spaced or hyphenated is no difference. */
export const certificateKey = (number: string): string =>
  number
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

const revoking: ReadonlySet<string> = new Set(['DeactivationRevoked', 'DeactivationRejected']);

const segments =
  ({ timelineAfter }: StreamHistory<'firearm'>) =>
  (index: number): ReadonlyArray<Segment> => {
    const { steps } = timelineAfter(index);
    return steps.flatMap(({ event, status, bounds }, place) => {
      if (event.type !== 'DeactivationCertified' || status !== 'EFFECTIVE') return [];
      const { certificateNo, date, entity } = event.payload as Certificate;
      const revoked = steps
        .slice(place + 1)
        .find((step) => step.status === 'EFFECTIVE' && revoking.has(step.event.type));
      return [
        {
          from: bounds.earliest,
          to: lastInstant,
          values: {
            certificate_no: certificateNo,
            lookup: certificateKey(certificateNo),
            dated: date,
            entity: entity ?? null,
            organisation_id: event.metadata.recordedBy.organisationId,
            certified_by: event.eventId,
            revoked_by: revoked?.event.eventId ?? null,
          },
        },
      ];
    });
  };

/**
 * The record of certificates with number and date of deactivation (2015/2403 art. 3(6); REQ-DEA-04). It is derived from
 * the log, which nobody deletes from, so it answers after 20 years and longer.
 */
export const certificates = listOf(
  certificateTable,
  from({
    kind: 'firearm',
    concerns: (events) => events.some(({ type }) => type === 'DeactivationCertified'),
    segments,
  }),
);
