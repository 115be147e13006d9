import { refusal } from '../../shared/refusal.ts';
import { record } from '../../shared/shape.ts';
import { defineEvent } from '../definition.ts';
import { appliedMark, primaryLocations } from '../identity.ts';
import { appliedMarkFault } from '../markRules.ts';
import { withMarks } from './shared.ts';

export const firearmMarked = defineEvent({
  type: 'FirearmMarked',
  schemaVersion: 1,
  meaning: 'A mark was applied to the frame, receiver or another essential component.',
  payload: record({ mark: appliedMark }),
  recordedBy: ['MFR', 'CLK', 'STO', 'DLR'],
  assertionKind: 'FACT',
  legalBasis: ['2021/555:4(1)', '2021/555:4(2)', '2019/68'],
  check: (context) => {
    const { mark } = context.payload;
    return mark.purpose === 'MANUFACTURE' &&
      primaryLocations.has(mark.location) &&
      context.state.markState !== 'UNMARKED'
      ? refusal(
          'R17',
          'The firearm carries an original mark already. Record a new mark as FirearmRemarked.',
          {
            pointer: '/payload/mark/location',
          },
        )
      : appliedMarkFault(context, mark);
  },
  apply: (state, { payload: { mark }, eventId }) =>
    withMarks(
      {
        ...state,
        markState:
          primaryLocations.has(mark.location) && state.markState === 'UNMARKED' ? 'MARKED' : state.markState,
        stateTransferMark: state.stateTransferMark || mark.purpose === 'STATE_TRANSFER',
      },
      [
        {
          serialRaw: mark.elements.serialRaw,
          location: mark.location,
          origin: 'MARK',
          recordedBy: eventId,
          depthMm: mark.depthMm,
        },
      ],
    ),
});
