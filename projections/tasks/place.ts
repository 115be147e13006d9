/**
 * Place of a task in the order of the list: what is due first comes first, what has no deadline last; of one day, the
 * tasks of a kind stand together.
 */
export type TaskPlace = readonly [
  due: string,
  kind: string,
  ownerRole: string,
  term: string,
  dueFrom: string,
  /** The subject whose history opened the task, and the one that it is shown for. */
  base: string,
  openedBy: string,
  no: string,
  subjectId: string,
];

/** The columns of a statement that make the place, in their order. */
export const placeColumns = 'due_on, kind, owner_role, term, due_from, subject_id, opened_by, no, shown';

/** Negative where the first place comes before the second. */
export const comparePlaces = (one: TaskPlace, other: TaskPlace): number => {
  const index = one.findIndex((part, at) => part !== other[at]);
  const [a, b] = [one[index] ?? '', other[index] ?? ''];
  if (index === -1) return 0;
  // Numbers, the last but one of the parts, do not sort as text.
  return index === 7 ? Number(a) - Number(b) : a < b ? -1 : 1;
};
