import { Command, InvalidArgumentError, Option } from 'commander';
import { wholeNumber } from '../../api/cli/optionForms.ts';

const parts = ['append', 'import', 'register', 'commands', 'verify', 'endurance'] as const;
export type Part = (typeof parts)[number];

/** What is measured when no part is named; the others are measured only when asked for. */
const usual: ReadonlyArray<Part> = ['append', 'import', 'register', 'verify'];

export type BenchOptions = {
  readonly only?: Part;
  readonly runs: number;
  readonly events: number;
  readonly callers: number;
  readonly times: number;
  readonly longRuns: number;
  readonly firearms: ReadonlyArray<number>;
  readonly decided: number;
  readonly folder?: string;
  readonly commands: number;
  readonly logEvents: number;
  readonly minutes: number;
  readonly json?: string;
};

const sizes = (text: string): ReadonlyArray<number> => {
  const asked = text.split(',').map(wholeNumber(1, 10_000_000));
  if (new Set(asked).size !== asked.length) throw new InvalidArgumentError('must name each size once');
  return asked;
};
const atLeastOnce = wholeNumber(1, 1000);
const many = wholeNumber(1, 100_000_000);

/** What a run of the bench is asked for. Wrong options end the process with the reason; `--help` names them all. */
export const benchOptions = (args: ReadonlyArray<string>): BenchOptions =>
  new Command('npm run bench --')
    .description('Measures every figure beside its limit in the same run; see docs/performance.md.')
    .addOption(
      new Option('--only <part>', `one part alone; without it ${usual.join(', ')}`).choices([...parts]),
    )
    .option('--runs <count>', 'runs whose median is told', atLeastOnce, 3)
    .option('--events <count>', 'append: events of a run', many, 20_000)
    .option('--callers <count>', 'append: callers at once', atLeastOnce, 32)
    .option('--times <count>', 'import: how many times as long the longer file is', atLeastOnce, 10)
    .option(
      '--long-runs <count>',
      'import: how often that is imported, 0 leaves it out',
      wholeNumber(0, 1000),
      1,
    )
    .option('--firearms <sizes>', 'register, commands: sizes, separated by commas', sizes, [10_000])
    .option(
      '--decided <count>',
      'register: lives that are decided one by one; a larger register holds copies of them',
      many,
      100_000,
    )
    .option('--folder <path>', 'register: where registers are kept for the next run')
    .option('--commands <count>', 'register, commands: commands of a run', many, 4000)
    .option('--log-events <count>', 'verify: events of the log', many, 200_000)
    .option('--minutes <count>', 'endurance: how long the server is loaded', wholeNumber(1, 24 * 60), 10)
    .option('--json <file>', 'writes the figures there as well')
    .parse(['node', 'bench', ...args])
    .opts<BenchOptions>();

export const isAsked = ({ only }: BenchOptions, part: Part): boolean =>
  only === undefined ? usual.includes(part) : only === part;
