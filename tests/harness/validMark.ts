import { body } from './bodies.ts';

/** A mark that meets today's rules, with what the test says. */
export const validMark = (more: Record<string, unknown> = {}, said: Record<string, unknown> = {}) => {
  const { mark } = body('FirearmMarked', '2026-01-01').payload as unknown as {
    readonly mark: Record<string, unknown>;
  };
  return {
    ...mark,
    elements: { manufacturer: 'Zastava', country: 'ME', serialRaw: 'ZM 1', year: 2026, ...said },
    location: 'FRAME',
    charHeightMm: 2,
    depthMm: 0.1,
    ...more,
  };
};
