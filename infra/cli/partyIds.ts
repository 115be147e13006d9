import { derivedIds } from '../system/derivedIds.ts';

/** Names whose ids are remembered: few dealers stand in many records. */
const rememberedMax = 20_000;

/** Ids of the parties of an older register, derived from register, kind and name as it is written there. */
export const createPartyIds = () => {
  const remembered = new Map<string, string>();
  return (register: string, kind: 'FIRM' | 'PERSON', name: string): string => {
    const key = `${register}|${kind}|${name}`;
    const known = remembered.get(key);
    if (known !== undefined) return known;
    const id = derivedIds.subjectId(kind === 'FIRM' ? 'F' : 'P', `party ${register}`, name);
    if (remembered.size >= rememberedMax) remembered.clear();
    remembered.set(key, id);
    return id;
  };
};
