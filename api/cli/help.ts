import type { Command } from 'commander';
import type { Role } from '../../domain/event/envelope.ts';

type Help = {
  /** Command lines that work as they stand, but for the names of files. */
  readonly examples: ReadonlyArray<string>;
  readonly notes?: ReadonlyArray<string>;
};

const roleNames: { readonly [R in Role]: string } = {
  MFR: 'manufacturer',
  DLR: 'dealer or gunsmith',
  BRK: 'broker',
  PRF: 'proof house',
  VER: 'verifier of deactivations',
  CLK: 'clerk of the registry',
  CUS: 'customs',
  POL: 'police',
  JUD: 'prosecutor or court',
  LAB: 'forensic laboratory',
  STO: 'holder of State stock',
  FFP: 'firearms focal point, tracer',
  FOR: 'foreign authority',
  HLD: 'private holder',
  DPO: 'data protection officer',
  AUD: 'auditor',
  MIG: 'digitisation of older registers',
  SYS: 'the system itself',
};
const roleNotes = ['Roles:', ...Object.entries(roleNames).map(([code, name]) => `  ${code}  ${name}`)];

const moments =
  'A moment is a day (2026-03-01, its end is meant) or a date-time with offset (2026-03-01T14:30:00+01:00).';
const database =
  'The database is that of DATABASE_URL; without it the ledger starts one of its own in LEDGER_DATA (default .data).';

/** What a newcomer needs beside the list of options, by the path of the command. */
const help: Readonly<Record<string, Help>> = {
  serve: {
    examples: ['serve', 'serve --port 0'],
    notes: [database, 'It prints where API, reference and data are. Ctrl+C stops it.'],
  },
  start: {
    examples: ['start'],
    notes: [database, 'The way to try the ledger: an empty one gets invented firearms, parties and rights.'],
  },
  work: {
    examples: ['work'],
    notes: [
      database,
      'Of several processes each takes the read models that are free. Ctrl+C stops it.',
      'It opens no personal data: give it no key of the vault.',
    ],
  },
  'move-log': {
    examples: ['move-log', 'move-log --json'],
    notes: [
      'Stop every process that records first. EVENT_STORE_URL names where the log goes; it is used from there once every event was compared.',
    ],
  },
  import: {
    examples: [
      'import old-register.csv --mapping examples/dealer-transfers.mapping.json --dry-run',
      'import old-register.csv --mapping examples/dealer-transfers.mapping.json',
    ],
    notes: [
      'The mapping says which column holds what. Try it with --dry-run: the report names each record that is refused or odd.',
    ],
  },
  search: {
    examples: ['search "BG 4711"', 'search AB12345 --limit 5 --json'],
    notes: [
      'Looks for the number as it is, then for other marks, then for numbers that are easily confused with it, and stops at the first with hits.',
    ],
  },
  chain: {
    examples: [
      'chain W-01J9ZK3C5E7G9JBMDPFRHTKVMX',
      'chain W-01J9ZK3C5E7G9JBMDPFRHTKVMX --valid-at 2019-06-01 --known-at 2020-01-01',
    ],
    notes: [moments, '`search` finds the id of a firearm.'],
  },
  tasks: { examples: ['tasks', 'tasks --role CLK --due-before 2026-07-01'], notes: roleNotes },
  book: {
    examples: [
      'book F-01J9ZK3C5E7G9JBMDPFRHTKVMX --from 2026-01-01 --to 2026-03-31',
      'book F-01J9ZK3C5E7G9JBMDPFRHTKVMX --csv',
    ],
    notes: [moments],
  },
  recategorise: {
    examples: [
      'recategorise examples/law-2018-deactivated.json',
      'recategorise examples/law-2018-deactivated.json --confirm',
    ],
    notes: [
      'Without --confirm it counts, gives examples, names who would lose his right, and writes the report; exit code 1 says that nothing was recorded.',
      'The report has a line for each firearm, also for those left to a person because the register does not know enough of them.',
    ],
  },
  simulate: {
    examples: ['simulate --seed 1 --firearms 1000 --dry-run', 'simulate --seed 1 --firearms 1000'],
    notes: ['Everything it records is invented. Use a database of its own, never that of a register.'],
  },
  retention: { examples: ['retention due', 'retention preview'] },
  'retention due': {
    examples: ['retention due', 'retention due --until 2056-03-31 --json'],
    notes: [
      'A line with HELD is under a legal hold. Trace requests are due with the last of their firearms.',
    ],
  },
  'retention preview': {
    examples: ['retention preview', 'retention preview --json'],
    notes: [
      'What a run of today would erase. Erasing takes two persons: POST /v1/retention/runs, and the approval of another one.',
    ],
  },
  'access-retention': {
    examples: ['access-retention --dry-run', 'access-retention'],
    notes: [
      'For a job once a month. What was written under a longer period stays as long as it promised; entries about what is under a legal hold stay, and so do those of the last twelve months.',
      'The log says how many were removed and up to when. Interrupted, run it again.',
    ],
  },
  rebuild: {
    examples: ['rebuild', 'rebuild current_registry lists', 'rebuild --log'],
    notes: [
      'A read model is a list that is made from the log. What is served stays until the new one is complete; exit code 1 says that they differed.',
      'Beside a ledger that serves it works on one thing at a time and rests in between, so as not to slow that down. Where nothing serves it works on several at once.',
      'With --log nothing is changed: the transparency log is computed from the events and compared, and the first difference is named.',
    ],
  },
  keys: { examples: ['keys log show'] },
  'keys log': { examples: ['keys log show', 'keys log rotate --help'] },
  'keys log show': { examples: ['keys log show', 'keys log show --json'] },
  'keys log create': {
    examples: ['keys log create'],
    notes: ['With the embedded database the first start has made it.'],
  },
  'keys log rotate': {
    examples: ['keys log rotate', 'keys log rotate --overlap-days 0'],
    notes: [
      'Run it where the key file is. The server need not be stopped. docs/transparency-log.md tells the rest.',
    ],
  },
  'keys log trust': {
    examples: [
      'keys log trust --size 298 --root 2Snx/UEo9Z15QUhOMXOG6Zatbk2DHX5Fjbhr/ZqxPaU=',
      'keys log trust --size 298 --root 2Snx/UEo9Z15QUhOMXOG6Zatbk2DHX5Fjbhr/ZqxPaU= --new-key',
    ],
    notes: [
      'Only where LEDGER_LOG_KEY_FILE.state is lost. Ask witnesses and auditors first: what they have must not be contradicted.',
    ],
  },
  'keys log begin-anew': {
    examples: ['keys log begin-anew --origin log.registry.example/firearms-2'],
    notes: [
      'The last resort: every checkpoint and proof of the former name speaks of a history that this database does not have. The former checkpoints are written to a file, key and state are kept.',
    ],
  },
  verify: {
    examples: [
      'verify',
      'verify --log-only --checkpoint last-audit.checkpoint',
      'verify --read-model lists --json',
    ],
    notes: [
      'It reads what is served and changes nothing of it; the database needs room for a second copy of the read models meanwhile.',
      'Exit code 0: all was checked and nothing found. 1: a fault, named by kind and position. 2: something could not be checked.',
    ],
  },
  audit: {
    examples: [
      'audit',
      'audit four-eyes --from 2026-01-01',
      'audit corrections --csv',
      'audit access-review --json',
    ],
    notes: [
      'What an official is as a party of the register the ledger does not know: look-ups of own records are found over HTTP, where the auditor names them.',
    ],
  },
  'keys vault': {
    examples: ['keys vault show', 'keys vault rotate'],
    notes: ['docs/data-protection.md says when: after each run of erasure.'],
  },
  'keys vault show': { examples: ['keys vault show', 'keys vault show --json'] },
  'keys vault rotate': {
    examples: ['keys vault rotate'],
    notes: [
      'With a database of its own the ledger makes the new key and removes the old one; no other process may run.',
      'With DATABASE_URL you keep the keys: start every process with the new one as LEDGER_VAULT_KEY and the old one as LEDGER_VAULT_PREVIOUS_KEY first.',
    ],
  },
  policy: { examples: ['policy show', 'policy adopt --help'] },
  'policy show': { examples: ['policy show', 'policy show --json'] },
  'policy adopt': {
    examples: [
      'policy adopt examples/jurisdiction.json --valid-from 2027-01-01 --decision 18/26 --issuer "Ministry of the Interior" --date 2026-11-20',
    ],
    notes: [
      'The file names the profile it starts from, EU_MEMBER or NON_EU_ALIGNED, and states only what differs: deadlines, public holidays, alphabets and so on.',
      'Duties that arose before the first day keep their dates.',
    ],
  },
  token: {
    examples: ['token POL', 'token DLR --organisation F-01J9ZK3C5E7G9JBMDPFRHTKVMX'],
    notes: [
      'Send it as "Authorization: Bearer TOKEN". It works only while no OIDC_ISSUER is configured.',
      ...roleNotes,
    ],
  },
  witness: {
    examples: [
      'witness key --name witness.example.org/1 --key witness.key --state witness',
      'witness --key witness.key --state witness --log ledger.example+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k',
    ],
    notes: ['docs/witnesses.md says how an authority runs one and what to do when it raises an alarm.'],
  },
  'witness run': {
    examples: [
      'witness --key witness.key --state witness --log ledger.example+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k --host 0.0.0.0 --port 7380',
    ],
    notes: [
      'Several keys of one log, after a change of its key, are named one after another behind --log.',
      'Exit codes: 0 stopped, 2 the key or what it remembers is not right, 69 the port is taken.',
    ],
  },
  'witness key': {
    examples: ['witness key --name witness.example.org/1 --key witness.key --state witness'],
  },
  'witness status': { examples: ['witness status --state witness', 'witness status --state witness --json'] },
  proof: {
    examples: [
      'proof W-01J9ZK3C5E7G9JBMDPFRHTKVMX --out extract.ledger-proof.json',
      'proof W-01J9ZK3C5E7G9JBMDPFRHTKVMX --known-at 2020-01-01 --since 1000',
    ],
    notes: [
      moments,
      'Whoever gets the file verifies it with api/verifier/ledger-verify.mjs or .html, without this ledger and without a network. Personal values stay sealed in it.',
    ],
  },
  'export-log': {
    examples: ['export-log --out ledger.ndjson'],
    notes: [
      'The file holds every record of the register, also what tells of alerts and of officials: keep it as the register itself.',
    ],
  },
  doctor: {
    examples: ['doctor', 'doctor --json'],
    notes: [database, 'Exit code 1 says that a fault was found and the ledger must not be used like this.'],
  },
};

const pathOf = (command: Command): string => {
  const above = command.parent;
  return above === null || above.parent === null ? command.name() : `${pathOf(above)} ${command.name()}`;
};

/** The examples of a command, for the test that runs them. */
export const examplesOf = (path: string): ReadonlyArray<string> => help[path]?.examples ?? [];

/** Adds examples and explanations to the help of every command. */
export const explain = (program: Command): void => {
  for (const command of program.commands) {
    const { examples, notes = [] } = help[pathOf(command)] ?? { examples: [] };
    const lines = [
      ...(examples.length === 0
        ? []
        : ['Examples:', ...examples.map((each) => `  npm run -s ledger -- ${each}`)]),
      ...(notes.length === 0 ? [] : ['', ...notes]),
    ];
    if (lines.length > 0) command.addHelpText('after', `\n${lines.join('\n')}`);
    explain(command);
  }
};

/** A complaint of the parser as one line for a person, with the way to more. */
export const complaint = (text: string): string => {
  const said = text
    .trim()
    .replace(/^error: /, '')
    .replace(/\n\((Did you mean [^)]*)\)/, '. $1')
    .replace(/ is invalid\. must/, ' is not valid: it must')
    .replace(/ is invalid for argument '([^']*)'\. must/, " is not valid for '$1': it must")
    .replace(/^command-argument value/, 'the value')
    .replace(/ is invalid\. Allowed/, ' is not valid. Allowed');
  const sentence = `${said.charAt(0).toUpperCase()}${said.slice(1)}`;
  return `${sentence}${/[.?!]$/.test(sentence) ? '' : '.'} Add --help to see how.\n`;
};
