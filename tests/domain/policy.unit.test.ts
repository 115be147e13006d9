import { describe, expect, test } from 'vitest';
import { exampleOf, zodOf } from '../../api/schema/zodOfShape.ts';
import { isConsentFree } from '../../domain/policy/consentFree.ts';
import { policyShape, profileNames } from '../../domain/policy/policy.ts';
import { policyFaults } from '../../domain/policy/policyFaults.ts';
import { policyDocumentShape, policyFrom, policyOf } from '../../domain/policy/policyFrom.ts';
import { euMember, nonEuAligned, profiles } from '../../domain/policy/profiles.ts';

const policy = zodOf(policyShape);
const document = zodOf(policyDocumentShape);

describe('profiles', () => {
  test.each(profileNames)('%s fits its own shape and the law', (name) => {
    expect(policy.parse(profiles[name])).toEqual(profiles[name]);
    expect(profiles[name].profile).toBe(name);
    expect(policyFaults(profiles[name])).toEqual([]);
  });
  test('the examples of the shape make a policy', () => {
    expect(policy.safeParse(exampleOf(policyShape)).success).toBe(true);
  });
  test('outside the Union movements are import and export, IMI and SIS are off, iARMS is on', () => {
    expect(nonEuAligned.euMovements).toBe('IMPORT_EXPORT');
    expect(nonEuAligned.outbox).toEqual({ imi: false, sis: false, iarms: true });
  });
  test('defaults are those of legal-basis section 7', () => {
    expect(euMember).toMatchObject({
      reportDeadline: { dealer: 'P1D', private: 'P14D' },
      export: { startsRetention: false },
      primaryComponent: ['FRAME', 'RECEIVER_LOWER', 'RECEIVER'],
      primaryComponentReplacement: 'NEW_FIREARM',
      selfAnnulWindow: 'P7D',
      alphabet: ['LATIN'],
      numerals: ['ARABIC'],
      reducedMarkKinds: ['BOLT', 'BREECH_BLOCK'],
      transferConfirmation: 'TWO_SIDED',
      retention: { workingDayShift: true },
      accessLog: { retention: 'P18M' },
      depthRule: { from: '2025-07-22' },
      supplierMismatch: 'ACCEPT_FLAG',
    });
  });
});

describe('national profiles', () => {
  test('change what they name and keep the rest', () => {
    const national = policyOf({
      profile: 'NON_EU_ALIGNED',
      alphabet: ['LATIN', 'CYRILLIC'],
      reportDeadline: { private: 'P8D' },
      deadlines: { notices: { refusal: 'P3D' } },
    });
    expect(national.alphabet).toEqual(['LATIN', 'CYRILLIC']);
    expect(national.reportDeadline).toEqual({ dealer: 'P1D', private: 'P8D' });
    expect(national.deadlines).toEqual({
      ...nonEuAligned.deadlines,
      notices: { ...nonEuAligned.deadlines.notices, refusal: 'P3D' },
    });
    expect(national.outbox).toEqual(nonEuAligned.outbox);
    expect(policy.safeParse(national).success).toBe(true);
  });
  test('without changes give the base', () => {
    expect(policyFrom(euMember, {})).toEqual(euMember);
    expect(policyOf({ profile: 'EU_MEMBER' })).toEqual(euMember);
  });
  test('are validated', () => {
    expect(document.safeParse({ profile: 'EU_MEMBER', reportDeadline: { dealer: 'P2D' } }).success).toBe(
      true,
    );
    for (const wrong of [
      {},
      { profile: 'OTHER' },
      { profile: 'EU_MEMBER', unknown: 1 },
      { profile: 'EU_MEMBER', selfAnnulWindow: '7 days' },
      { profile: 'EU_MEMBER', reducedMarkKinds: ['FRAME'] },
      { profile: 'EU_MEMBER', deadlines: { importMark: 'PT5H' } },
    ])
      expect(document.safeParse(wrong).success).toBe(false);
  });
});

describe('limits of the law', () => {
  test.each([
    [euMember, { permitReviewYears: 6 }, '/permitReviewYears'],
    [euMember, { dealerTransferYears: 4 }, '/dealerTransferYears'],
    [euMember, { passYears: 6 }, '/passYears'],
    [euMember, { depthRule: { from: '2026-01-01' } }, '/depthRule/from'],
    [euMember, { euMovements: 'IMPORT_EXPORT' }, '/euMovements'],
    [nonEuAligned, { euMovements: 'ART_16_TRANSFER' }, '/euMovements'],
    [nonEuAligned, { outbox: { imi: true } }, '/outbox/imi'],
    [nonEuAligned, { outbox: { sis: true } }, '/outbox/sis'],
  ] as const)('%# %o is refused', (base, overrides, pointer) => {
    expect(policyFaults(policyFrom(base, overrides)).map((fault) => fault.pointer)).toEqual([pointer]);
  });
  test('outside the Union other terms may be longer', () => {
    expect(policyFaults(policyFrom(nonEuAligned, { permitReviewYears: 10 }))).toEqual([]);
  });
});

test('REQ-TRF-05: a consent-free list holds for its State, subcategories and days', () => {
  const national = policyFrom(euMember, {
    consentFreeList: [
      { state: 'DE', subcategories: ['C1', 'C2'], validFrom: '2020-01-01', validTo: '2022-12-31' },
    ],
  });
  expect(isConsentFree(national, 'DE', 'C1', '2022-12-31')).toBe(true);
  expect(isConsentFree(national, 'DE', 'C1', '2023-01-01')).toBe(false);
  expect(isConsentFree(national, 'DE', 'C1', '2019-12-31')).toBe(false);
  expect(isConsentFree(national, 'DE', 'B1', '2021-06-01')).toBe(false);
  expect(isConsentFree(national, 'AT', 'C1', '2021-06-01')).toBe(false);
});
