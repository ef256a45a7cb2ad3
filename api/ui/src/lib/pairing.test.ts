import { expect, test } from "vitest";

import { readings } from "./pairing";

test("words are read as two names at every place", () => {
  expect(readings("xi jinping manufacturing")).toEqual([
    ["xi", "jinping manufacturing"],
    ["xi jinping", "manufacturing"],
  ]);
});

test("a question says where the names end", () => {
  expect(readings("What did Xi Jinping say about five-year plans?")).toEqual([["Xi Jinping", "five-year plans"]]);
  expect(readings("what bessent told CNBC")).toEqual([["bessent", "CNBC"]]);
});

test("one word, or many, are no two names", () => {
  expect(readings("manufacturing")).toEqual([]);
  expect(readings("about")).toEqual([]);
  expect(readings("a b c d e f g")).toEqual([]);
});
