/** Where the stock of a trader that gives up goes (catalogue 5.2: all stock needs a destination). */
export const stockDestinations = [
  'DEALER',
  'AUTHORITY',
  'PERSON',
  'ABROAD',
  'DESTRUCTION',
  'NOT_DECIDED',
] as const;
export type StockDestination = (typeof stockDestinations)[number];

/** One count of what is really there: as of when, and what was in hand. */
export type StockInventory = {
  readonly eventId: string;
  readonly asOf: string;
  readonly zone: string;
  readonly firearmIds: ReadonlyArray<string>;
  /** Firearms in hand that bear something else than the register has. */
  readonly differing: ReadonlyArray<{
    readonly firearmId: string;
    readonly field: string;
    readonly asRead: string;
  }>;
};

/** What a party's own stream says of its business: counts of stock, its end, the hand-over of its register. */
export type DealerRecord = {
  readonly inventories: ReadonlyArray<StockInventory>;
  readonly ceased?: {
    readonly eventId: string;
    readonly on: string;
    readonly stock: ReadonlyArray<{ readonly firearmId: string; readonly destination: StockDestination }>;
  };
  readonly handedOver?: {
    readonly eventId: string;
    readonly asOf: string;
    readonly knownAt: string;
    readonly registerSha256: string;
    readonly count: number;
  };
};

export const noDealerRecord: DealerRecord = { inventories: [] };
