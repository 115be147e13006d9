/**
 * What every bundle says of itself, the same in each: a verifier refuses a bundle that explains itself otherwise, so
 * that nobody is told to check less. The recipes need jq, xxd, base64 and openssl, and none of the ledger's programs.
 */
export const bundleExplanation: ReadonlyArray<string> = [
  'This file proves that records were in the append-only log of a firearms register when its checkpoint was signed.',
  'Who holds it need not trust the register, nor the program that made it. Take the keys of the log and of its witnesses from somebody other than whoever gave you this file: those in "policy" are only a hint.',
  'WITH THE PUBLISHED VERIFIER (one file, no network): node ledger-verify.mjs FILE --policy POLICY_FROM_ELSEWHERE, or open ledger-verify.html in a browser and give it this file.',
  'BY HAND, the checkpoint: jq -rj .checkpoint FILE > checkpoint. It is a signed note (c2sp.org/signed-note, c2sp.org/tlog-checkpoint) with the origin of the log, its size and the root of its Merkle tree (RFC 6962). golang.org/x/mod/sumdb/note opens it with the key of the log; c2sp.org/tlog-cosignature describes the lines of witnesses.',
  "BY HAND, the entry of event 0: (jq -rj '.events[0].envelopeSalt' FILE | xxd -r -p; jq -rj '.events[0].envelope' FILE) | openssl sha256 -binary > entry. The log holds these 32 bytes and nothing else.",
  "BY HAND, its leaf hash: (printf '\\000'; cat entry) | openssl sha256 -binary | base64 gives .events[0].leafHash.",
  `BY HAND, that the entry is in the tree: jq -rj '.checkpoint as $c | .events[0] | "c2sp.org/tlog-proof@v1\\nindex \\(.index)\\n" + ([.inclusion[] + "\\n"] | join("")) + "\\n" + $c' FILE > 0.tlog-proof makes a proof that tools for c2sp.org/tlog-proof read; golang.org/x/mod/sumdb/tlog checks the hashes (CheckRecord).`,
  "BY HAND, the payload of event 0: (jq -rj '.events[0].payloadSalt' FILE | xxd -r -p; jq -rj '.events[0].payload' FILE) | openssl sha256 -binary | xxd -p -c 32 gives payloadHash of its envelope.",
  'BY HAND, a personal value: SHA-256 of its salt (bytes) followed by the value as canonical JSON (RFC 8785) is the commitment at its pointer in the payload.',
  'BY HAND, the time, where "timestamp" is not null: jq -rj .timestamp.token FILE | base64 -d > stamp.tsr; jq -rj .timestamp.note FILE > stamped; openssl ts -verify -in stamp.tsr -data stamped -CAfile CERTIFICATE_OF_THE_AUTHORITY. The stamped note is a checkpoint of this log: every event with an index below its size existed by then. golang.org/x/mod/sumdb/tlog checks "timestamp.proof" (CheckTree).',
  'INCLUSION: each event was in the log whose root the checkpoint states, at the stated index, with exactly these bytes.',
  'ORDER: the index is the order of recording; the time in "recordedAt" is the register\'s own clock.',
  'NOTHING LEFT OUT IN THE MIDDLE: each envelope holds the leaf hash of the event before it in its stream and a revision that counts from 0. So of a firearm or a stream, nothing is missing before the last event shown.',
  'NOT PROVED, nothing later: that no further event stands behind the last one shown. Only the whole log shows that (ledger-verify.mjs --log), or a later bundle.',
  'NOT PROVED, the truth: that what somebody reported is true. It is proved who the register says reported it, what, and that it was not changed since.',
  'NOT PROVED, one log for everybody: that the register shows others the same log. Cosignatures of independent witnesses show that, if your policy demands them.',
  'NOT PROVED, erasure: "erased" is the statement of the register that it destroyed the value behind a commitment.',
  'THE CHAIN in "statement" is computed from the events by published rules; the verifier computes it again and compares. "digests" shows damage of the file; it is no signature.',
];
