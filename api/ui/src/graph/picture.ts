/** What the canvas shows as marks of a picture, for SVG and PNG. */

import { OUTLINES } from "../lib/kinds";
import { shortened } from "../lib/wording";
import { LABEL_FONT, type DrawnEdge, type DrawnNode } from "./canvas";
import type { Palette } from "./palette";

const [WIDTH, HEIGHT, MARGIN] = [1600, 1200, 120];
/** How much larger nodes are than on the canvas. */
const SCALE = 1.2;

interface Point {
  x: number;
  y: number;
}

type Mark =
  | { line: [number, number, number, number]; width: number }
  | { head: [number, number][] }
  | { outline: string; x: number; y: number; size: number; fill: string }
  | { text: string; x: number; y: number; size: number; bold: boolean };

/** The marks, back to front, in a picture of 1600 by 1200. */
function marks(nodes: readonly DrawnNode[], edges: readonly DrawnEdge[], palette: Palette): Mark[] {
  const range = (values: number[]): [number, number] => {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return [low, high - low || 1];
  };
  const [left, wide] = range(nodes.map((node) => node.x));
  const [top, high] = range(nodes.map((node) => node.y));
  const place = new Map(
    nodes.map((node) => [
      node.id,
      {
        x: MARGIN + ((node.x - left) / wide) * (WIDTH - 2 * MARGIN),
        y: MARGIN + ((node.y - top) / high) * (HEIGHT - 2 * MARGIN),
      },
    ]),
  );
  const radius = new Map(nodes.map((node) => [node.id, node.size]));
  return [
    ...edges.map((edge): Mark => {
      const [from, to] = [place.get(edge.source)!, place.get(edge.target)!];
      return { line: [from.x, from.y, to.x, to.y], width: edge.width };
    }),
    ...edges.flatMap((edge): Mark[] => {
      const [from, to] = [place.get(edge.source)!, place.get(edge.target)!];
      const tip = (start: Point, end: Point, id: string): Mark => ({ head: head(start, end, (radius.get(id) ?? 0) * SCALE, edge.width) });
      return [tip(from, to, edge.target), ...(edge.mutual ? [tip(to, from, edge.source)] : [])];
    }),
    ...nodes.map((node): Mark => {
      const { x, y } = place.get(node.id)!;
      return { outline: OUTLINES[node.family], x, y, size: node.size * SCALE, fill: palette.families[node.family] };
    }),
    ...nodes.map((node): Mark => {
      const { x, y } = place.get(node.id)!;
      return { text: shortened(node.label, 48), x: x + node.size * SCALE + 5, y: y + 5, size: 15, bold: node.pinned };
    }),
  ];
}

/** The three corners of an arrow's head that touches a node of that radius. */
function head(start: Point, end: Point, radius: number, width: number): [number, number][] {
  const long = Math.hypot(end.x - start.x, end.y - start.y) || 1;
  const [x, y] = [(end.x - start.x) / long, (end.y - start.y) / long];
  const [tip, base, wide] = [radius + 1, radius + 1 + 5 + width * 3, 2.5 + width * 1.4];
  return [
    [end.x - x * tip, end.y - y * tip],
    [end.x - x * base - y * wide, end.y - y * base + x * wide],
    [end.x - x * base + y * wide, end.y - y * base - x * wide],
  ];
}

const escape = (text: string): string =>
  text
    // Characters that XML does not have.
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const round = (value: number): string => value.toFixed(1);

/** The picture as SVG, with labels. */
export function svg(nodes: readonly DrawnNode[], edges: readonly DrawnEdge[], palette: Palette): string {
  const parts = marks(nodes, edges, palette).map((mark) => {
    if ("line" in mark) {
      const [x1, y1, x2, y2] = mark.line.map(round);
      return `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="${palette.edge}" stroke-width="${round(mark.width)}"/>`;
    }
    if ("head" in mark) return `<polygon points="${mark.head.map((corner) => corner.map(round).join(",")).join(" ")}" fill="${palette.edge}"/>`;
    if ("outline" in mark)
      return `<path transform="translate(${round(mark.x)} ${round(mark.y)}) scale(${round(mark.size)})" d="${mark.outline}" fill="${mark.fill}" fill-rule="evenodd"/>`;
    return `<text x="${round(mark.x)}" y="${round(mark.y)}" font-size="${mark.size}"${mark.bold ? ' font-weight="700"' : ""} fill="${palette.ink}" stroke="${palette.paper}" stroke-width="4" stroke-linejoin="round" paint-order="stroke">${escape(mark.text)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="${LABEL_FONT}, sans-serif">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="${palette.paper}"/>`,
    ...parts,
    "</svg>",
    "",
  ].join("\n");
}

/** The same as PNG. */
export async function png(nodes: readonly DrawnNode[], edges: readonly DrawnEdge[], palette: Palette): Promise<Blob> {
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH * 2, height: HEIGHT * 2 });
  const context = canvas.getContext("2d")!;
  context.scale(2, 2);
  context.fillStyle = palette.paper;
  context.fillRect(0, 0, WIDTH, HEIGHT);
  for (const mark of marks(nodes, edges, palette)) {
    context.save();
    if ("line" in mark) {
      const [x1, y1, x2, y2] = mark.line;
      context.beginPath();
      context.moveTo(x1, y1);
      context.lineTo(x2, y2);
      context.strokeStyle = palette.edge;
      context.lineWidth = mark.width;
      context.stroke();
    } else if ("head" in mark) {
      context.beginPath();
      for (const [x, y] of mark.head) context.lineTo(x, y);
      context.fillStyle = palette.edge;
      context.fill();
    } else if ("outline" in mark) {
      context.translate(mark.x, mark.y);
      context.scale(mark.size, mark.size);
      context.fillStyle = mark.fill;
      context.fill(new Path2D(mark.outline), "evenodd");
    } else {
      context.font = `${mark.bold ? 700 : 500} ${mark.size}px "${LABEL_FONT}"`;
      context.lineWidth = 4;
      context.lineJoin = "round";
      context.strokeStyle = palette.paper;
      context.fillStyle = palette.ink;
      context.strokeText(mark.text, mark.x, mark.y);
      context.fillText(mark.text, mark.x, mark.y);
    }
    context.restore();
  }
  return new Promise((done, failed) =>
    canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error("no picture"))), "image/png"),
  );
}
