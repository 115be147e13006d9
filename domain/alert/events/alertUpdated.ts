import { defineEvent } from '../definition.ts';
import { reportedMissing } from './alertOpened.ts';

/** A second report while an alert is open, such as theft after loss: one alert, whose entries abroad must follow. */
export const alertUpdated = defineEvent({
  ...reportedMissing,
  type: 'AlertUpdated',
  meaning: 'A further report joined the open alert; entries already made must be changed.',
});
