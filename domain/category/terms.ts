import type { CategoryFacts } from './facts.ts';
import type { Condition } from './verdict.ts';
import { allOf, anyOf, fact, not } from './verdict.ts';

/** Terms of Annex I Part IV and of the round counts of Part II, as conditions on the facts. */
export const automatic = fact('action', (action) => action === 'AUTOMATIC');
export const semiAutomatic = fact('action', (action) => action === 'SEMI_AUTO');
/** Reloaded from a magazine or cylinder by a manual action. */
export const repeating = fact(
  'action',
  (action) =>
    action === 'REPEATING_BOLT' ||
    action === 'REPEATING_LEVER' ||
    action === 'REPEATING_PUMP' ||
    action === 'REVOLVING',
);
/** Without a magazine, loaded by hand before each shot; so are break-open firearms and muzzle-loaders. */
export const singleShot = fact(
  'action',
  (action) => action === 'SINGLE_SHOT' || action === 'BREAK_OPEN' || action === 'MUZZLE_LOADING',
);

export const centreFire = fact('ignition', (ignition) => ignition === 'CENTREFIRE');
export const rimfire = fact('ignition', (ignition) => ignition === 'RIMFIRE');
export const smooth = fact('bore', (bore) => bore === 'SMOOTH');
/** A combination firearm has a rifled barrel too. */
export const rifled = fact('bore', (bore) => bore === 'RIFLED' || bore === 'COMBINED');

const barrelAtMost = (limit: number) => fact('barrelLengthMm', (length) => length <= limit);
export const barrelAtMost600 = barrelAtMost(600);

// The whole is never shorter than a part of it, nor than its shortest form.
const overallAtMost600: Condition = (facts) => {
  const stated = fact('overallLengthMm', (length) => length <= 600)(facts);
  if (stated.truth !== 'OPEN') return stated;
  if ((facts.barrelLengthMm ?? 0) > 600) return { truth: 'NO', used: ['barrelLengthMm'], missing: [] };
  if ((facts.minLengthMm ?? 0) > 600) return { truth: 'NO', used: ['minLengthMm'], missing: [] };
  return stated;
};

/** Barrel at most 30 cm or overall length at most 60 cm; long is any other. */
export const short = anyOf(barrelAtMost(300), overallAtMost600);
export const long = not(short);

/** Reducible below 60 cm by a stock that folds, telescopes or comes off without tools (A8). */
export const reducibleBelow600 = allOf(
  fact('minLengthMm', (length) => length < 600),
  fact('stockReducible', (reducible) => reducible),
);

/** Loading device and chambers together hold more than so many rounds. A missing count is at least none. */
export const moreThan =
  (limit: number): Condition =>
  ({ chambers, deviceCapacity }: CategoryFacts) => {
    const used = [
      ...(chambers === undefined ? [] : (['chambers'] as const)),
      ...(deviceCapacity === undefined ? [] : (['deviceCapacity'] as const)),
    ];
    if ((chambers ?? 0) + (deviceCapacity ?? 0) > limit) return { truth: 'YES', used, missing: [] };
    return used.length === 2
      ? { truth: 'NO', used, missing: [] }
      : {
          truth: 'OPEN',
          used,
          missing: [
            ...(chambers === undefined ? (['chambers'] as const) : []),
            ...(deviceCapacity === undefined ? (['deviceCapacity'] as const) : []),
          ],
        };
  };
export const deviceOver = (limit: number) => fact('deviceCapacity', (rounds) => rounds > limit);
