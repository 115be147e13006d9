import type { RecordProof } from '../http/recordProof.ts';
import { escaped, heading, paragraph, table, terms } from './html.ts';

const steps: ReadonlyArray<string> = [
  'Ask the issuing authority for the file under the address above; it hands it out with the paper. It holds each record, its place in the log, and the signature of the log over all of them.',
  'Get the key of the log from elsewhere: the gazette of the authority, another authority, or a witness. A key that comes with the file proves nothing. Both are needed once.',
  'Check the file without a network and without an account: open the page ledger-verify.html from disk in any browser, or run node ledger-verify.mjs FILE --key KEY. The register hands both out under /log/verifier.html and /log/verifier.mjs.',
  'Compare what the records in the file say with this paper: numbers, days, register numbers and firearms. Names and addresses are not in the file.',
];

/** How whoever is shown a paper verifies what it rests on; plainly, where that is not possible yet. */
export const paperProofPart = (proof: RecordProof, laterChanges: string): string => {
  const { origin, checkpoint, entries, bundle } = proof;
  const missing = checkpoint === null || entries.some(({ entry }) => entry === null);
  return [
    heading('How to verify this paper'),
    paragraph(
      'This sheet can be altered like any paper. The records that it rests on cannot: each is an entry of the public log of the register, and the log is signed.',
    ),
    terms([
      ['Log', origin],
      ...(checkpoint === null
        ? []
        : ([
            ['Entries of the log', String(checkpoint.size)],
            ['Root hash at that size', checkpoint.root],
            ['Signed at', checkpoint.signedAt],
          ] as const)),
    ]),
    table(
      ['Record', 'Entry', 'Leaf hash'],
      entries.map(({ eventId, entry, leafHash }) => [
        eventId,
        entry === null ? 'not yet' : String(entry),
        leafHash ?? '',
      ]),
      'None.',
    ),
    ...(missing
      ? [
          paragraph(
            'Not every record is in the signed log yet, so nothing proves this paper. Records get there within seconds; print it again. If that does not help, the log stands still, and the authority has to say why.',
          ),
        ]
      : [
          `<p><code>GET ${escaped(bundle)}</code></p>\n<ol>\n${steps.map((step) => `<li>${escaped(step)}</li>\n`).join('')}</ol>\n`,
        ]),
    paragraph(laterChanges),
  ].join('');
};
