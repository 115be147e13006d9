import { parseArgs } from 'node:util';

export type VerifierOptions = {
  readonly file: string;
  readonly wholeLog: boolean;
  readonly keys: ReadonlyArray<string>;
  readonly policyFile: string | undefined;
  readonly checkpointFiles: ReadonlyArray<string>;
  readonly extractTo: string | undefined;
  readonly json: boolean;
  readonly threads: number | undefined;
};

export const usage = `Verifies what a firearms register says it recorded, without the register and without a network.

  node ledger-verify.mjs BUNDLE            a proof bundle (.ledger-proof.json)
  node ledger-verify.mjs --log FILE        a whole log, as "ledger export-log" writes it

  --key VKEY             key of the log (name+id+base64) that you got from somebody else than the file; may be repeated
  --policy FILE          policy (c2sp.org/tlog-policy): which log, which witnesses, how many of them
  --old-checkpoint FILE  checkpoint that you kept: the log must continue it; may be repeated with --log
  --extract FOLDER       write checkpoint, entries and .tlog-proof files of a bundle there, for other tools
  --json                 print the verdict as JSON
  --threads NUMBER       threads that read a whole log (default: as many as the machine has, at most 8)

Without --key and --policy only the keys in the file itself can be used: then anybody could have made the file.
Exit codes: 0 verified, 1 faults were found, 2 the file cannot be read or wrong use.
`;

/** The options, or the sentence that says what is wrong with them. */
export const readOptions = (
  args: ReadonlyArray<string>,
): VerifierOptions | 'HELP' | { readonly wrong: string } => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true },
        policy: { type: 'string' },
        'old-checkpoint': { type: 'string', multiple: true },
        log: { type: 'string' },
        extract: { type: 'string' },
        json: { type: 'boolean' },
        threads: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) return 'HELP';
    const checkpointFiles = values['old-checkpoint'] ?? [];
    const wholeLog = values.log !== undefined;
    const [file = values.log, ...more] = positionals;
    const threads = values.threads === undefined ? undefined : Number(values.threads);
    if (file === undefined) return { wrong: 'Name the file to verify.' };
    if (more.length > 0 || (wholeLog && positionals.length > 0)) return { wrong: 'Name one file only.' };
    if (!wholeLog && checkpointFiles.length > 1)
      return { wrong: 'A bundle is compared with one older checkpoint.' };
    if (wholeLog && values.extract !== undefined) return { wrong: 'Only a bundle can be extracted.' };
    if (threads !== undefined && !(Number.isInteger(threads) && threads >= 1 && threads <= 64))
      return { wrong: '--threads is a whole number from 1 to 64.' };
    return {
      file,
      wholeLog,
      keys: values.key ?? [],
      policyFile: values.policy,
      checkpointFiles,
      extractTo: values.extract,
      json: values.json === true,
      threads,
    };
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : 'Wrong use.' };
  }
};
