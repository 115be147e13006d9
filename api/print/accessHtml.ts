import type { Identity } from '../../domain/firearm/identity.ts';
import type { SubjectAccessPackage } from '../http/subjectRequestRoutes.ts';
import { describeFirearm } from './describe.ts';
import { heading, lineOf, page, paragraph, table, terms } from './html.ts';
import { printedDetail } from './passHtml.ts';

/** What the ledger holds about a person, as a page that he can read (GDPR 12(1), 15). */
export const accessHtml = (found: SubjectAccessPackage): string =>
  page(
    'What the register holds about you',
    [
      terms([
        ['Reference of your request', found.request.ref],
        ['Received', found.request.receivedOn],
        ['Your number in the register', [found.partyId, ...found.aliases].join(', ')],
        ['As of', found.knownAt],
      ]),
      heading('Your details'),
      table(
        ['Detail', 'Value', 'From'],
        found.details.map(({ detail, ...version }) => [detail, printedDetail(version), version.validFrom]),
        'None.',
      ),
      heading('Firearms you answer for'),
      table(
        ['Firearm', 'Since', 'Number in the register'],
        found.firearms.map(({ identity, since, firearmId }) => [
          describeFirearm((identity ?? undefined) as Identity | undefined),
          since,
          firearmId,
        ]),
        'None.',
      ),
      heading('Authorisations'),
      table(
        ['Kind', 'Number', 'Status', 'From', 'To'],
        found.authorisations.map(({ kind, matter, number, status, validFrom, validTo }) => [
          kind ?? matter,
          number ?? '',
          status,
          validFrom ?? '',
          validTo ?? '',
        ]),
        'None.',
      ),
      heading('Records that name you'),
      table(
        ['What', 'When', 'Recorded', 'By', 'Legal basis', 'Content'],
        found.records.map((record) => [
          record.type,
          record.effectiveAt,
          record.recordedAt,
          `${record.authorityId} (${record.recordedByRole})`,
          record.legalBasis.join(', '),
          lineOf(record.payload),
        ]),
        'None.',
      ),
      heading('Who received your data'),
      table(
        ['Organisation', 'Purpose', 'Times', 'First', 'Last'],
        found.recipients.map(({ organisationId, purpose, times, first, last }) => [
          organisationId,
          purpose,
          String(times),
          first,
          last,
        ]),
        'None.',
      ),
      heading('How long it is kept'),
      paragraph(found.retention),
      heading('What is left out, and your rights'),
      ...found.restrictions.map(paragraph),
    ].join(''),
  );
