/** The texts of queries: of the catalogue, and what a person made of them. */

import type { Question } from "../lib/answers";

export type Language = "sparql" | "cypher";

export const LANGUAGES: [Language, string][] = [
  ["sparql", "SPARQL"],
  ["cypher", "Cypher"],
];

const WHEN = /^\s*(?:#|\/\/) when (\w+)\s*$/;
const END = /^\s*(?:#|\/\/) end\s*$/;

/** The text of a question for the parameters that are given: lines for others are left out. */
export function textOf(question: Question, language: Language, given: Record<string, string>): string {
  const kept: string[] = [];
  let out = false;
  for (const line of question[language].split("\n")) {
    const [, name] = line.match(WHEN) ?? [];
    if (name !== undefined) out = !(given[name] || question.parameters.find((each) => each.name === name)?.default);
    else if (END.test(line)) out = false;
    else if (!out) kept.push(line);
  }
  return kept.join("\n").trim();
}

/** The values of a question's variables, for a text of it that was changed. */
export function valuesOf(question: Question | null, given: Record<string, string>): Record<string, string | number> {
  const values: Record<string, string | number> = {};
  for (const { name, kind, variable, default: usual } of question?.parameters ?? []) {
    const value = given[name] || usual;
    if (!value || value === "any") continue;
    if (kind === "number") values[variable] = Number(value);
    else values[variable] = kind === "words" ? value.toLocaleLowerCase("en").split(/\s+/).join(" ").trim() : value;
  }
  return values;
}

/** SPARQL with its variables replaced by literals; strings and IRIs that hold such a name stay. */
export function withValues(text: string, values: Record<string, string | number>): string {
  return text.replace(
    /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>"{}|^`\\\s]*>|#[^\n]*|[?$](\w+)/g,
    (whole, name: string | undefined) => {
      const value = name === undefined ? undefined : values[name];
      if (value === undefined) return whole;
      return typeof value === "number" ? String(value) : JSON.stringify(value);
    },
  );
}

export interface Position {
  line: number;
  column: number;
}

/** Where a message of an engine says that the text is wrong; both count from 1. */
export function placeOfError(message: string): Position | null {
  const [, line, column] = message.match(/line (\d+),? column (\d+)/) ?? [];
  return line && column ? { line: Number(line), column: Math.max(1, Number(column)) } : null;
}
