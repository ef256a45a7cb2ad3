import { expect, test } from "vitest";

import type { Question } from "../lib/answers";
import { placeOfError, textOf, valuesOf, withValues } from "./texts";

const QUESTION: Question = {
  name: "said",
  group: "statements",
  title: "Said",
  sentence: "",
  parameters: [
    { name: "speaker", kind: "words", help: "", required: true, default: null, choices: [], variable: "speakerName" },
    { name: "since", kind: "date", help: "", required: false, default: null, choices: [], variable: "since" },
  ],
  sparql: 'SELECT ?s WHERE {\n  ?s ?p ?speakerName .\n  # when since\n  FILTER (?d >= ?since)\n  # end\n}',
  cypher: "MATCH (s)\n// when since\nWHERE s.d >= $since\n// end\nRETURN s",
};

test("lines for what is not given are left out", () => {
  expect(textOf(QUESTION, "cypher", {})).toBe("MATCH (s)\nRETURN s");
  expect(textOf(QUESTION, "sparql", { since: "2025" })).toContain("?since");
});

test("a variable becomes a literal, and nothing else does", () => {
  const values = valuesOf(QUESTION, { speaker: 'Ann "A" Lee' });
  expect(withValues('?x "?speakerName" <http://e/?speakerName> ?speakerName ?speakerNames', values)).toBe(
    '?x "?speakerName" <http://e/?speakerName> "ann \\"a\\" lee" ?speakerNames',
  );
});

test("the place of an error is read from what either engine says", () => {
  expect(placeOfError("the query does not parse: line 2, column 16: expected")).toEqual({ line: 2, column: 16 });
  expect(placeOfError("Unexpected input at line 2, column 0 RETRUN")).toEqual({ line: 2, column: 1 });
  expect(placeOfError("Invalid input (line 1, column 5 (offset: 4))")).toEqual({ line: 1, column: 5 });
  expect(placeOfError("no place")).toBeNull();
});
