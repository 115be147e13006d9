import fc from 'fast-check';

/**
 * Seed of every random test. The suite always runs the same one, so that its verdict belongs to the code and not to the
 * hour; `LEDGER_TEST_SEED=random` explores (`npm run test:explore`), and a failure prints the seed that repeats it.
 */
const asked = process.env['LEDGER_TEST_SEED'] ?? '20260101';
const seed = asked === 'random' ? Date.now() % 2 ** 31 : Number(asked);
if (!Number.isSafeInteger(seed)) throw new Error('LEDGER_TEST_SEED is an integer or "random"');

fc.configureGlobal({ ...fc.readConfigureGlobal(), seed });
