import './olderNode.ts';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { isMainThread } from 'node:worker_threads';
import { readBundle } from '../../domain/integrity/bundle/readBundle.ts';
import { reportText } from '../../domain/integrity/verify/report.ts';
import { createFindings, type Verdict } from '../../domain/integrity/verify/verdict.ts';
import { verifyBundle } from '../../domain/integrity/verify/verifyBundle.ts';
import { extractBundle } from './extract.ts';
import { nodeHashing, nodeVerifyEd25519 } from './nodeHashing.ts';
import { readOptions, usage, type VerifierOptions } from './options.ts';
import { createOwnReader, serveAsReader, startReader } from './readers.ts';
import { verifyLogFile } from './verifyLogFile.ts';

const verifying = { sha256: nodeHashing.sha256, verifyEd25519: nodeVerifyEd25519 };

const threadsMost = 8;

const readersFor = (threads: number | undefined) => {
  const count = threads ?? Math.min(threadsMost, cpus().length);
  const own = new URL(import.meta.url);
  return count <= 1 ? [createOwnReader()] : Array.from({ length: count }, () => startReader(own));
};

const verdictOf = async (options: VerifierOptions): Promise<Verdict> => {
  const { file, keys, policyFile, checkpointFiles, extractTo } = options;
  const policy = policyFile === undefined ? {} : { policy: new Uint8Array(readFileSync(policyFile)) };
  const checkpoints = checkpointFiles.map((each) => readFileSync(each, 'utf8'));
  if (options.wholeLog)
    return verifyLogFile(file, { keys, ...policy, checkpoints }, readersFor(options.threads));
  const bytes = new Uint8Array(readFileSync(file));
  const [oldCheckpoint] = checkpoints;
  const verdict = await verifyBundle(verifying, bytes, {
    keys,
    ...policy,
    ...(oldCheckpoint === undefined ? {} : { oldCheckpoint }),
  });
  if (extractTo !== undefined) {
    const bundle = readBundle(nodeHashing.sha256, bytes, createFindings());
    const written = bundle === undefined ? [] : extractBundle(bundle, extractTo);
    process.stderr.write(`${written.length} files were written to ${extractTo}\n`);
  }
  return verdict;
};

const run = async (): Promise<number> => {
  const options = readOptions(process.argv.slice(2));
  if (options === 'HELP') {
    process.stdout.write(usage);
    return 0;
  }
  if ('wrong' in options) {
    process.stderr.write(`${options.wrong}\n\n${usage}`);
    return 2;
  }
  try {
    const verdict = await verdictOf(options);
    process.stdout.write(
      options.json ? `${JSON.stringify(verdict, null, 2)}\n` : reportText(verdict, options.file),
    );
    return verdict.good ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 2;
  }
};

if (isMainThread) process.exitCode = await run();
else serveAsReader();
