import { rungs, searchRung } from '../../projections/currentRegistry/queries.ts';
import type { SqlClient } from '../../projections/engine/sql.ts';

export type SearchAsked = {
  readonly serial: string;
  /** Rung to begin at. */
  readonly from: (typeof rungs)[number];
  readonly limit: number;
  /** Leaves out what was destroyed before this day. */
  readonly destroyedSince?: string | undefined;
  readonly make?: string | undefined;
  readonly model?: string | undefined;
  readonly calibre?: string | undefined;
};

/** Climbs the ladder of search in this register and stops at the first rung with hits; what agrees best comes first. */
export const searchRegister = async (sql: SqlClient, asked: SearchAsked) => {
  for (const rung of rungs.slice(rungs.indexOf(asked.from))) {
    const found = await searchRung(sql, asked.serial, rung, asked.limit, asked.destroyedSince);
    if (found.length === 0) continue;
    const candidates = found.map((row) => {
      const agrees: string[] = [];
      const contradicts: string[] = [];
      for (const name of ['make', 'model', 'calibre'] as const) {
        const wanted = asked[name];
        const recorded = row[name];
        if (wanted === undefined || recorded === null) continue;
        (recorded.toLowerCase() === wanted.toLowerCase() ? agrees : contradicts).push(name);
      }
      return { ...row, alerts: [...row.alerts], findings: [...row.findings], agrees, contradicts };
    });
    candidates.sort(
      (a, b) => b.agrees.length - b.contradicts.length - (a.agrees.length - a.contradicts.length),
    );
    return { rung, nextRung: rungs[rungs.indexOf(rung) + 1] ?? null, candidates };
  }
  return { rung: null, nextRung: null, candidates: [] };
};
