import type { Bundle, BundleSubject } from '../bundle/format.ts';
import { named, type ProvedEvent } from './events.ts';
import type { Findings, Place } from './verdict.ts';

const placeOf = ({ at, index, envelope: { stream, revision } }: ProvedEvent): Place => ({
  part: 'EVENT',
  event: at,
  leafIndex: index,
  stream,
  revision,
});

/** The stream that has to be there, and whether another one may stand beside it. */
const expected = (
  subject: BundleSubject,
): { readonly stream: string; readonly beside: RegExp | undefined } | undefined => {
  switch (subject.kind) {
    case 'FIREARM':
      return { stream: `firearm-${subject.firearmId}`, beside: /^firearm-/ };
    case 'STREAM':
      return { stream: subject.stream, beside: undefined };
    case 'TRACE':
      return { stream: subject.stream, beside: /^firearm-/ };
    case 'EVENTS':
    case 'LOG':
      return undefined;
  }
};

/** One stream: revisions without a gap, each event linked to the one before it, time that never runs back. */
const checkStream = (events: ReadonlyArray<ProvedEvent>, fromStart: boolean, findings: Findings): void => {
  let before: ProvedEvent | undefined;
  for (const event of events) {
    const place = placeOf(event);
    const { envelope } = event;
    const wanted = before === undefined ? (fromStart ? 0 : envelope.revision) : before.envelope.revision + 1;
    if (envelope.revision < wanted)
      findings.fault(
        'STREAMS',
        'EVENT_INSERTED',
        `${named(place)}: the log holds a revision ${envelope.revision} of this stream a second time, or later than one that follows it.`,
        place,
      );
    else if (envelope.revision > wanted && fromStart)
      findings.fault(
        'STREAMS',
        'EVENT_REMOVED',
        `${named(place)}: before it, ${envelope.revision - wanted} of the events of its stream are missing or could not be proved, from revision ${wanted} on.`,
        { ...place, revision: wanted },
      );
    else if (before !== undefined && envelope.revision === wanted && envelope.previous !== before.leaf)
      findings.fault(
        'STREAMS',
        'STREAM_REWRITTEN',
        `${named(place)}: it follows another event than the one that the log holds as revision ${before.envelope.revision}.`,
        place,
      );
    if (before !== undefined && envelope.recordedAt < before.envelope.recordedAt)
      findings.fault(
        'STREAMS',
        'TIME_RUNS_BACK',
        `${named(place)}: it says that it was recorded before the event that it follows.`,
        place,
      );
    before = event;
  }
};

/** Order of the events, and of which streams nothing is missing before their last event. */
export const checkStreams = (
  { subject, events }: Bundle,
  proved: ReadonlyArray<ProvedEvent>,
  findings: Findings,
): void => {
  if (events.length === 0 && subject.kind === 'LOG') return;
  for (let at = 1; at < events.length; at += 1) {
    const [one, other] = [events[at - 1]?.index ?? 0, events[at]?.index ?? 0];
    if (other <= one)
      findings.fault(
        'STREAMS',
        other === one ? 'EVENT_INSERTED' : 'EVENTS_REORDERED',
        `Event ${at} of the file is of leaf ${other} of the log and stands behind one of leaf ${one}: ${
          other === one ? 'one of them was inserted' : 'they are not in the order of recording'
        }.`,
        { part: 'EVENT', event: at, leafIndex: other },
      );
  }
  const streams = new Map<string, ProvedEvent[]>();
  const ids = new Map<string, ProvedEvent>();
  const wanted = expected(subject);
  for (const event of proved) {
    const { stream, eventId, recordedAt } = event.envelope;
    const own = streams.get(stream);
    if (own === undefined) streams.set(stream, [event]);
    else own.push(event);
    const place = placeOf(event);
    if (ids.has(eventId))
      findings.fault(
        'STREAMS',
        'EVENT_INSERTED',
        `${named(place)}: its id is that of another event of the file.`,
        place,
      );
    ids.set(eventId, event);
    if (wanted !== undefined && stream !== wanted.stream && wanted.beside?.test(stream) !== true)
      findings.fault(
        'STREAMS',
        'EVENT_INSERTED',
        `${named(place)}: its stream is none of those that the file is about.`,
        place,
      );
    if ('knownAt' in subject && recordedAt > Date.parse(subject.knownAt))
      findings.fault(
        'STREAMS',
        'EVENT_INSERTED',
        `${named(place)}: it was recorded after ${subject.knownAt}, up to which the file goes.`,
        place,
      );
  }
  if (subject.kind === 'LOG' && events.length > 0)
    findings.fault('STREAMS', 'EVENT_INSERTED', 'A file about two checkpoints holds events.', {
      part: 'EVENT',
      event: 0,
    });
  if (wanted !== undefined && !streams.has(wanted.stream))
    findings.fault(
      'STREAMS',
      'EVENT_REMOVED',
      `No event of ${wanted.stream} is proved, which the file is about.`,
      { part: 'EVENT', stream: wanted.stream, revision: 0 },
    );
  for (const own of streams.values()) checkStream(own, wanted !== undefined, findings);
  findings.done(
    'STREAMS',
    wanted === undefined
      ? 'The events are in the order of recording. They are a selection: nothing is said of events that are not in the file.'
      : `Nothing is missing before the last event shown: ${[...streams]
          .map(([stream, own]) => `${stream} has the ${own.length} events from its first on`)
          .join('; ')}. Whether further events follow, this file does not show.`,
  );
};
