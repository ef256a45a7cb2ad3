/** Asking in either language, with one shape of answer. */

import type { Question, Rows } from "../lib/answers";
import { answerOf, parameters } from "../lib/http";
import { type Language, textOf, valuesOf, withValues } from "./texts";

export interface Asking {
  language: Language;
  text: string;
  question: Question | null;
  given: Record<string, string>;
}

export interface Result {
  /** Rows, or a graph as Turtle. */
  rows: Rows | null;
  graph: string | null;
  ms: number;
}

interface Term {
  value: string;
  datatype?: string;
}

/** The answer. A question of the catalogue that nobody changed is asked by its name. */
export async function run(asking: Asking, signal: AbortSignal): Promise<Result> {
  const begun = performance.now();
  const made = await ask(asking, signal);
  return { rows: null, graph: null, ...made, ms: performance.now() - begun };
}

async function ask({ language, text, question, given }: Asking, signal: AbortSignal): Promise<Partial<Result>> {
  if (question && text.trim() === textOf(question, language, given)) {
    const answer = await answerOf(addressOfQuestion(question, language, given), { signal });
    return { rows: (await answer.json()) as Rows };
  }
  const values = valuesOf(question, given);
  if (language === "cypher") {
    const answer = await answerOf("/db/onrecord/query/v2", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ statement: text, parameters: values }),
      signal,
    });
    const { data, truncated } = (await answer.json()) as { data: { fields: string[]; values: unknown[][] }; truncated: boolean };
    return { rows: { columns: data.fields, rows: data.values, truncated } };
  }
  const answer = await answerOf("/sparql", {
    method: "POST",
    headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json, text/turtle;q=0.9" },
    body: withValues(text, values),
    signal,
  });
  if (!answer.headers.get("Content-Type")?.includes("json")) return { graph: await answer.text() };
  const said = (await answer.json()) as { head: { vars?: string[] }; boolean?: boolean; results?: { bindings: Record<string, Term>[] } };
  const truncated = answer.headers.get("OnRecord-Truncated") === "true";
  if (said.boolean !== undefined) return { rows: { columns: ["answer"], rows: [[said.boolean]], truncated } };
  const columns = inOrder(said.head.vars ?? [], text);
  const rows = (said.results?.bindings ?? []).map((row) => columns.map((name) => valueOf(row[name])));
  return { rows: { columns, rows, truncated } };
}

export const addressOfQuestion = (question: Question, language: Language, given: Record<string, string>): string =>
  `/catalogue/${question.name}?${parameters({ ...given, language })}`;

/** The columns as the text first names them; * has no order of its own. */
const inOrder = (columns: string[], text: string): string[] =>
  columns.toSorted((a, b) => text.search(RegExp(`[?$]${a}\\b`)) - text.search(RegExp(`[?$]${b}\\b`)));

const NUMBERS = /#(integer|decimal|double|float|int|long)$/;

function valueOf(term: Term | undefined): unknown {
  if (term === undefined) return null;
  return term.datatype && NUMBERS.test(term.datatype) ? Number(term.value) : term.value;
}

const OURS = "https://w3id.org/onrecord/id/";

/** The id of an IRI of ours, or null. */
export const idOf = (value: unknown): string | null =>
  typeof value === "string" && value.startsWith(OURS) ? value.slice(OURS.length) : null;

/** The entities that an answer names, in order; nodes of a property graph count too. */
export function entitiesOf(rows: Rows): string[] {
  const found = new Set<string>();
  for (const value of rows.rows.flat()) {
    const iri = value !== null && typeof value === "object" ? (value as { properties?: { iri?: unknown } }).properties?.iri : value;
    const id = idOf(iri);
    if (id && /^(entity|concept)\//.test(id)) found.add(id);
  }
  return [...found];
}
