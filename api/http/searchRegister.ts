import { createCalibreRecogniser } from '../../domain/identification/calibre.ts';
import { calibreList } from '../../domain/identification/calibreList.ts';
import { createMakerRecogniser } from '../../domain/identification/maker.ts';
import { makerList } from '../../domain/identification/makerList.ts';
import {
  isPattern,
  patternRefusal,
  type Rung,
  rungs,
  serialDifferences,
} from '../../domain/identification/serialLadder.ts';
import { type Candidate, searchRung } from '../../projections/currentRegistry/search.ts';
import type { SqlClient } from '../../projections/engine/sql.ts';

export type SearchAsked = {
  readonly serial: string;
  /** Rung to begin at. */
  readonly from: Rung;
  readonly limit: number;
  /** Leaves out what was destroyed before this day. */
  readonly destroyedSince?: string | undefined;
  readonly make?: string | undefined;
  readonly model?: string | undefined;
  readonly calibre?: string | undefined;
};

const recogniseMaker = createMakerRecogniser(makerList);
const recogniseCalibre = createCalibreRecogniser(calibreList);

const makerCodeOf = (name: string): string | undefined => {
  const recognised = recogniseMaker(name);
  return recognised.kind === 'RECOGNISED' ? recognised.code : undefined;
};
const isSameCalibre = (one: string, other: string): boolean => {
  const [ours, theirs] = [recogniseCalibre(one), recogniseCalibre(other)];
  return (
    one.toLowerCase() === other.toLowerCase() ||
    (ours.kind === 'RECOGNISED' && theirs.kind === 'RECOGNISED' && ours.code === theirs.code)
  );
};

/** What of the firearm agrees with what was asked, and what speaks against it; what either leaves open is in neither. */
const compared = (asked: SearchAsked, makerCode: string | undefined, row: Candidate) => {
  const { make, model, calibre } = asked;
  const verdicts = {
    make:
      make === undefined || row.make === null
        ? undefined
        : row.make.toLowerCase() === make.toLowerCase() ||
          (makerCode !== undefined && row.manufacturerCode === makerCode),
    model:
      model === undefined || row.model === null ? undefined : row.model.toLowerCase() === model.toLowerCase(),
    calibre: calibre === undefined || row.calibre === null ? undefined : isSameCalibre(row.calibre, calibre),
  };
  const named = (verdict: boolean): string[] =>
    Object.entries(verdicts).flatMap(([name, agrees]) => (agrees === verdict ? [name] : []));
  return { agrees: named(true), contradicts: named(false) };
};

/**
 * Rungs that this question can climb: a number read in part is found as it is recorded, and as a pattern together with
 * what else is known of the firearm; the weakest rung needs maker and calibre.
 */
const rungsFor = ({ serial, make, model, calibre }: SearchAsked): ReadonlyArray<Rung> =>
  isPattern(serial)
    ? [
        'EXACT',
        'EXACT_OTHER_MARK',
        ...(patternRefusal(serial, { make, model, calibre }) === undefined ? (['FUZZY'] as const) : []),
      ]
    : rungs.filter((rung) => rung !== 'WEAK' || (make !== undefined && calibre !== undefined));

/**
 * Climbs the ladder of search in this register and stops at the first rung with hits (identification 6.4); what agrees
 * best comes first, and among equals what differs least.
 */
export const searchRegister = async (sql: SqlClient, asked: SearchAsked) => {
  const makerCode = asked.make === undefined ? undefined : makerCodeOf(asked.make);
  const climbed = rungsFor(asked).filter((rung) => rungs.indexOf(rung) >= rungs.indexOf(asked.from));
  for (const [index, rung] of climbed.entries()) {
    const found = await searchRung(sql, { ...asked, rung, makerCode });
    const candidates = found
      .map((row) => ({
        ...row,
        alerts: [...row.alerts],
        findings: [...row.findings],
        ...compared(asked, makerCode, row),
      }))
      .filter(({ agrees }) => rung !== 'WEAK' || (agrees.includes('make') && agrees.includes('calibre')));
    if (candidates.length === 0) continue;
    const score = ({ agrees, contradicts }: (typeof candidates)[number]): number =>
      agrees.length - contradicts.length;
    const size = ({ difference }: (typeof candidates)[number]): number =>
      difference === null ? -1 : serialDifferences.indexOf(difference);
    candidates.sort((a, b) => score(b) - score(a) || size(a) - size(b));
    return { rung, nextRung: climbed[index + 1] ?? null, candidates };
  }
  return { rung: null, nextRung: null, candidates: [] };
};
