import type { Role } from '../../domain/event/envelope.ts';
import { derivedIds } from '../system/derivedIds.ts';

/** One event of an invented life. `$n` in a payload stands for the id of the life's n-th event, from 0. */
export type ExampleEvent = {
  readonly by: { readonly role: Role; readonly organisationId: string };
  readonly type: string;
  readonly effectiveAt: string;
  readonly payload: Record<string, unknown>;
};
/** A life is told under keys of its own, `example LABEL n`, so that the id of its subject is known beforehand. */
export type ExampleLife = { readonly label: string; readonly events: ReadonlyArray<ExampleEvent> };

const clerk = { role: 'CLK', organisationId: 'REGISTRY' } as const;
const idOf = (prefix: string, label: string): string =>
  derivedIds.subjectId(prefix, clerk.organisationId, `example ${label} 0`);

type ExampleParty = { readonly prefix: 'F' | 'P'; readonly name: string; readonly right: string };

/** Days of the reviews after the grant of 2010, at most five years apart. */
const reviews: ReadonlyArray<readonly [string, string]> = [
  ['2014-11-15', '2019-11-14'],
  ['2019-11-10', '2024-11-09'],
  ['2024-11-05', '2029-11-04'],
];

const registration = ({ prefix, name }: ExampleParty, index: number): ExampleEvent => ({
  by: clerk,
  type: 'PartyRegistered',
  effectiveAt: '2010-01-01',
  payload: {
    kind: prefix === 'P' ? 'NATURAL_PERSON' : 'FIRM',
    capacities: [prefix === 'P' ? 'HOLDER' : 'TRADE'],
    validFrom: '2010-01-01',
    details: {
      name:
        prefix === 'P'
          ? name.replace('person', 'Holder')
          : name.replace(/^./, (first) => first.toUpperCase()),
      address: { street: `${index + 1} Example Street`, locality: 'Podgorica', country: 'ME' },
      residenceState: 'ME',
    },
  },
});

/** A party whose right is not reviewed in time shows on the list of what is due. */
const unreviewed: ReadonlySet<string> = new Set(['person 9']);

const rightLife = ({ prefix, name, right }: ExampleParty): ExampleLife => {
  const scope = { kind: right, categories: prefix === 'P' ? ['B', 'C'] : ['A', 'B', 'C'] };
  return {
    label: `right of ${name}`,
    events: [
      {
        by: clerk,
        type: 'AuthorisationApplied',
        effectiveAt: '2010-01-02',
        payload: {
          applicantId: idOf(prefix, name),
          ...scope,
          purpose: prefix === 'P' ? 'Sport shooting' : 'Trade in firearms',
        },
      },
      {
        by: clerk,
        type: 'AuthorisationGranted',
        effectiveAt: '2010-01-02',
        payload: {
          holderId: idOf(prefix, name),
          ...scope,
          licenceNo: `EX-${name.replaceAll(' ', '-').toUpperCase()}`,
          validFrom: '2010-01-02',
          reviewDue: '2014-12-31',
        },
      },
      ...(unreviewed.has(name) ? reviews.slice(0, 2) : reviews).map(
        ([day, nextReviewDue]): ExampleEvent => ({
          by: clerk,
          type: 'AuthorisationReviewed',
          effectiveAt: day,
          payload: { outcome: 'CONTINUES', nextReviewDue },
        }),
      ),
    ],
  };
};

/** Invented parties, named by labels: each that a life speaks of is registered and has a right. */
export const createExampleParties = () => {
  const known = new Map<string, ExampleParty>();
  const add = (prefix: 'F' | 'P', name: string, right: string): string => {
    const id = idOf(prefix, name);
    known.set(id, { prefix, name, right });
    return id;
  };
  return {
    person: (number: number): string => add('P', `person ${number}`, 'PERMIT'),
    firm: (name: string, right: 'DEALER' | 'MANUFACTURER'): string => add('F', name, right),
    /** The right of a party, under which it acquires. */
    rightOf: (partyId: string): string => idOf('E', `right of ${known.get(partyId)?.name ?? ''}`),
    parties: (): ReadonlyArray<ExampleLife> =>
      [...known.values()].map((party, index) => ({
        label: party.name,
        events: [
          registration(party, index),
          ...(party.name === 'person 1'
            ? [
                {
                  by: clerk,
                  type: 'PartyDetailsChanged',
                  effectiveAt: '2022-05-01',
                  payload: {
                    validFrom: '2022-05-01',
                    cause: 'CHANGED',
                    details: { address: { street: '99 Example Street', locality: 'Bar', country: 'ME' } },
                  },
                },
              ]
            : []),
        ],
      })),
    rights: (): ReadonlyArray<ExampleLife> => [...known.values()].map(rightLife),
  };
};
