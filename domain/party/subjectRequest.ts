export const requestKinds = ['ACCESS', 'RECTIFICATION', 'RESTRICTION', 'ERASURE'] as const;
export const outcomes = ['GRANTED', 'PARTLY_GRANTED', 'REFUSED_LEGAL_OBLIGATION', 'REFUSED'] as const;

/** A request of a data subject with what was decided. */
export type SubjectRequest = {
  readonly requestEventId: string;
  readonly kind: (typeof requestKinds)[number];
  readonly receivedOn: string;
  readonly ref: string;
  readonly decided?: {
    readonly by: string;
    readonly outcome: (typeof outcomes)[number];
    readonly grounds: ReadonlyArray<string>;
  };
};

/** Provisions as a letter cites them. */
export const citations: Readonly<Record<string, string>> = {
  '2021/555:4(5)':
    'Directive (EU) 2021/555, Article 4(5): records of the data-filing system, including the related personal data, are kept for 30 years after the destruction of the firearm or essential component.',
  'GDPR:17(3)(b)':
    'Regulation (EU) 2016/679, Article 17(3)(b): there is no erasure to the extent that processing is necessary for compliance with a legal obligation.',
  'LED:16(3)':
    'Directive (EU) 2016/680, Article 16(3): instead of erasure, processing is restricted where the data must be maintained as evidence.',
};
export const citationOf = (ground: string): string => citations[ground] ?? ground;
