import { custodyWords } from '../../firearm/custodyWords.ts';
import type { Custody } from '../../firearm/state.ts';
import { isObject } from './envelope.ts';
import type { CheckName, Fault, Place, Verdict } from './verdict.ts';

/** A verdict in plain sentences, for a judge and for the expert of either party. */

export const checkTitles: Readonly<Record<CheckName, string>> = {
  FILE: 'The file itself',
  SIGNATURE: 'Signature of the log',
  WITNESSES: 'Independent witnesses',
  CONSISTENCY: 'Continuation of the log that you knew',
  INCLUSION: 'Records in the log',
  PAYLOADS: 'Contents of the records',
  PERSONAL_VALUES: 'Personal values shown in clear',
  STREAMS: 'Order and completeness',
  STATEMENT: 'Chain of custody',
  WHOLE_LOG: 'The whole log',
  TIMESTAMP: 'Time stamp',
};

export const resultWords = { PASSED: 'good', FAILED: 'FAULT', NOT_DONE: 'not checked' } as const;

/** Where a fault is, in words. */
export const placeText = (place: Place): string =>
  [
    ...(place.part === 'EVENT' ? [] : [place.part.toLowerCase()]),
    ...(place.line === undefined ? [] : [`line ${place.line}`]),
    ...(place.byte === undefined ? [] : [`byte ${place.byte}`]),
    ...(place.event === undefined ? [] : [`event ${place.event} of the file`]),
    ...(place.leafIndex === undefined
      ? []
      : [
          place.leafEnd === undefined
            ? `leaf ${place.leafIndex} of the log`
            : `leaves from ${place.leafIndex} up to, not including, ${place.leafEnd}`,
        ]),
    ...(place.stream === undefined ? [] : [`stream ${place.stream}`]),
    ...(place.revision === undefined ? [] : [`revision ${place.revision}`]),
    ...(place.pointer === undefined ? [] : [`at ${place.pointer === '' ? '/' : place.pointer}`]),
  ].join(', ');

export const headline = ({ good, faults, notes }: Verdict): string =>
  good
    ? notes.length === 0
      ? 'VERIFIED. What this file shows is what the log holds.'
      : 'VERIFIED, BUT ONLY BY KEYS THAT THE FILE ITSELF NAMES.'
    : `NOT VERIFIED. ${faults.length} ${faults.length === 1 ? 'fault was' : 'faults were'} found.`;

const subjectText = (subject: unknown): string | undefined => {
  if (!isObject(subject)) return undefined;
  const { kind, firearmId, validAt, knownAt, stream, events } = subject;
  switch (kind) {
    case 'FIREARM':
      return `Firearm ${firearmId}, as of ${validAt}, as known at ${knownAt}.`;
    case 'STREAM':
      return `The records of ${stream}, as known at ${knownAt}.`;
    case 'TRACE':
      return `The trace ${stream}, as known at ${knownAt}.`;
    case 'EVENTS':
      return 'A selection of records.';
    case 'LOG':
      return 'Two checkpoints of the log.';
    case 'WHOLE_LOG':
      return `A whole log of ${events} events.`;
    default:
      return undefined;
  }
};

const partyText = (holder: unknown): string => {
  if (!isObject(holder)) return 'nobody is recorded as answering for it';
  const { party, role } = holder;
  return typeof party === 'string'
    ? `${party} answered for it (${String(role).toLowerCase()})`
    : 'who answered for it is not known';
};
const writtenOf = (boundary: unknown): string =>
  isObject(boundary) && typeof boundary['written'] === 'string' ? boundary['written'] : '';

/** The proved chain of custody, a line an interval. */
export const chainLines = (statement: unknown): ReadonlyArray<string> => {
  if (!isObject(statement) || !Array.isArray(statement['intervals'])) return [];
  const { disputed, inconsistent, gaps } = statement;
  const count = (list: unknown): number => (Array.isArray(list) ? list.length : 0);
  return [
    ...statement['intervals'].filter(isObject).map(({ from, to, custody, holder, basis }) => {
      const type = isObject(basis) ? basis['type'] : '';
      const words = custodyWords[custody as Custody] ?? custody;
      return `From ${writtenOf(from)} ${to === null ? 'on' : `until ${writtenOf(to)}`} it ${words}; ${partyText(holder)} (record: ${type}).`;
    }),
    ...(count(gaps) > 0 ? [`Gaps in the chain: ${count(gaps)}`] : []),
    ...(count(disputed) > 0
      ? [`Recorded without effect until an authority decides: ${count(disputed)}`]
      : []),
    ...(count(inconsistent) > 0 ? [`Recorded in contradiction to the rest: ${count(inconsistent)}`] : []),
  ];
};

/** What the result means, and what it does not. */
export const meaning = ({ good, subject }: Verdict): ReadonlyArray<string> => {
  if (!good)
    return [
      'Do not rely on this file before the faults are explained. A fault can be damage in transport: ask for the file again, from its source.',
      'If the same fault comes again, what is shown is not what was recorded, and the places named above say where.',
    ];
  const kind = isObject(subject) ? subject['kind'] : undefined;
  return [
    kind === 'LOG'
      ? 'It means: the log has only grown between the two checkpoints.'
      : 'It means: these records were in the log when the checkpoint was signed, byte for byte, in this order, and none was changed since.',
    ...(kind === 'FIREARM' || kind === 'STREAM' || kind === 'TRACE'
      ? ['It means: nothing was left out before the last record shown.']
      : []),
    ...(kind === 'FIREARM'
      ? ['It means: the chain of custody follows from the records by the published rules.']
      : []),
    kind === 'WHOLE_LOG'
      ? 'It does not mean that no newer events exist, unless you brought the newest checkpoint.'
      : 'It does not mean that no later record exists: only the whole log, or a later file, shows that.',
    'It does not mean that what was reported is true. It shows what was recorded, and who the register says reported it.',
  ];
};

const faultText = ({ kind, message, at }: Fault, index: number): string =>
  `  ${index + 1}. ${message}\n     (${kind}; ${placeText(at)})`;

/** The whole report as text. `name` is that of the verified file. */
export const reportText = (verdict: Verdict, name: string): string => {
  const { checks, faults, notes, checkpoint, statement } = verdict;
  const about = subjectText(verdict.subject);
  const section = (title: string, lines: ReadonlyArray<string>): ReadonlyArray<string> =>
    lines.length === 0 ? [] : ['', title, ...lines];
  return [
    headline(verdict),
    '',
    `File: ${name}`,
    ...(about === undefined ? [] : [`About: ${about}`]),
    ...(checkpoint === undefined
      ? []
      : [`Log: ${checkpoint.origin}, ${checkpoint.size} events, root ${checkpoint.root}`]),
    ...section(
      'What was checked',
      checks.map(({ name: check, result, says }) =>
        result === 'FAILED'
          ? `  [${resultWords[result]}] ${checkTitles[check]}: see the faults below.`
          : `  [${resultWords[result]}] ${checkTitles[check]}: ${says}`,
      ),
    ),
    ...section('Faults', faults.map(faultText)),
    ...section(
      'Note',
      notes.map((note) => `  ${note}`),
    ),
    ...section(
      'The chain of custody that is proved',
      chainLines(statement).map((line) => `  ${line}`),
    ),
    ...section(
      'What this means',
      meaning(verdict).map((line) => `  ${line}`),
    ),
    '',
  ].join('\n');
};
