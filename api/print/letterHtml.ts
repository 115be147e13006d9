import type { SubjectRequestLetter } from '../http/subjectRequestRoutes.ts';
import { heading, page, paragraph, terms } from './html.ts';
import { printedDetail } from './passHtml.ts';

const asked: Readonly<Record<string, string>> = {
  ACCESS: 'access to your data',
  RECTIFICATION: 'correction of your data',
  RESTRICTION: 'restriction of processing',
  ERASURE: 'erasure of your data',
};
const decided: Readonly<Record<string, string>> = {
  GRANTED: 'Your request is granted.',
  PARTLY_GRANTED: 'Your request is granted in part.',
  REFUSED: 'Your request is refused.',
  REFUSED_LEGAL_OBLIGATION:
    'Your request is refused: the law obliges us to keep the records. They are erased when the period it sets is over.',
};

/** The answer to a data subject (GDPR 12(3), 12(4); LED 12). */
export const letterHtml = ({
  request,
  outcome,
  grounds,
  remedies,
  ...letter
}: SubjectRequestLetter): string =>
  page(
    'Answer to your request',
    [
      terms([
        ['To', printedDetail(letter.name ?? undefined)],
        ['', printedDetail(letter.address ?? undefined)],
        ['Your request', asked[request.kind] ?? request.kind],
        ['Reference', request.ref],
        ['Received', request.receivedOn],
      ]),
      heading('Decision'),
      paragraph(decided[outcome] ?? outcome),
      grounds.length === 0 ? '' : heading('Grounds'),
      ...grounds.map(({ text }) => paragraph(text)),
      heading('What you can do'),
      paragraph(remedies),
    ].join(''),
  );
