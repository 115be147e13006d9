/** What the rules use and Node 18 lacks; a no-op wherever it is there. Imported before everything else. */
type Lists = {
  toSorted?: (compare?: (one: unknown, other: unknown) => number) => unknown[];
  toReversed?: () => unknown[];
};
type Texts = { isWellFormed?: () => boolean };

const lists = Array.prototype as unknown as Lists;
const texts = String.prototype as unknown as Texts;
const define = (target: object, name: string, value: unknown): void => {
  Object.defineProperty(target, name, { value, writable: true, configurable: true });
};

if (lists.toSorted === undefined)
  define(
    Array.prototype,
    'toSorted',
    function toSorted(this: unknown[], compare?: (a: unknown, b: unknown) => number) {
      return [...this].sort(compare);
    },
  );
if (lists.toReversed === undefined)
  define(Array.prototype, 'toReversed', function toReversed(this: unknown[]) {
    return [...this].reverse();
  });
if (texts.isWellFormed === undefined)
  define(String.prototype, 'isWellFormed', function isWellFormed(this: string) {
    return !/\p{Surrogate}/u.test(this);
  });
