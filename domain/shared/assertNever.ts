/** Marks a `switch` as exhaustive: the compiler refuses the call while a case is missing. */
export const assertNever = (value: never): never => {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
};
