/**
 * A refusal is a value: a stable code, a sentence that tells the person what to do, and the field concerned.
 * `Rnn` codes are those of catalogue 6.2; the others are refusals of the edge that the catalogue leaves open.
 */
export const refusalCodes = [
  'R00',
  'R01',
  'R03',
  'R06',
  'R07',
  'R08',
  'R09',
  'R10',
  'R11',
  'R12',
  'R13',
  'R14',
  'R15',
  'R16',
  'R17',
  'R18',
  'R19',
  'R20',
  'R21',
  'R22',
  'R23',
  'R24',
  'R25',
  'R31',
  'R32',
  'R33',
  'R34',
  'R41',
  'R42',
  'R43',
  'R44',
  'R51',
  'R52',
  'R53',
  'R61',
  'R62',
  'R70',
  'R71',
  'R72',
  'ROLE_MAY_NOT_RECORD',
  'NOT_YOUR_FIREARM',
  'SELF_ANNULMENT_CLOSED',
  'RECORDED_VALUE_DIFFERS',
  'CORRECTION_INVALID',
  'EVIDENCE_REFERENCE_MISSING',
  'CATEGORY_CONTRADICTS_FACTS',
  'PARTY_NOT_REGISTERED',
  'PERIOD_TOO_LONG',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

export type Refusal = {
  readonly code: RefusalCode;
  /** What is wrong and the way out, for the person who reads it. Never holds personal data. */
  readonly detail: string;
  /** JSON pointer into the request, where one field is at fault. */
  readonly pointer?: string;
  /** Earlier or dependent events that the refusal speaks of. */
  readonly eventIds?: ReadonlyArray<string>;
};

export const refusal = (
  code: RefusalCode,
  detail: string,
  more: Omit<Refusal, 'code' | 'detail'> = {},
): Refusal => ({
  code,
  detail,
  ...more,
});

/** Short title of each code of catalogue 6.2. */
export const refusalTitle: { readonly [C in RefusalCode]: string } = {
  R00: 'unknown firearm',
  R01: 'stream already exists or firearm already registered',
  R03: 'not marked or not registered yet',
  R06: 'recorded inside the territory already',
  R07: 'State stock without transfer mark',
  R08: 'in temporary custody',
  R09: 'in cross-border movement',
  R10: 'reported lost',
  R11: 'reported stolen',
  R12: 'with an authority',
  R13: 'seized',
  R14: 'recorded abroad',
  R15: 'dismantled, identity ended',
  R16: 'destroyed',
  R17: 'the firearm is not in the state this event needs',
  R18: 'no valid transfer, export or import licence',
  R19: 'duplicate report',
  R20: 'already reported stolen',
  R21: 'no open alert',
  R22: 'already seized',
  R23: 'seized, needs an order of a court or prosecutor',
  R24: 'a private holder cannot destroy',
  R25: 'retention not expired or hold active',
  R31: 'required identity field missing',
  R32: 'mark does not meet the rules for its date',
  R33: 'transfer particulars incomplete',
  R34: 'dealer notice later than departure',
  R41: 'acquirer not authorised for the category on the effective date',
  R42: 'foreign consent missing',
  R43: 'distance sale without identity check',
  R44: 'refusal look-up missing',
  R51: 'deactivation certified by the one who performed it',
  R52: 'serial number removed by deactivation',
  R53: 'no valid deactivation certificate',
  R61: 'trace refused without ground',
  R62: 'no ground for the data transfer',
  R70: 'effective time in the future',
  R71: 'target of the correction unknown',
  R72: 'dependent events exist',
  ROLE_MAY_NOT_RECORD: 'this role may not record this event',
  NOT_YOUR_FIREARM: 'the report does not concern your own organisation',
  SELF_ANNULMENT_CLOSED: 'the window for annulling your own report is closed',
  RECORDED_VALUE_DIFFERS: 'the value to be corrected is not the recorded one',
  CORRECTION_INVALID: 'the corrected record would not be valid',
  EVIDENCE_REFERENCE_MISSING: 'evidence of this kind needs a reference',
  CATEGORY_CONTRADICTS_FACTS: 'the category does not follow from the facts',
  PARTY_NOT_REGISTERED: 'the party is not in the register of parties',
  PERIOD_TOO_LONG: 'valid for longer than the law allows',
};
