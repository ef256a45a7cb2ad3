/** "bessent manufacturing", or "what did Bessent tell CNBC": two names in one line of words. */

import type { Entities, FoundEntity, Statements } from "./answers";
import { get, parameters } from "./http";
import { isActor } from "./kinds";

/** What the one said about, or through, the other. */
export interface Pair {
  speaker: FoundEntity;
  about: FoundEntity | null;
  via: FoundEntity | null;
  statements: number;
}

const MOST_WORDS = 6;
/** Words that stand between names, and are in none. */
const JOINING = new Set("what who did does do say says said tell tells told think thinks about on to via through with".split(" "));

/** The ways to read a line as two names, each as its two parts. */
export function readings(text: string): [string, string][] {
  const parts: string[][] = [[]];
  for (const word of text.replace(/[?!.,]+$/, "").split(/\s+/).filter(Boolean)) {
    if (!JOINING.has(word.toLowerCase())) parts.at(-1)!.push(word);
    else if (parts.at(-1)!.length) parts.push([]);
  }
  const names = parts.filter((part) => part.length);
  if (names.length === 2) return [[names[0]!.join(" "), names[1]!.join(" ")]];
  const [words] = names;
  if (names.length !== 1 || words!.length < 2 || words!.length > MOST_WORDS) return [];
  return words!.slice(1).map((_, i) => [words!.slice(0, i + 1).join(" "), words!.slice(i + 1).join(" ")]);
}

/** The pairs that somebody spoke of, those with most statements first. */
export async function pairs(text: string, signal: AbortSignal): Promise<Pair[]> {
  const ways = readings(text);
  const looked = new Map<string, Promise<FoundEntity | null>>();
  const best = (name: string): Promise<FoundEntity | null> => {
    const there = looked.get(name);
    if (there) return there;
    const asking = get<Entities>(`/entities?${parameters({ q: name, limit: 1 })}`, signal).then(({ entities }) => entities[0] ?? null);
    looked.set(name, asking);
    return asking;
  };
  const found = await Promise.all(
    ways.map(async ([left, right]) => {
      const [one, other] = await Promise.all([best(left), best(right)]);
      return one && other && one.id !== other.id ? roles(one, other) : [];
    }),
  );
  const counted = await Promise.all(
    found.flat().map(async (pair): Promise<Pair> => {
      const { speaker, about, via } = pair;
      const asked = parameters({ speaker: speaker.id, about: about?.id, via: via?.id, limit: 1 });
      return { ...pair, statements: (await get<Statements>(`/statements?${asked}`, signal)).total };
    }),
  );
  return counted.filter((pair) => pair.statements > 0).toSorted((a, b) => b.statements - a.statements);
}

/** Who may have spoken: an actor about a subject, or an actor through another. */
function roles(one: FoundEntity, other: FoundEntity): Omit<Pair, "statements">[] {
  const [a, b] = [isActor(one.type), isActor(other.type)];
  if (a && b) return [[one, other], [other, one]].map(([speaker, via]) => ({ speaker: speaker!, about: null, via: via! }));
  if (a) return [{ speaker: one, about: other, via: null }];
  return b ? [{ speaker: other, about: one, via: null }] : [];
}
