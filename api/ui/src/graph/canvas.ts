import Graph from "graphology";
import Sigma from "sigma";
import { createEdgeArrowProgram, createEdgeDoubleArrowProgram, EdgeLineProgram } from "sigma/rendering";

import { type Family, SHAPES } from "../lib/kinds";
import { shortened } from "../lib/wording";
import type { Palette } from "./palette";
import { ShapeProgram } from "./shapes";

/** A node as it is drawn; x and y in any unit, size in pixels. */
export interface DrawnNode {
  id: string;
  label: string;
  family: Family;
  x: number;
  y: number;
  size: number;
  pinned: boolean;
}

/** A line between two nodes, which may stand for several relations; `mutual` where these run both ways. */
export interface DrawnEdge {
  id: string;
  source: string;
  target: string;
  mutual: boolean;
  label: string;
  width: number;
}

export interface CanvasEvents {
  node: (id: string) => void;
  edge: (id: string) => void;
  nothing: () => void;
  moved: (id: string, x: number, y: number) => void;
  lost: () => void;
}

export const LABEL_FONT = "Source Sans 3";

/** Heads that can be seen on thin lines. */
const HEADS = { lengthToThicknessRatio: 4.5, widenessToThicknessRatio: 3.5 };
/** More arrows than this are lines where a processor draws them. */
const MOST_ARROWS = 1500;
/** Past so many nodes labels may cover some. */
const MOST_SPARED = 300;

type Box = [left: number, top: number, right: number, bottom: number];

const overlap = (a: Box, b: Box): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];

/** The one place that knows sigma and graphology. */
export class Canvas {
  readonly #graph = new Graph({ type: "directed" });
  readonly #sigma: Sigma;
  #palette: Palette;
  #selected: string | null = null;
  readonly #software = rendersInSoftware();
  /** Where labels and nodes stand in this picture; null until the first label asks. */
  #taken: Box[] | null = null;
  /** Where each node's label stands, for the one that is pointed at. */
  #spots = new Map<string, [x: number, y: number]>();
  #path = new Set<string>();
  /** The lines between the nodes of the path that follow each other. */
  #steps = new Set<string>();

  /**
   * Draws into the container.
   *
   * Throws where the browser has no WebGL.
   */
  constructor(container: HTMLElement, palette: Palette, events: CanvasEvents) {
    this.#palette = palette;
    this.#sigma = new Sigma(this.#graph, container, {
      nodeProgramClasses: { shape: ShapeProgram as never },
      edgeProgramClasses: {
        relation: createEdgeArrowProgram(HEADS) as never,
        mutual: createEdgeDoubleArrowProgram(HEADS) as never,
        line: EdgeLineProgram as never,
      },
      defaultNodeType: "shape",
      defaultEdgeType: "relation",
      enableEdgeEvents: true,
      renderEdgeLabels: true,
      labelFont: LABEL_FONT,
      labelSize: 13,
      labelRenderedSizeThreshold: 0,
      labelDensity: 3,
      labelGridCellSize: 60,
      edgeLabelFont: LABEL_FONT,
      edgeLabelSize: 13,
      defaultDrawEdgeLabel: (context, data, source, target, settings) =>
        this.#edgeLabel(context, data.label, (source.x + target.x) / 2, (source.y + target.y) / 2, settings.edgeLabelSize),
      minEdgeThickness: 2,
      stagePadding: 40,
      zIndex: true,
      nodeReducer: (id, data) => this.#node(id, data),
      edgeReducer: (id, data) => this.#edge(id, data),
      defaultDrawNodeLabel: (context, data, settings) => this.#label(context, data as never, settings.labelSize),
      defaultDrawNodeHover: (context, data, settings) => {
        context.beginPath();
        context.arc(data.x, data.y, data.size + 4, 0, 2 * Math.PI);
        context.strokeStyle = this.#palette.target;
        context.lineWidth = 2;
        context.stroke();
        this.#label(context, data as never, settings.labelSize, true);
      },
    });
    this.#sigma.on("beforeRender", () => {
      this.#taken = null;
      this.#spots.clear();
    });
    this.#listen(container, events);
  }

  /** Draw these nodes and edges, and nothing else. */
  show(nodes: readonly DrawnNode[], edges: readonly DrawnEdge[]): void {
    const wanted = new Set(nodes.map((node) => node.id));
    const lines = new Set(edges.map((edge) => edge.id));
    this.#graph.forEachNode((id) => {
      if (!wanted.has(id)) this.#graph.dropNode(id);
    });
    this.#graph.forEachEdge((id) => {
      if (!lines.has(id)) this.#graph.dropEdge(id);
    });
    for (const { id, ...node } of nodes) {
      this.#graph.mergeNode(id, { ...node, y: -node.y, shape: SHAPES.indexOf(node.family) });
    }
    const plain = this.#software && edges.length > MOST_ARROWS;
    for (const { id, source, target, mutual, label, width } of edges) {
      if (this.#graph.hasEdge(id) && this.#graph.source(id) !== source) this.#graph.dropEdge(id);
      if (!this.#graph.hasEdge(id)) this.#graph.addDirectedEdgeWithKey(id, source, target);
      this.#graph.mergeEdgeAttributes(id, { label, size: width, type: plain ? "line" : mutual ? "mutual" : "relation" });
    }
    this.#sigma.refresh();
  }

  /** Bring out a node or an edge, and a path. */
  emphasize(selected: string | null, path: readonly string[] = []): void {
    this.#selected = selected;
    this.#path = new Set(path);
    this.#steps = new Set(path.slice(1).flatMap((id, i) => [`${path[i]} ${id}`, `${id} ${path[i]}`]));
    this.#sigma.refresh({ skipIndexation: true });
  }

  recolour(palette: Palette): void {
    this.#palette = palette;
    this.#sigma.refresh({ skipIndexation: true });
  }

  zoom(by: "in" | "out" | "all"): void {
    const camera = this.#sigma.getCamera();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const duration = still ? 0 : 200;
    if (by === "all") void camera.animatedReset({ duration });
    else if (by === "in") void camera.animatedZoom({ duration });
    else void camera.animatedUnzoom({ duration });
  }

  destroy(): void {
    this.#sigma.kill();
  }

  #node(id: string, data: Record<string, unknown>): Record<string, unknown> {
    const out = id === this.#selected || this.#path.has(id);
    return {
      ...data,
      label: shortened(String(data.label), 36),
      color: this.#palette.families[data.family as Family],
      size: Number(data.size) + (id === this.#selected ? 3 : 0),
      forceLabel: out || data.pinned,
      zIndex: out ? 1 : 0,
    };
  }

  #edge(id: string, data: Record<string, unknown>): Record<string, unknown> {
    const [source, target] = this.#graph.extremities(id) as [string, string];
    const step = this.#steps.has(`${source} ${target}`);
    const out = step || id === this.#selected || (this.#steps.size === 0 && (source === this.#selected || target === this.#selected));
    return {
      ...data,
      color: out ? this.#palette.target : this.#palette.edge,
      label: id === this.#selected || step ? data.label : "",
      forceLabel: id === this.#selected || step,
      size: Number(data.size) + (out ? 0.7 : 0) + (step ? 0.8 : 0),
      zIndex: out ? 1 : 0,
    };
  }

  #label(
    context: CanvasRenderingContext2D,
    data: { key: string; x: number; y: number; size: number; label?: string | null },
    size: number,
    always = false,
  ): void {
    if (!data.label) return;
    const { key } = data;
    const { pinned, forceLabel } = data as { pinned?: boolean; forceLabel?: boolean };
    context.font = `${pinned ? 700 : 500} ${size}px "${LABEL_FONT}"`;
    const spot = (always && this.#spots.get(key)) || this.#spot(data, context, context.measureText(data.label).width, size, always || forceLabel);
    if (!spot) return;
    this.#spots.set(key, spot);
    this.#write(context, data.label, ...spot);
  }

  /** Upright in the middle of its line. */
  #edgeLabel(context: CanvasRenderingContext2D, label: string | null | undefined, x: number, y: number, size: number): void {
    if (!label) return;
    const text = shortened(label, 60);
    context.font = `italic 500 ${size}px "${LABEL_FONT}"`;
    const wide = context.measureText(text).width;
    this.#write(context, text, Math.max(2, Math.min(x - wide / 2, context.canvas.clientWidth - wide - 2)), y + size / 3);
  }

  /** Ink on a rim of paper, so that lines below it do not run through it. */
  #write(context: CanvasRenderingContext2D, text: string, x: number, y: number): void {
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.strokeStyle = this.#palette.paper;
    context.fillStyle = this.#palette.ink;
    context.strokeText(text, x, y);
    context.fillText(text, x, y);
  }

  /** Right of its node, else left, below or above: where it covers no label and no node, if there is such a place. */
  #spot(
    node: { x: number; y: number; size: number },
    { canvas }: CanvasRenderingContext2D,
    wide: number,
    size: number,
    always = false,
  ): [x: number, y: number] | null {
    const taken = (this.#taken ??= this.#nodes());
    const gap = node.size + 4;
    const places: [x: number, y: number][] = [
      [node.x + gap, node.y + size / 3],
      [node.x - gap - wide, node.y + size / 3],
      [node.x - wide / 2, node.y + gap + size],
      [node.x - wide / 2, node.y - gap],
    ];
    const boxes = places.map(([x, y]): Box => [x - 2, y - size, x + wide + 2, y + size / 3]);
    const inside = ([left, top, right, bottom]: Box) => left >= 0 && top >= 0 && right <= canvas.clientWidth && bottom <= canvas.clientHeight;
    const free = boxes.findIndex((box) => inside(box) && !taken.some((other) => overlap(box, other)));
    if (free < 0 && !always) return null;
    const at = free >= 0 ? free : Math.max(0, boxes.findIndex(inside));
    taken.push(boxes[at]!);
    const [x, y] = places[at]!;
    return [Math.max(2, Math.min(x, canvas.clientWidth - wide - 2)), y];
  }

  /** Where the nodes stand, if these are not too many to be spared. */
  #nodes(): Box[] {
    if (this.#graph.order > MOST_SPARED) return [];
    return this.#graph.mapNodes((id): Box => {
      const node = this.#sigma.getNodeDisplayData(id)!;
      const { x, y } = this.#sigma.framedGraphToViewport(node);
      const radius = this.#sigma.scaleSize(node.size) - 1;
      return [x - radius, y - radius, x + radius, y + radius];
    });
  }

  #listen(container: HTMLElement, events: CanvasEvents): void {
    const sigma = this.#sigma;
    let held: string | null = null;
    let dragged = false;
    sigma.on("downNode", ({ node, event }) => {
      held = node;
      dragged = false;
      event.preventSigmaDefault();
    });
    sigma.on("moveBody", ({ event }) => {
      if (held === null) return;
      dragged = true;
      this.#graph.mergeNodeAttributes(held, sigma.viewportToGraph(event));
      event.preventSigmaDefault();
      event.original.preventDefault();
    });
    const release = () => {
      if (held !== null && dragged) {
        const { x, y } = this.#graph.getNodeAttributes(held) as { x: number; y: number };
        events.moved(held, x, -y);
      }
      held = null;
    };
    sigma.on("upNode", release);
    sigma.on("upStage", release);
    sigma.on("clickNode", ({ node }) => {
      if (!dragged) events.node(node);
      dragged = false;
    });
    sigma.on("clickEdge", ({ edge }) => events.edge(edge));
    sigma.on("clickStage", () => events.nothing());
    for (const layer of container.querySelectorAll("canvas")) {
      layer.addEventListener("webglcontextlost", () => events.lost());
    }
  }
}

/** Whether lines and points are all that this machine can draw at once. */
function rendersInSoftware(): boolean {
  const context = document.createElement("canvas").getContext("webgl");
  const info = context?.getExtension("WEBGL_debug_renderer_info");
  const renderer = info ? String(context!.getParameter(info.UNMASKED_RENDERER_WEBGL)) : "";
  return /swiftshader|llvmpipe|software|basic render/i.test(renderer);
}
