import { controlDiffers } from '../../firearm/controlData.ts';
import { evidenceBreaks } from '../../firearm/events/evidenceCustodyMoved.ts';
import { oldSerialDiffers } from '../../firearm/events/firearmRemarked.ts';
import { flaggedTask } from './flagged.ts';

/** What was read or stated is not what the register has: the wrong row of a batch, another firearm, or a wrong record. */
export const particularsDiffer = flaggedTask<'firearm'>({
  flag: 'PARTICULARS_DIFFER',
  meaning: 'What a report states of this firearm is not what the register has: is it the right one?',
  closes: ', or a correction of what the register has; for a transfer also the authority’s answer',
  stands: ({ type, payload }, before) => {
    switch (type) {
      case 'FirearmTransferred':
        return controlDiffers(
          (payload as { readonly control?: Parameters<typeof controlDiffers>[0] }).control,
          before.identity,
        );
      case 'FirearmRemarked':
        return oldSerialDiffers(payload as Parameters<typeof oldSerialDiffers>[0], before);
      case 'EvidenceCustodyMoved':
        return evidenceBreaks(payload as Parameters<typeof evidenceBreaks>[0], before);
      default:
        return true;
    }
  },
});
