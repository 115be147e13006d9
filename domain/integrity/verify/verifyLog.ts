import * as E from 'fp-ts/lib/Either.js';
import { toBase64, utf8 } from '../bytes.ts';
import { type Checkpoint, parseCheckpoint } from '../checkpoint.ts';
import { type LogEvent, previousOffset, streamOf } from '../export/logEvent.ts';
import type { LogHeader } from '../export/logLines.ts';
import type { PlainLine } from '../export/otherLines.ts';
import { eachLine, type LogLines } from '../export/readLines.ts';
import { parseNote } from '../signedNote.ts';
import {
  checkedCheckpoint,
  checkedOldCheckpoint,
  type OwnTrust,
  trustOf,
  type Verifying,
} from './checkpoint.ts';
import { createProvedTree, type Rewritten } from './provedTree.ts';
import { createStreamHeads } from './streamHeads.ts';
import { createFindings, type Place, type Verdict } from './verdict.ts';
import { ownKeysOnly } from './verifyBundle.ts';

export type LogOptions = OwnTrust & {
  /** Checkpoints (signed notes) that the verifier's user kept or got elsewhere. */
  readonly checkpoints?: ReadonlyArray<string>;
};

type Mark = { readonly note: string; readonly line: number | undefined; readonly checkpoint: Checkpoint };

const sizeOf = (note: string): Checkpoint | undefined => {
  const parsed = parseNote(note);
  const read = E.isRight(parsed) ? parseCheckpoint(parsed.right.text) : parsed;
  return E.isRight(read) ? read.right : undefined;
};

/**
 * Verifies a whole log, a line at a time and in the order of the file: what is kept is a place for each stream and the
 * edge of the tree. Total: any lines give a verdict.
 */
export const createLogVerifier = (verifying: Verifying, options: LogOptions = {}) => {
  const { sha256 } = verifying;
  const findings = createFindings();
  const heads = createStreamHeads();
  const marks: Mark[] = [];
  const brought = (options.checkpoints ?? []).map((note) => ({ note, checkpoint: sizeOf(note) }));
  const tree = createProvedTree(
    sha256,
    brought.flatMap(({ checkpoint }) => (checkpoint === undefined ? [] : [checkpoint])),
  );
  const differing = new Set<string>();
  let header: LogHeader | undefined;
  let line = 0;
  let altered = false;

  const placeOf = (event: LogEvent): Place => ({
    part: 'EVENT',
    line,
    leafIndex: event.index,
    stream: streamOf(event),
    revision: event.revision,
  });
  const name = (event: LogEvent): string =>
    `Line ${line}: leaf ${event.index} of the log, revision ${event.revision} of ${streamOf(event)}`;

  const differs = (whose: 'yours' | 'file', { size, root }: Checkpoint, { begin, end }: Rewritten): void => {
    differing.add(`${size} ${toBase64(root)}`);
    findings.fault(
      'WHOLE_LOG',
      whose === 'yours' ? 'LOG_FORKED' : 'ROOT_DIFFERS',
      `The first ${size} events are not those that ${whose === 'yours' ? 'the checkpoint you brought' : 'the checkpoint of this size'} was signed over. ${
        altered
          ? 'The faults named before explain it.'
          : `They fit each other, so they were rewritten after they were signed: somewhere from leaf ${begin} up to, not including, leaf ${end}.`
      }`,
      { part: 'LOG', line, leafIndex: begin, leafEnd: end },
    );
  };

  /** Where the event stands: the next place of the log, or not. */
  const takePlace = (event: LogEvent): void => {
    const next = tree.size();
    if (event.index === next) return;
    altered = true;
    if (event.index > next)
      findings.fault(
        'WHOLE_LOG',
        'EVENT_REMOVED',
        `${name(event)}: before it, the leaves from ${next} up to, not including, ${event.index} are missing.`,
        { ...placeOf(event), leafIndex: next, leafEnd: event.index },
      );
    else
      findings.fault(
        'WHOLE_LOG',
        'EVENTS_REORDERED',
        `${name(event)}: it stands where leaf ${next} has to stand: it was moved here or inserted.`,
        placeOf(event),
      );
  };

  /** How it stands in its stream: behind the event before it, to which it is linked. */
  const takeStream = (event: LogEvent): void => {
    const head = heads.find(event);
    const next = head < 0 ? 0 : heads.revision(head) + 1;
    if (event.revision > next) {
      altered = true;
      findings.fault(
        'WHOLE_LOG',
        'EVENT_REMOVED',
        `${name(event)}: before it, the events of its stream from revision ${next} on are missing.`,
        { ...placeOf(event), revision: next },
      );
    } else if (event.revision < next) {
      altered = true;
      findings.fault(
        'WHOLE_LOG',
        'EVENT_INSERTED',
        `${name(event)}: its stream has an event of this revision already, or a later one.`,
        placeOf(event),
      );
    } else if (head >= 0 && !heads.isFollowed(head, event)) {
      altered = true;
      findings.fault(
        'WHOLE_LOG',
        'STREAM_REWRITTEN',
        `${name(event)}: it follows another event than the one that the file has as revision ${next - 1}: one of the two was replaced.`,
        placeOf(event),
      );
    }
    if (head >= 0 && event.recordedAt < heads.recordedAt(head))
      findings.fault(
        'WHOLE_LOG',
        'TIME_RUNS_BACK',
        `${name(event)}: it says that it was recorded before the event that it follows.`,
        placeOf(event),
      );
    heads.set(head, event);
  };

  const takeEvent = (event: LogEvent): void => {
    takePlace(event);
    takeStream(event);
    if (!event.fits) {
      altered = true;
      findings.fault(
        'WHOLE_LOG',
        'ENVELOPE_CHANGED',
        `${name(event)}: what is stored does not give the leaf hash that it got: payload, metadata, another member of the event, or the hash was changed.`,
        placeOf(event),
      );
    }
    for (const [head, rewritten] of tree.add(event.hashes.subarray(event.at, event.at + previousOffset)))
      differs('yours', head, rewritten);
  };

  const takeCheckpoint = (note: string): void => {
    const checkpoint = sizeOf(note);
    if (checkpoint === undefined) {
      findings.fault('SIGNATURE', 'CHECKPOINT_MALFORMED', `Line ${line} is no signed checkpoint.`, {
        part: 'CHECKPOINT',
        line,
      });
      return;
    }
    const { size } = checkpoint;
    marks.push({ note, line, checkpoint });
    if (size !== tree.size()) {
      const more = size > tree.size();
      findings.fault(
        'WHOLE_LOG',
        more ? 'EVENT_REMOVED' : 'EVENT_INSERTED',
        `Line ${line}: the checkpoint counts ${size} events, and ${tree.size()} stand before it: ${more ? 'some were removed' : 'some were inserted, or the checkpoint was moved'}.`,
        {
          part: 'CHECKPOINT',
          line,
          leafIndex: tree.proved(),
          leafEnd: Math.max(size, tree.size()),
        },
      );
      altered = true;
      return;
    }
    const rewritten = tree.compare(checkpoint.root);
    if (rewritten !== undefined) differs('file', checkpoint, rewritten);
  };

  const beginLine = (isHeader: boolean): void => {
    line += 1;
    if (line === 1 && !isHeader)
      findings.fault(
        'FILE',
        'UNKNOWN_FORMAT',
        'The first line is not that of a log in a version this verifier knows.',
        { part: 'FILE', line },
      );
  };
  const takeOther = (read: PlainLine): void => {
    beginLine(read.kind === 'HEADER');
    switch (read.kind) {
      case 'HEADER':
        if (line === 1) header = read.header;
        else findings.fault('FILE', 'MALFORMED', `Line ${line} is a second header.`, { part: 'FILE', line });
        return;
      case 'CHECKPOINT':
        takeCheckpoint(read.note);
        return;
      case 'UNREADABLE':
        if (line === 1) return;
        altered = true;
        findings.fault(
          'FILE',
          'FILE_UNREADABLE',
          `Line ${line} (leaf ${tree.size()} of the log, if it is of an event) cannot be read: ${read.reason}.`,
          { part: 'FILE', line, leafIndex: tree.size() },
        );
    }
  };
  const taking = {
    event: (event: LogEvent): void => {
      beginLine(false);
      takeEvent(event);
    },
    other: takeOther,
  };

  const checkSignatures = async () => {
    const last = marks.at(-1);
    const trust = trustOf(sha256, options, utf8(header?.policy ?? ''), findings);
    if (trust === undefined || last === undefined) return undefined;
    if (trust.fromFile) findings.note(ownKeysOnly);
    for (const { note, line: at } of marks.slice(0, -1)) {
      const own = createFindings();
      if ((await checkedCheckpoint(verifying, note, trust.policy, own)) === undefined)
        for (const { kind, message, at: place } of own.faults)
          findings.fault('SIGNATURE', kind, `Line ${at}: ${message}`, {
            ...place,
            ...(at === undefined ? {} : { line: at }),
          });
    }
    const checkpoint = await checkedCheckpoint(verifying, last.note, trust.policy, findings);
    for (const { note, checkpoint: stated } of brought) {
      if ((await checkedOldCheckpoint(verifying, note, trust.policy, findings)) === undefined) continue;
      if (stated === undefined) continue;
      if (stated.origin !== last.checkpoint.origin)
        findings.fault(
          'CONSISTENCY',
          'LOG_FORKED',
          `A checkpoint that you brought is of the log ${stated.origin}, the file of ${last.checkpoint.origin}.`,
          { part: 'CHECKPOINT' },
        );
      else if (stated.size > tree.size())
        findings.fault(
          'CONSISTENCY',
          'LOG_TRUNCATED',
          `A checkpoint that you brought has ${stated.size} events, the file only ${tree.size()}: those from leaf ${tree.size()} on are missing.`,
          { part: 'LOG', leafIndex: tree.size(), leafEnd: stated.size },
        );
      else if (differing.has(`${stated.size} ${toBase64(stated.root)}`))
        findings.fault(
          'CONSISTENCY',
          'LOG_FORKED',
          `The file does not begin with the ${stated.size} events of a checkpoint that you brought.`,
          { part: 'LOG', leafIndex: 0, leafEnd: stated.size },
        );
    }
    if (brought.length > 0)
      findings.done(
        'CONSISTENCY',
        `The log begins with the events of each of the ${brought.length} checkpoints that you brought.`,
      );
    else
      findings.notDone(
        'CONSISTENCY',
        'You brought no checkpoint of your own: whether this is the log that others see, and whether newer events were cut off, is not shown.',
      );
    return checkpoint;
  };

  const finish = async (): Promise<Verdict> => {
    const last = marks.at(-1);
    if (line === 0)
      findings.fault('FILE', 'FILE_UNREADABLE', 'The file is empty.', { part: 'FILE', line: 1 });
    if (last === undefined || last.checkpoint.size < tree.size())
      findings.fault(
        'WHOLE_LOG',
        last === undefined ? 'LOG_TRUNCATED' : 'EVENT_INSERTED',
        last === undefined
          ? 'The file has no checkpoint: its end was cut off, and nothing of it is proved.'
          : `Behind the last checkpoint, of ${last.checkpoint.size} events, stand ${tree.size() - last.checkpoint.size} that nobody signed: the end was cut off, or they were inserted.`,
        { part: 'LOG', leafIndex: last?.checkpoint.size ?? 0, leafEnd: tree.size() },
      );
    const checkpoint = await checkSignatures();
    if (header !== undefined && last !== undefined && header.origin !== last.checkpoint.origin)
      findings.fault('FILE', 'MALFORMED', 'The header names another log than the checkpoints.', {
        part: 'FILE',
        line: 1,
      });
    findings.done(
      'FILE',
      `${line} lines were read, each written in the one way in which such a line is written.`,
    );
    findings.done(
      'WHOLE_LOG',
      `All ${tree.size()} events, in ${heads.count()} streams, were hashed again: each gives its leaf, each stream is without a gap, and the leaves give the root that was signed${marks.length > 1 ? `, as they did at ${marks.length - 1} earlier checkpoints` : ''}.`,
    );
    return findings.verdict({
      subject: { kind: 'WHOLE_LOG', events: tree.size(), streams: heads.count() },
      ...(checkpoint === undefined ? {} : { checkpoint: { ...checkpoint, root: toBase64(checkpoint.root) } }),
    });
  };
  return { take: (lines: LogLines): void => eachLine(lines, taking), finish };
};
