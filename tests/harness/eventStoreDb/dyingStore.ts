import type { Step } from '../../../infra/eventstore/eventStoreDb/appendUnit.ts';
import { openStore } from './openTestStore.ts';

/**
 * A store whose process stops between two writes of an append: for good, or until it goes on long after everybody
 * took it for dead.
 */
export const openDyingStore = (url: string, prefix: string, at: Step) => {
  let arrive = (): void => undefined;
  let goOn = (): void => undefined;
  const arrived = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const held = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  let stopped = false;
  const opened = openStore(url, prefix, {
    reached: async (step) => {
      if (step !== at || stopped) return;
      stopped = true;
      arrive();
      await held;
    },
  });
  return { ...opened, arrived, goOn };
};
