import type { RecordProof } from '../http/recordProof.ts';
import { escaped, heading, paragraph, terms } from './html.ts';

/** What the table of records says of the place of each in the log. */
export const entryText = (entry: number | null): string => (entry === null ? 'not yet' : String(entry));

const subject = (missing: number, all: number): string =>
  missing < all
    ? `${missing} of the ${all} records ${missing === 1 ? 'is' : 'are'} not yet`
    : all === 1
      ? 'The record is not yet'
      : 'None of the records is yet';

const missingText = (missing: number, all: number): string =>
  `${subject(missing, all)} in the signed log. Records get there within seconds; if they do not, the log stands still, and the authority has to say why. Until then nothing proves ${
    missing === all ? 'this extract' : missing === 1 ? 'that one' : 'those'
  }. Ask for the extract again.`;

const steps: ReadonlyArray<string> = [
  'Have the register hand out the file under the address above, for the purposes for which this extract is made. It holds each record, the chain, and where in the log they are.',
  'Get the key of the log from elsewhere: the gazette of the authority, another authority, or a witness. A key that comes with the file proves nothing.',
  'Check the file, with the network off: open the page ledger-verify.html from disk in any browser, or run node ledger-verify.mjs FILE --key KEY. The register hands both out under /log/verifier.html and /log/verifier.mjs; whoever doubts the register takes them from elsewhere. The file itself explains how to check it with OpenSSL and other programs instead.',
  'Compare: each record of the table below is in the file with its id and its entry, and the chain is the same. Whoever has a checkpoint of the log from another day can have it proved that the log only grew between the two.',
];

const file = ({ bundle }: RecordProof): string =>
  `<p><code>GET ${escaped(bundle)}</code></p>\n<ol>\n${steps.map((step) => `<li>${escaped(step)}</li>\n`).join('')}</ol>\n`;

/** How the records of an extract are proved, in words for a court; plainly, where they are not yet. */
export const proofPart = (proof: RecordProof): string => {
  const { origin, checkpoint, entries } = proof;
  const missing = entries.filter(({ entry }) => entry === null).length;
  return [
    heading('How this extract is proved'),
    ...(checkpoint === null
      ? [
          paragraph(
            `The log ${origin} has not been signed yet. Nothing proves this extract so far: it says what the register says now, and no more.`,
          ),
        ]
      : [
          terms([
            ['Log', origin],
            ['Entries of the log', String(checkpoint.size)],
            ['Root hash at that size', checkpoint.root],
            ['Signed at', checkpoint.signedAt],
          ]),
          ...(missing === 0
            ? [
                paragraph(
                  'Every record of this extract is an entry of that log; the table below has their numbers, which begin with 0. The log is signed and public and only grows: a record that was altered, left out or put in later does not fit it. This paper is not signed and can be altered like any paper. What proves the records is a file:',
                ),
              ]
            : [
                paragraph(missingText(missing, entries.length)),
                ...(missing === entries.length ? [] : [paragraph('The others are proved by a file:')]),
              ]),
          ...(missing === entries.length ? [] : [file(proof)]),
        ]),
  ].join('');
};
