import { existsSync, readFileSync } from 'node:fs';
import { type Role, roles } from '../../../domain/event/envelope.ts';

/** The normative list of events; it lies beside the project, where it is there at all. */
export const specification = new URL('../../../../shared/domain/event-catalogue.md', import.meta.url);
export const specificationIsThere = (): boolean => existsSync(specification);

/** One row of the tables 5.1 to 5.7, with every event that it speaks of. */
export type CatalogueRow = {
  readonly section: string;
  readonly events: ReadonlyArray<string>;
  readonly who: ReadonlyArray<Role>;
  /** What the row asks for, word by word as it is written; each with what stands in brackets behind it. */
  readonly asked: ReadonlyArray<Asked>;
};
/** A word of the column "Required (+optional)". */
export type Asked = {
  readonly word: string;
  readonly optional: boolean;
  /** Values of an enumeration, or members of a group, as the brackets list them. */
  readonly values: ReadonlyArray<string>;
  readonly members: ReadonlyArray<string>;
};

/** Splits at the marks given, but not within brackets. */
const splitOutside = (text: string, marks: string): ReadonlyArray<string> => {
  const parts: string[] = [''];
  let depth = 0;
  for (const sign of text) {
    if ('({['.includes(sign)) depth += 1;
    if (')}]'.includes(sign)) depth -= 1;
    if (depth === 0 && marks.includes(sign)) parts.push('');
    else parts[parts.length - 1] += sign;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
};

/** `TransferAuthorised / Refused` means TransferAuthorised and TransferRefused. */
const eventsOf = (cell: string): ReadonlyArray<string> => {
  const [first = '', ...others] = splitOutside(cell, '/,').map((name) => name.replace(/\(.*\)/, ''));
  const stem = first.replace(/[A-Z][a-z]+$/, '');
  return [first, ...others.map((name) => (/[a-z][A-Z]/.test(name) ? name : `${stem}${name}`))];
};

const isRole = (word: string): word is Role => (roles as ReadonlyArray<string>).includes(word);
const otherSide: ReadonlyArray<Role> = ['DLR', 'HLD', 'STO'];
const whoOf = (cell: string, before: ReadonlyArray<Role>): ReadonlyArray<Role> => {
  if (cell === 'same') return before;
  const named = (cell.match(/[A-Z]{3}/g) ?? []).flatMap((word) => (isRole(word) ? [word] : []));
  return cell.includes('the other side') ? [...otherSide, ...named] : named;
};

const asked = (text: string, optional: boolean): ReadonlyArray<Asked> =>
  splitOutside(text, ',;').flatMap((part): ReadonlyArray<Asked> => {
    // `(+batch, licenceId)` lists what may be left out.
    const more = /^(.*)\(\+(.*)\)(.*)$/.exec(part);
    if (more !== null) return [...asked(`${more[1]}${more[3]}`, optional), ...asked(more[2] ?? '', true)];
    const bracket = /^([^({]*)([({])(.*)[)}](.*)$/.exec(part);
    const word = (bracket === null ? part : `${bracket[1]}${bracket[4]}`).replace('[]', '').trim();
    const inside = bracket === null ? [] : splitOutside(bracket[3] ?? '', ',');
    const isEnumeration = inside.length > 1 && inside.every((value) => /^[A-Z_]{2,}$/.test(value));
    return [
      {
        word: word.replace(/\?$/, ''),
        optional: optional || word.endsWith('?'),
        values: isEnumeration ? inside : [],
        members: bracket?.[2] === '{' ? inside : [],
      },
    ];
  });

/** Rows of the tables 5.1 to 5.7 of the catalogue. */
export const readCatalogue = (): ReadonlyArray<CatalogueRow> => {
  const tables = readFileSync(specification, 'utf8').split('\n## 5. Events')[1]?.split('\n## 6.')[0] ?? '';
  let section = '';
  let who: ReadonlyArray<Role> = [];
  return tables.split('\n').flatMap((line): ReadonlyArray<CatalogueRow> => {
    section = /^### (5\.\d)/.exec(line)?.[1] ?? section;
    if (!line.startsWith('| ') || line.startsWith('| Event')) return [];
    const [events = '', recorders = '', required = ''] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    who = whoOf(recorders, who);
    return [{ section, events: eventsOf(events), who, asked: asked(required, false) }];
  });
};
