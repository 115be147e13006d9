import type { PassDocument } from '../http/passRoutes.ts';
import { heading, lineOf, page, paragraph, table, terms } from './html.ts';
import { paperProofPart } from './paperProofHtml.ts';

type Detail = PassDocument['sections']['holder']['details'][string];

/** A personal value, or why it is not shown. */
export const printedDetail = (detail: Detail | undefined): string =>
  detail === undefined
    ? ''
    : detail.status === 'VALUE'
      ? lineOf(detail.value)
      : `(${detail.status.toLowerCase()})`;

const names = [
  ['name', 'Name'],
  ['birthDate', 'Date of birth'],
  ['birthPlace', 'Place of birth'],
  ['nationality', 'Nationality'],
  ['address', 'Address'],
  ['residenceState', 'State of residence'],
  ['documentNumber', 'Identity document'],
] as const;

const markNames: Readonly<Record<string, string>> = {
  LOST: 'LOST',
  STOLEN: 'STOLEN',
  POSSESSION_CHANGED: 'no longer with the holder',
  CHARACTERISTICS_CHANGED: 'characteristics changed',
};

const remarks = ({ marks, struck }: PassDocument['sections']['firearms'][number]): string =>
  [
    ...marks.map(
      ({ kind, from, ended }) =>
        `${markNames[kind] ?? kind} ${from.written}${ended === null ? '' : ' (case closed)'}`,
    ),
    ...(struck === null ? [] : [`struck off ${struck.from.written} (${struck.reason})`]),
  ].join('; ');

/** The pass as a page to print, with the six sections of Annex II in their order. */
export const passHtml = ({ sections, inForce, validAt, knownAt, proof }: PassDocument): string => {
  const { holder, firearms, validity, issuer, otherStates, statements } = sections;
  return page(
    'European firearms pass',
    [
      inForce ? '' : paragraph('This pass is NOT in force.'),
      heading('1. Holder'),
      terms([
        ['Register number', holder.party],
        ...names.map(([name, title]) => [title, printedDetail(holder.details[name])] as const),
      ]),
      heading('2. Firearms'),
      table(
        ['Firearm', 'Category', 'Listed', 'Remarks'],
        firearms.map((firearm) => [
          firearm.description,
          [firearm.category, firearm.subcategory].filter((each) => each !== null).join(' / '),
          firearm.listed.from.written,
          remarks(firearm),
        ]),
        'No firearm is listed.',
      ),
      heading('3. Validity'),
      table(
        ['From', 'To'],
        validity.map(({ validFrom, validTo }) => [validFrom, validTo]),
        'None.',
      ),
      heading('4. Issuing State'),
      terms([
        ['State', issuer.state],
        ['Authority', issuer.authority],
        ['Number of the pass', issuer.passNo],
        ['Issued', issuer.issuedOn.written],
      ]),
      table(
        ['Authorisation', 'Number', 'Status'],
        issuer.rights.map(({ kind, number, status }) => [kind ?? '', number ?? '', status]),
        'No authorisation is recorded.',
      ),
      heading('5. Entries by other States'),
      table(
        ['State', 'Firearm', 'From', 'To'],
        otherStates.map(({ state, firearmId, validFrom, validTo }) => [
          state,
          firearms.find((each) => each.firearmId === firearmId)?.description ?? firearmId,
          validFrom,
          validTo,
        ]),
        'None.',
      ),
      heading('6. Statements'),
      ...statements.map(paragraph),
      paperProofPart(
        proof,
        'The file proves how the pass was issued, extended and entered in. What became of a firearm since, such as a theft, and whether the pass is still in force, the issuing authority says.',
      ),
      terms([
        ['As of', validAt],
        ['As known at', knownAt],
      ]),
    ].join(''),
  );
};
