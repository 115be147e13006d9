import { utf8 } from '../../domain/integrity/bytes.ts';
import { checkpointLine, eventLine, headerLine } from '../../domain/integrity/export/logLines.ts';
import { createPieces } from '../../domain/integrity/export/pieces.ts';
import { createLineReader, type LogLines } from '../../domain/integrity/export/readLines.ts';
import type { StoredEvent } from '../../domain/ports/eventStore.ts';
import { hashing } from '../../infra/system/hashing.ts';
import { type TestLogKey, treeOfEvents } from '../harness/memoryLog.ts';
import { origin, type SampleRegister } from './sampleRegister.ts';

/** The lines of a whole log with a checkpoint behind so many events each. */
export const logLines = (
  events: ReadonlyArray<StoredEvent>,
  key: TestLogKey,
  every = 50,
): ReadonlyArray<string> => {
  const { sequenced, range, hashes } = treeOfEvents(events);
  const last = new Map<string, Uint8Array>();
  return [
    headerLine(hashing.sha256, { origin, policy: `log ${key.vkey}\nquorum none\n` }),
    ...sequenced.flatMap(({ event, leaf }, index) => {
      const line = eventLine(event, index, leaf.hash, last.get(event.streamId));
      last.set(event.streamId, leaf.hash);
      const size = index + 1;
      return size % every === 0 || size === hashes.length
        ? [line, checkpointLine(hashing.sha256, key.note(size, range(0, size)))]
        : [line];
    }),
  ];
};

export const logFile = ({ events, key }: SampleRegister): string => `${logLines(events, key).join('\n')}\n`;

const read = createLineReader(hashing);

/** Lines as a verifier takes them. */
export const readTexts = (lines: ReadonlyArray<string>): LogLines =>
  read(new Uint8Array(utf8(lines.join('\n'))));

/** Used again and again: each piece is done before the next is read. */
const memory = new Uint8Array(64 * 1024);

/** The file of a log, as a verifier takes it piece by piece; each read gives at most so many bytes. */
export async function* piecesOf(file: Uint8Array, most = file.length): AsyncGenerator<LogLines> {
  let at = 0;
  const next = createPieces(async (into) => {
    const part = file.subarray(at, at + Math.min(most, into.length));
    into.set(part);
    at += part.length;
    return part.length;
  });
  for (let piece = await next(memory); piece !== undefined; piece = await next(memory))
    yield read(piece.bytes, piece.end);
}
