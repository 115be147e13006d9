import type { RegisterFigures } from './measureRegister.ts';

type Line = readonly [what: string, of: (figures: RegisterFigures) => string];

const rounded = (value: number): string => String(Math.round(value));

/** One table over all sizes: a row each figure, a column each size, so that one sees what grows with the register. */
export const registerLines = (registers: ReadonlyArray<RegisterFigures>): ReadonlyArray<string> => {
  const [first] = registers;
  if (first === undefined) return [];
  const lines: ReadonlyArray<Line> = [
    ['firearms', ({ firearms }) => rounded(firearms)],
    ['events', ({ events }) => rounded(events)],
    ['simulated, decided and durable, events/s', ({ simulated }) => rounded(simulated.eventsPerSecond)],
    ['peak memory of that, MB', ({ simulated }) => rounded(simulated.peakMegabytes)],
    ['all read models built anew, events/s (reach 20000)', ({ catchUp }) => rounded(catchUp.eventsPerSecond)],
    [
      'the same, and each row compared with the one it replaces, events/s',
      ({ catchUp }) => rounded(catchUp.comparedPerSecond),
    ],
    ['reading the log alone, events/s', ({ catchUp }) => rounded(catchUp.readAlonePerSecond)],
    ['commands over HTTP, 1/s', ({ commands }) => rounded(commands.perSecond)],
    ['fastify answering an empty route, 1/s', ({ commands }) => rounded(commands.emptyRoutePerSecond)],
    [
      'ratio of these two (reach 0.25)',
      ({ commands }) => (commands.perSecond / commands.emptyRoutePerSecond).toFixed(2),
    ],
    ['memory of the server idle, MB (reach 150)', ({ memory }) => rounded(memory.idleMegabytes)],
    ['memory after the load, MB (reach 500)', ({ memory }) => rounded(memory.loadedMegabytes)],
    [
      'commands while all read models are built anew, ms p95 before / during (reach: twice)',
      ({ rebuildUnderLoad: { commands } }) =>
        `${commands.before.p95.toFixed(1)} / ${commands.during.p95.toFixed(1)}`,
    ],
    [
      'chain of custody meanwhile, ms p95 before / during',
      ({ rebuildUnderLoad: { queries } }) =>
        `${queries.before.p95.toFixed(1)} / ${queries.during.p95.toFixed(1)}`,
    ],
    [
      'that rebuild: seconds, errors of callers, content equal by hash',
      ({ rebuildUnderLoad: { seconds, errors, equal } }) => `${rounded(seconds)}, ${errors}, ${equal}`,
    ],
    ...first.queries.map(
      ({ what }, index): Line => [
        `${what}, ms median / p95`,
        ({ queries }) => `${queries[index]?.median.toFixed(1)} / ${queries[index]?.p95.toFixed(1)}`,
      ],
    ),
  ];
  return lines.map(([what, of]) => `${what}: ${registers.map(of).join(' | ')}`);
};
