/**
 * A text that is cut by Unicode code points.
 *
 * The server counts code points, JavaScript counts UTF-16 units; an emoji is one of the former and
 * two of the latter. All offsets of the page are code points, and this is the only place where the
 * two meet.
 */
export class CodePoints {
  readonly length: number;
  /** Units where each code point begins, and the end; null where both counts agree. */
  readonly #units: Uint32Array | null;

  constructor(readonly text: string) {
    if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) {
      this.#units = null;
      this.length = text.length;
      return;
    }
    const units = new Uint32Array(text.length + 1);
    let points = 0;
    for (let unit = 0; unit < text.length; unit += text.codePointAt(unit)! > 0xffff ? 2 : 1) {
      units[points++] = unit;
    }
    units[points] = text.length;
    this.#units = units.slice(0, points + 1);
    this.length = points;
  }

  /** The UTF-16 offset of a code point offset. */
  unit(point: number): number {
    const inside = Math.max(0, Math.min(point, this.length));
    return this.#units === null ? inside : this.#units[inside]!;
  }

  /** The code point offset of a UTF-16 offset; inside a pair, that of the pair. */
  point(unit: number): number {
    if (this.#units === null) return Math.max(0, Math.min(unit, this.length));
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#units[middle]! <= unit) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  slice(start: number, end: number): string {
    return this.text.slice(this.unit(start), this.unit(end));
  }
}
