import { custodyWords } from '../../domain/firearm/custodyWords.ts';
import type { Custody } from '../../domain/firearm/state.ts';
import type { EvidenceExtract } from '../http/extractRoutes.ts';
import { entryText, proofPart } from './extractProofHtml.ts';
import { escaped, heading, page, paragraph, table, terms } from './html.ts';
import { printedDetail } from './passHtml.ts';

/** One interval as a sentence that a lay reader understands. */
const sentence = (
  { from, to, custody, party, basis, confirmation }: EvidenceExtract['extract']['chain'][number],
  names: EvidenceExtract['names'],
): string => {
  const name = party === null ? '' : printedDetail(names[party]);
  const who =
    party === null
      ? 'nobody is recorded as answering for it'
      : `${name === '' ? '' : `${name}, `}${party}, answered for it`;
  const since = from.written === 'UNKNOWN' ? 'From an unknown day' : `From ${from.written}`;
  const until = to === null ? 'on' : `until ${to.written}`;
  const side =
    confirmation === null || confirmation === 'CONFIRMED'
      ? ''
      : ` The transfer is ${confirmation.toLowerCase()}.`;
  return `${since} ${until} it ${custodyWords[custody as Custody] ?? custody}; ${who} (${basis.type}, record ${basis.eventId}).${side}`;
};

/** The extract as a page for a court: what happened in plain words, what is disputed, and every change of the record. */
export const extractHtml = ({ extract, names, sha256, proof }: EvidenceExtract): string => {
  const places = new Map(proof.entries.map(({ eventId, entry }) => [eventId, entry]));
  return page(
    'Extract from the register of firearms',
    [
      terms([
        ['Firearm', extract.description],
        ['Number in the register', extract.firearmId],
        ['State of the world as of', extract.validAt],
        ['As the register knew it at', extract.knownAt],
      ]),
      extract.identityLink === 'PROVEN'
        ? ''
        : paragraph('That the marks seen are those of this firearm is a conclusion, not proven.'),
      heading('Who answered for it'),
      ...extract.chain.map((interval) => paragraph(sentence(interval, names))),
      heading('What is alleged and what is established'),
      table(
        ['Report', 'From', 'It is', 'Outcome'],
        extract.claims.map(({ kind, from, assertion, outcome }) => [
          kind,
          from.written,
          assertion.toLowerCase(),
          outcome ?? 'open',
        ]),
        'No loss or theft is reported.',
      ),
      heading('Records without effect'),
      table(
        ['Record', 'From', 'Why'],
        [...extract.disputed, ...extract.inconsistent].map(({ event, from, code }) => [
          `${event.type} ${event.eventId}`,
          from.written,
          code,
        ]),
        'None.',
      ),
      heading('Corrections and annulments'),
      table(
        ['Change', 'Recorded', 'Reason', 'Of the record'],
        extract.changes.map(({ type, recordedAt, reason, target }) => [
          type,
          recordedAt,
          reason ?? '',
          target === null ? '' : `${target.type} ${target.eventId}, recorded ${target.recordedAt}`,
        ]),
        'The record was never changed.',
      ),
      proofPart(proof),
      heading('All records'),
      table(
        ['Record', 'Happened', 'Recorded', 'By', 'Evidence', 'It is', 'Id', 'Entry'],
        extract.records.map((record) => [
          record.type,
          record.effectiveAt,
          record.recordedAt,
          `${record.organisationId} (${record.role})`,
          record.source,
          record.assertionKind.toLowerCase(),
          record.eventId,
          entryText(places.get(record.eventId) ?? null),
        ]),
        'None.',
      ),
      heading('How to compare this extract'),
      `<p>SHA-256: <code>${escaped(sha256)}</code></p>\n`,
      paragraph(
        'The same request for the same two moments gives the same value at any time. The value tells whether two copies of the extract say ' +
          'the same. It does not prove that nobody altered the register.',
      ),
    ].join(''),
  );
};
