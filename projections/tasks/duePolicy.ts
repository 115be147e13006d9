import { workingDaySql } from '../engine/workingDays.ts';

/**
 * The due day within a statement, the same for tasks and for transfers: a period of the policy after a day, moved to a
 * working day where the policy moves it. The statement brings the table `moved` (`movedDayParameters`) and puts the join
 * behind the tables of which it names the columns.
 */
export const dueJoin = (from: string, period: string, moves: string): string => `cross join lateral (
      select (${from}::date + coalesce(${period}, interval '0'))::date as day) nominal
    left join moved on ${moves} and moved.day = nominal.day`;

/** The due day of a row of `dueJoin`, as a date. */
export const dueDate = (moves: string): string =>
  `case when ${moves} then ${workingDaySql('nominal.day', 'moved.to_day')} else nominal.day end`;

/** The same as text that sorts by day. */
export const dueText = (moves: string): string => `to_char(${dueDate(moves)}, 'YYYY-MM-DD') collate "C"`;

/** When a duty arose: never before the day that its term is counted from. */
export const arose = (since: string, counted: string, from: string, zone: string): string =>
  `greatest(${since}, case when ${counted} then ${from}::timestamp at time zone ${zone} end)`;

export const taskArose = arose('t.valid_from', "t.term <> ''", 't.due_from', 't.zone');
