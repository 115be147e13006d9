import * as E from 'fp-ts/lib/Either.js';
import { type AsKnown, asKnown } from '../../api/http/asKnown.ts';
import type { StoreUnavailable } from '../../domain/ports/eventStore.ts';
import type { Instant } from '../../domain/time/zone.ts';
import { projections } from '../../projections/catalogue.ts';
import type { Ledger, LedgerWithoutVault } from '../composition.ts';
import { storedPosition } from '../projections/storedPosition.ts';
import { storeGone } from './storeGone.ts';

const settled = (result: E.Either<StoreUnavailable, Instant>): Instant => {
  if (E.isLeft(result)) throw storeGone(result.left);
  return result.right;
};

/** Up to when a command that reads the log from now on knows everything. */
export const knownOfLog = async ({ knownUntil }: Pick<LedgerWithoutVault, 'knownUntil'>): Promise<Instant> =>
  settled(await knownUntil.log()());

/** What a command can know from the read models, which another process may be bringing further while it reads. */
export const asReadModelsKnow = async (ledger: Ledger): Promise<AsKnown> => {
  const position = await storedPosition(
    ledger.pool,
    projections.map(({ name }) => name),
  );
  return asKnown(
    { record: ledger.record, zone: ledger.config.zone },
    settled(await ledger.knownUntil.position(position)()),
  );
};
