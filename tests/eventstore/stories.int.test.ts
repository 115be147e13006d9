import { describe } from 'vitest';
import { eventStoreDbLog, keepLogIn } from '../harness/testLog.ts';

keepLogIn(eventStoreDbLog);

// The stories are those of the other files, told to a ledger whose log is in EventStoreDB: HC-05 (components swapped
// between two firearms), HC-09, HC-11 and HC-12, each with its rebuild, and the invented example register.
describe('with the log in EventStoreDB: hard cases', async () => {
  await import('../domain/hardCases.int.test.ts');
});
describe('with the log in EventStoreDB: components', async () => {
  await import('../domain/components.int.test.ts');
});
describe('with the log in EventStoreDB: example register', async () => {
  await import('../infra/exampleRegister.int.test.ts');
});
