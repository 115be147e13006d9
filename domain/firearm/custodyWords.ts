import type { Custody } from './state.ts';

/** Each custody as a lay reader understands it: "it …". */
export const custodyWords: { readonly [C in Custody]: string } = {
  NEW: 'was not recorded yet',
  MFD: 'was with its maker',
  TRD: 'was in the trade',
  HLD: 'was held',
  STK: 'was State stock',
  TMP: 'was in temporary custody',
  TRN: 'was on its way abroad',
  LST: 'was reported lost',
  STL: 'was reported stolen',
  AUT: 'was with an authority',
  SZD: 'was seized',
  FRF: 'was forfeited',
  EXP: 'was abroad',
  DSM: 'was dismantled',
  DST: 'was destroyed',
};
