/**
 * How often what happens in a simulated register. Shares of one are probabilities; weights are relative to the others
 * of their table. None is a statistic of a State: each says why it was chosen.
 */
export const proportions = {
  /** Of all firearms: made, imported, sold and kept; registers hold few that ever meet police or court. */
  quiet: 0.93,
  /** Of those that anything happens to: a second chapter of that kind, as stolen firearms turn up in a case. */
  secondChapter: 0.3,
  /** Of firearms in stock: still unsold; dealers turn their stock over in about a year. */
  stays: 0.06,
  /** Of private firearms: sold on; a quarter changes hands between persons once. */
  resale: 0.25,
  /** Of private firearms: a visit to a gunsmith that takes it into custody for a while. */
  repair: 0.08,
  /** How the other side answers a transfer; most confirm, some never do, few state something else. */
  answer: [
    ['CONFIRMED_BY_ACQUIRER', 80],
    ['CONFIRMED_BY_CLERK', 11],
    ['NEVER', 7],
    ['DISPUTED', 1],
    ['DISPUTED_THEN_CONFIRMED', 1],
  ],
  /** Of sales: paper that reaches the registry weeks after the event. */
  latePaper: 0.02,
  /** Of sales: reported once more under another key, as a dealer's system does after a time-out (HC-20). */
  duplicate: 0.005,
  /** Of sales: tried with a right that is not the buyer's, and refused. */
  attemptWithoutRight: 0.005,
  /** Where a firearm comes from: a register that was just digitised, and twenty years of trade since. */
  origin: [
    ['IMPORTED', 38],
    ['MANUFACTURED', 22],
    ['DIGITISED', 33],
    ['STATE_STOCK', 5],
    ['UNKNOWN_TO_THE_REGISTER', 2],
  ],
  /** Of digitised records: only the year is readable. */
  yearOnly: 0.1,
  /** Of digitised records: nobody can say who had it. */
  holderUnknown: 0.02,
  /** Of makers' firearms: offered before they were registered, which is refused. */
  soldBeforeRegistration: 0.01,
  /** What happens to the firearms that are not quiet. Theft, seizure and surrender lead; conversions are rare. */
  chapter: [
    ['THEFT', 20],
    ['LOSS', 8],
    ['SEIZURE', 15],
    ['SURRENDER', 9],
    ['DEACTIVATION', 8],
    ['ABROAD', 9],
    ['PARTS', 9],
    ['SWAP', 3],
    ['OBLITERATED_MARK', 4],
    ['CORRECTION', 5],
    ['ANNULMENT', 4],
    ['ATTEMPTS', 4],
    ['LOAN', 5],
    ['OUT_OF_ORDER', 4],
    ['BACK_DATED_SALE', 3],
  ],
  /** What becomes of a stolen firearm: half never turn up again within the years that are told. */
  theft: [
    ['MISSING', 50],
    ['FOUND', 30],
    ['SEIZED', 20],
  ],
  /** Of firearms under an alert: somebody tries to sell it, which the register refuses (HC-03). */
  saleUnderAlert: 0.15,
  /** What a court does with what was seized. */
  seizure: [
    ['FORFEITED_AND_DESTROYED', 50],
    ['RELEASED', 25],
    ['UNDECIDED', 15],
    ['FORFEITED_AND_KEPT', 10],
  ],
  /** Of seized firearms: somebody asks where it came from. */
  traced: 0.3,
  /** What an authority decides on a back-dated sale against an open alert (HC-09). */
  backDated: [
    ['OPEN', 50],
    ['REJECTED', 30],
    ['UPHELD', 20],
  ],
  /** Of people: the right ends while firearms may be held; most permits are renewed for life. */
  rightEnds: 0.06,
  /** Of people: die within the years that are told. */
  dies: 0.08,
  /** Of estates: no heir was found yet. */
  estateOpen: 0.15,
  /** What the holder of a right that ended does (HC-19). */
  disposal: [
    ['SELLS_TO_DEALER', 60],
    ['SURRENDERS', 20],
    ['NOTHING', 20],
  ],
  /** Of people: the review of the right is overdue. */
  unreviewed: 0.03,
  /** Of people: moved within the State. */
  moved: 0.1,
} as const;

/** Parties of one district of a thousand firearms: one and a half firearms to a person, a dealer to some hundreds. */
export const partiesOfDistrict = { persons: 640, dealers: 3 } as const;
