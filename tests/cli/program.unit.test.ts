import { CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { examplesOf } from '../../api/cli/help.ts';
import { type Commands, createProgram } from '../../api/cli/program.ts';

/** Runs a command line against commands that only note that they were called. */
const run = async (args: ReadonlyArray<string>) => {
  const called: string[] = [];
  const commands = new Proxy({} as Commands, {
    get: (_target, name) => async () => {
      called.push(String(name));
    },
  });
  let out = '';
  let err = '';
  const program = createProgram(commands);
  const output = {
    writeOut: (text: string) => {
      out += text;
    },
    writeErr: (text: string) => {
      err += text;
    },
  };
  const redirect = (command: typeof program): void => {
    command.configureOutput(output);
    for (const each of command.commands) redirect(each as typeof program);
  };
  redirect(program);
  const failed = await program.parseAsync(['node', 'ledger', ...args]).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { called, out, err, failed };
};

const paths = (): ReadonlyArray<string> => {
  const found: string[] = [];
  const visit = (command: ReturnType<typeof createProgram>, above: string): void => {
    for (const each of command.commands) {
      const path = `${above}${each.name()}`;
      found.push(path);
      visit(each as typeof command, `${path} `);
    }
  };
  visit(createProgram({} as Commands), '');
  return found;
};

/** The words of a command line as a shell splits them. */
const words = (line: string): ReadonlyArray<string> =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');

describe('every command explains itself', () => {
  test('there are commands to look at', () => {
    expect(paths().length).toBeGreaterThan(14);
  });
  test.each(paths())('%s', async (path) => {
    const { out, failed } = await run([...path.split(' '), '--help']);
    expect(failed).toBeInstanceOf(CommanderError);
    expect((failed as CommanderError).exitCode).toBe(0);
    expect(out).toContain(`Usage: ledger ${path}`);
    expect(out).toContain('Examples:');
    const examples = examplesOf(path);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      expect(out).toContain(`npm run -s ledger -- ${example}`);
      const ran = await run(words(example));
      // An example works as it stands: it reaches its command, or is a help of its own.
      expect(ran.err, example).toBe('');
      expect(ran.called.length === 1 || example.endsWith('--help'), example).toBe(true);
    }
  });
});

describe('a wrong option gives one clear line', () => {
  test.each([
    [['nope'], "Unknown command 'nope'. Add --help to see how."],
    [['serch'], "Unknown command 'serch'. Did you mean search? Add --help to see how."],
    [['serve', '--prot', '1'], "Unknown option '--prot'. Did you mean --port? Add --help to see how."],
    [
      ['serve', '--port', 'abc'],
      "Option '--port <number>' argument 'abc' is not valid: it must be a whole number from 0 to 65535. Add --help to see how.",
    ],
    [
      ['serve', 'extra'],
      "Too many arguments for 'serve'. Expected 0 arguments but got 1: extra. Add --help to see how.",
    ],
    [['import'], "Required option '--mapping <file>' not specified. Add --help to see how."],
    [['import', '--mapping', 'x'], "Missing required argument 'file'. Add --help to see how."],
    [
      ['chain', 'W-1'],
      "The value 'W-1' is not valid for 'firearm': it must be a firearm id, W- and 26 characters. Add --help to see how.",
    ],
    [
      ['tasks', '--due-before', '2026-13-01'],
      "Option '--due-before <date>' argument '2026-13-01' is not valid: it must be a date YYYY-MM-DD. Add --help to see how.",
    ],
    [
      ['book', 'F-01J9ZK3C5E7G9JBMDPFRHTKVMX', '--csv', '--json'],
      "Option '--csv' cannot be used with option '--json'. Add --help to see how.",
    ],
    [['policy', 'adopt', 'f'], "Required option '--valid-from <date>' not specified. Add --help to see how."],
    [
      ['recategorise', 'a', '--confirmed'],
      "Unknown option '--confirmed'. Did you mean --confirm? Add --help to see how.",
    ],
  ] as const)('%j', async (args, line) => {
    const { err, failed, called } = await run(args);
    expect(err).toBe(`${line}\n`);
    expect(failed).toBeInstanceOf(CommanderError);
    expect((failed as CommanderError).exitCode).not.toBe(0);
    expect(called).toEqual([]);
  });

  test('a role that does not exist names those that do', async () => {
    const { err } = await run(['token', 'ABC']);
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(err).toContain('Allowed choices are MFR, DLR');
  });
});
