import { describe, expect, test } from "vitest";

import { CodePoints } from "./codepoints";

const TEXTS = [
  "plain words",
  "a 🏭 said “growth”",
  "👩‍👩‍👧 family",
  "قال الوزير إن 🇨🇳 التجارة",
  "e\u0301 and \u202eright to left\u202c",
  "𝒳𝒴",
  "",
];

describe.each(TEXTS)("of %j", (text) => {
  const points = [...text];
  const counted = new CodePoints(text);

  test("the length is that of code points", () => expect(counted.length).toBe(points.length));

  test("every range is cut as Python cuts it", () => {
    for (let start = 0; start <= points.length; start++)
      for (let end = start; end <= points.length; end++)
        expect(counted.slice(start, end)).toBe(points.slice(start, end).join(""));
  });

  test("units and code points lead to each other", () => {
    for (let point = 0; point <= points.length; point++)
      expect(counted.point(counted.unit(point))).toBe(point);
  });
});

test("an offset inside a pair belongs to the pair", () => {
  expect(new CodePoints("a🏭b").point(2)).toBe(1);
});

test("offsets outside of the text end at its ends", () => {
  expect(new CodePoints("a🏭b").slice(-3, 99)).toBe("a🏭b");
});

test("a lone surrogate counts as one", () => {
  expect(new CodePoints("a\ud83cb").length).toBe(3);
});
