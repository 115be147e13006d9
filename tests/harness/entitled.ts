import { derivedIds } from '../../infra/system/derivedIds.ts';
import { party } from './bodies.ts';

/** Who registers parties and grants rights in tests: ids of subjects derive from organisation and key. */
const organisation = 'test';
const permitKey = (partyId: string): string => `permit-${partyId}`;

/** Id of the right that `entitled` grants a party, known before it is granted. */
export const permitOf = (partyId: string): string =>
  derivedIds.subjectId('E', organisation, permitKey(partyId));

/** One report of a clerk to any kind of stream. Without `id` it is the first of a new subject. */
export type ClerkReport = {
  readonly plural: 'parties' | 'authorisations';
  readonly id?: string;
  readonly key: string;
  readonly body: { readonly type: string; readonly effectiveAt: string; readonly payload: unknown };
};
export type SendAsClerk = (
  report: ClerkReport,
  organisation: string,
) => Promise<{ readonly statusCode: number; readonly body: string }>;

export type Entitlement = {
  readonly residenceState?: string;
  readonly kind?: string;
  readonly categories?: ReadonlyArray<string>;
  readonly subcategories?: ReadonlyArray<string>;
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly reviewDue?: string;
  readonly acquisitions?: number;
};

/** Registration of a party whose id is `party(prefix, name)`. */
export const partyReport = (prefix: 'F' | 'P', name: string, residenceState = 'ME'): ClerkReport => ({
  plural: 'parties',
  key: name,
  body: {
    type: 'PartyRegistered',
    effectiveAt: '2015-01-01',
    payload: {
      kind: prefix === 'P' ? 'NATURAL_PERSON' : 'FIRM',
      capacities: prefix === 'P' ? ['HOLDER'] : ['TRADE'],
      validFrom: '2015-01-01',
      details: {
        name: `Party ${name}`,
        address: { street: '1 Example Street', locality: 'Podgorica', country: residenceState },
        residenceState,
      },
    },
  },
});

/** Application, look-up and grant of the right whose id is `permitOf(party(prefix, name))`. */
export const permitReports = (
  prefix: 'F' | 'P',
  name: string,
  more: Entitlement = {},
): ReadonlyArray<ClerkReport> => {
  const partyId = party(prefix, name);
  const key = permitKey(partyId);
  const id = permitOf(partyId);
  const kind = more.kind ?? (prefix === 'P' ? 'PERMIT' : 'DEALER');
  const scope = {
    categories: more.categories ?? (prefix === 'P' ? ['B', 'C'] : ['A', 'B', 'C']),
    ...(more.subcategories === undefined ? {} : { subcategories: more.subcategories }),
  };
  const validFrom = more.validFrom ?? '2024-01-01';
  return [
    {
      plural: 'authorisations',
      key,
      body: {
        type: 'AuthorisationApplied',
        effectiveAt: validFrom,
        payload: { applicantId: partyId, kind, ...scope, purpose: 'Hunting' },
      },
    },
    {
      plural: 'authorisations',
      id,
      key: `${key}-lookup`,
      body: {
        type: 'RefusalLookupPerformed',
        effectiveAt: validFrom,
        payload: { channel: 'IMI', result: 'NO_REFUSAL' },
      },
    },
    {
      plural: 'authorisations',
      id,
      key: `${key}-grant`,
      body: {
        type: 'AuthorisationGranted',
        effectiveAt: validFrom,
        payload: {
          holderId: partyId,
          kind,
          ...scope,
          licenceNo: `L-${name}`,
          validFrom,
          validTo: more.validTo ?? '2028-12-31',
          ...(more.reviewDue === undefined ? {} : { reviewDue: more.reviewDue }),
          ...(more.acquisitions === undefined ? {} : { limits: { acquisitions: more.acquisitions } }),
        },
      },
    },
  ];
};

/** Registers a party and grants it a right, over whatever way in the test uses; answers both ids. */
export const entitled = async (
  send: SendAsClerk,
  prefix: 'F' | 'P',
  name: string,
  more: Entitlement = {},
): Promise<{ readonly partyId: string; readonly authorisationId: string }> => {
  for (const report of [
    partyReport(prefix, name, more.residenceState),
    ...permitReports(prefix, name, more),
  ]) {
    const answer = await send(report, organisation);
    if (answer.statusCode >= 300) throw new Error(`${report.body.type}: ${answer.statusCode} ${answer.body}`);
  }
  const partyId = party(prefix, name);
  return { partyId, authorisationId: permitOf(partyId) };
};

type Entitling = {
  readonly asClerk: SendAsClerk;
  readonly clock: { readonly now: () => number; readonly set: (text: string) => void };
};

/** Parties with rights from 2024 on, recorded before the story begins; the clock stands afterwards where it stood. */
export const entitledFromTheStart = async (
  ledger: Entitling,
  names: { readonly P?: ReadonlyArray<string>; readonly F?: ReadonlyArray<string> },
): Promise<void> => {
  const begins = new Date(ledger.clock.now()).toISOString();
  ledger.clock.set('2024-01-02T10:00:00Z');
  for (const prefix of ['P', 'F'] as const)
    for (const name of names[prefix] ?? []) await entitled(ledger.asClerk, prefix, name);
  ledger.clock.set(begins);
};
