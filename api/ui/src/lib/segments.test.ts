import { expect, test } from "vitest";

import { CodePoints } from "./codepoints";
import { segments } from "./segments";

const TEXT = "🏭 Ann said “\u202eyrotcaf\u202c” works. 🇨🇳";

function random(seed: number): () => number {
  return () => (seed = (seed * 48271) % 2147483647) / 2147483647;
}

test("the stretches together are the text, whatever marks lie over it", () => {
  const next = random(7);
  const points = [...TEXT];
  for (let round = 0; round < 200; round++) {
    const marks = Array.from({ length: 6 }, (_, i) => {
      const a = Math.floor(next() * (points.length + 8));
      return { start: a, end: a + 1 + Math.floor(next() * 9), name: "content", id: String(i) };
    });
    const cut = segments(new CodePoints(TEXT), 4, marks);
    expect(cut.map((piece) => piece.text).join("")).toBe(TEXT);
    for (const mark of marks) {
      const under = cut.filter((piece) => piece.marks.some((each) => each.id === mark.id));
      const expected = points.slice(Math.max(0, mark.start - 4), Math.max(0, mark.end - 4)).join("");
      expect(under.map((piece) => piece.text).join("")).toBe(expected);
    }
  }
});

test("a text without marks is one stretch", () => {
  expect(segments(new CodePoints("abc"), 10, [])).toEqual([
    { start: 10, end: 13, text: "abc", marks: [] },
  ]);
});
