import type { StreamKey } from '../../stream/surroundings.ts';
import { addDays, type CalendarDate } from '../../time/calendarDate.ts';
import { digitised } from '../origins.ts';
import { asDealer, capacityOf, clerk, isLasting, mayHave, type Party } from '../parties.ts';
import { type Arm, anyDealer, type Tale, wait } from '../tale.ts';

/** Longer than any of these stories lasts. */
const storyDays = 200;

/** Who holds a firearm by an old record may be without the right that its parts need (REQ-CMP-03): he buys none. */
const mayBuyParts = ({ category }: Arm, holder: Party, day: CalendarDate): boolean =>
  holder.kind !== 'PERSON' || (isLasting(holder) && mayHave(holder, category, day, addDays(day, storyDays)));

/** A barrel of its own number, registered for the firearm's holder (REQ-REC-04). */
const barrel = (tale: Tale, arm: Arm, holder: Party, day: CalendarDate): StreamKey => {
  const { random, tell } = tale;
  return tell({ kind: 'component', prefix: 'T' }, clerk, 'ComponentRegistered', day, {
    kind: 'BARREL',
    mark: { serialRaw: `L ${random.between(1000, 99_999)}`, matchesFrame: 'NO' },
    make: arm.model.make,
    calibre: arm.model.calibre,
    category: arm.category,
    intendedFor: { subcategory: arm.subcategory },
    responsiblePartyId: holder.id,
    partyRole: capacityOf(holder),
  }).subject;
};

const fit = (tale: Tale, arm: Arm, component: StreamKey, day: CalendarDate): void => {
  tale.tell(arm.key, asDealer(anyDealer(tale)), 'ComponentFitted', day, {
    componentId: component.id,
    firearmId: arm.key.id,
  });
};

/** A barrel is fitted, perhaps replaced by another, perhaps taken out again. */
export const parts = (tale: Tale, arm: Arm): void => {
  const { random, tell } = tale;
  const { holder } = arm;
  if (holder === undefined || !mayBuyParts(arm, holder, arm.day)) return;
  const first = barrel(tale, arm, holder, wait(tale, arm, 5, 100));
  fit(tale, arm, first, wait(tale, arm, 1, 20));
  let fitted = first;
  if (random.chance(0.5)) {
    const second = barrel(tale, arm, holder, wait(tale, arm, 5, 60));
    tell(arm.key, asDealer(anyDealer(tale)), 'ComponentReplaced', wait(tale, arm, 1, 20), {
      firearmId: arm.key.id,
      outId: first.id,
      inId: second.id,
    });
    fitted = second;
  }
  if (random.chance(0.2))
    tell(arm.key, asDealer(anyDealer(tale)), 'ComponentRemoved', wait(tale, arm, 5, 60), {
      componentId: fitted.id,
      firearmId: arm.key.id,
      reason: 'REPAIR',
    });
  wait(tale, arm, 5, 60);
};

/** Two firearms of one holder exchange their barrels by one command over four streams (HC-05). */
export const swap = (tale: Tale, arm: Arm): void => {
  const { holder } = arm;
  if (holder?.kind !== 'PERSON' || !mayBuyParts(arm, holder, arm.day)) return;
  const other = digitised(tale, wait(tale, arm, 5, 60), holder);
  if (!mayBuyParts(other, holder, arm.day)) return;
  const day = wait(tale, arm, 1, 10);
  const [one, two] = [barrel(tale, arm, holder, day), barrel(tale, other, holder, day)];
  fit(tale, arm, one, wait(tale, arm, 1, 10));
  fit(tale, other, two, arm.day);
  tale.tell(arm.key, asDealer(anyDealer(tale)), 'ComponentReplaced', wait(tale, arm, 5, 60), {
    firearmId: arm.key.id,
    outId: one.id,
    inId: two.id,
    swapWithFirearmId: other.key.id,
  });
  wait(tale, arm, 5, 60);
};
