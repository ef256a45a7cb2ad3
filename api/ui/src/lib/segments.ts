import { CodePoints } from "./codepoints";

/** A range of a document that is to be shown in some way; offsets are code points of the document. */
export interface Marked {
  start: number;
  end: number;
  /** What it is: content, source, cue, mention, target. */
  name: string;
  /** Which statement or entity it belongs to. */
  id?: string;
}

/** A stretch of text over which the same marks lie. */
export interface Segment {
  start: number;
  end: number;
  text: string;
  marks: Marked[];
}

/**
 * The text in stretches that together are the text, in order; marks may overlap.
 *
 * `base` is where the text begins in the document that the marks count in.
 */
export function segments(text: CodePoints, base: number, marks: readonly Marked[]): Segment[] {
  const end = base + text.length;
  const inside = marks
    .map((mark) => ({ ...mark, start: Math.max(mark.start, base), end: Math.min(mark.end, end) }))
    .filter((mark) => mark.start < mark.end)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const edges = [...new Set([base, end, ...inside.flatMap((mark) => [mark.start, mark.end])])];
  edges.sort((a, b) => a - b);
  const found: Segment[] = [];
  let open: Marked[] = [];
  let next = 0;
  for (let i = 0; i + 1 < edges.length; i++) {
    const [from, to] = [edges[i]!, edges[i + 1]!];
    while (next < inside.length && inside[next]!.start <= from) open.push(inside[next++]!);
    open = open.filter((mark) => mark.end > from);
    found.push({ start: from, end: to, text: text.slice(from - base, to - base), marks: [...open] });
  }
  return found;
}
