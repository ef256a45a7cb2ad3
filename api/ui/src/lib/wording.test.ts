import { expect, test } from "vitest";

import { inOrder, shortened } from "./wording";

test("what would turn a text round is shown as a sign that cannot be read", () => {
  const text = "The minister \u202e evil \u202c said \u2067so\u2069.";
  expect(inOrder(text)).toBe("The minister \ufffd evil \ufffd said \ufffdso\ufffd.");
  expect(inOrder(text)).toHaveLength(text.length);
  expect(shortened(text)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
});

test("letters that are written from right to left stay", () => {
  expect(inOrder("قال الوزير")).toBe("قال الوزير");
});
