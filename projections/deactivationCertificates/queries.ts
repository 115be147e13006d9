import type { SqlClient } from '../engine/sql.ts';

export type CertificateRow = {
  readonly firearmId: string;
  readonly certificateNo: string;
  readonly date: string;
  readonly entity: string | null;
  readonly organisationId: string;
  readonly certifiedBy: string;
  readonly revokedBy: string | null;
};

const byNumber = `
select subject_id as "firearmId", certificate_no as "certificateNo", dated as date, entity,
  organisation_id as "organisationId", certified_by as "certifiedBy", revoked_by as "revokedBy"
from lists.certificate
where lookup = $1 and known_from <= $2::timestamptz and known_to > $2::timestamptz
order by dated, subject_id limit 100`;

/** Certificates with a number, however it is spaced or hyphenated; a number is unique only per issuing entity. */
export const certificatesWith = async (
  client: SqlClient,
  lookup: string,
  knownAt: string,
): Promise<ReadonlyArray<CertificateRow>> =>
  (await client.query({ text: byNumber, values: [lookup, knownAt] }))
    .rows as unknown as ReadonlyArray<CertificateRow>;
