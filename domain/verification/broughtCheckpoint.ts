import * as E from 'fp-ts/lib/Either.js';
import { parseCheckpoint } from '../integrity/checkpoint.ts';
import { parseNote } from '../integrity/signedNote.ts';
import type { BroughtCheckpoint } from './report.ts';

/** Size and root of a signed checkpoint as it is kept in a file; undefined where the text is none. */
export const checkpointIn = (text: string): BroughtCheckpoint | undefined => {
  const note = parseNote(text);
  const checkpoint = E.isRight(note) ? parseCheckpoint(note.right.text) : undefined;
  return checkpoint === undefined || E.isLeft(checkpoint)
    ? undefined
    : { size: checkpoint.right.size, root: checkpoint.right.root };
};
