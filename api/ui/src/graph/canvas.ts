import Graph from "graphology";
import Sigma from "sigma";
import { EdgeArrowProgram, EdgeLineProgram } from "sigma/rendering";

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

/** A line between two nodes, which may stand for several relations. */
export interface DrawnEdge {
  id: string;
  source: string;
  target: string;
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

/** The one place that knows sigma and graphology. */
export class Canvas {
  readonly #graph = new Graph({ type: "directed" });
  readonly #sigma: Sigma;
  #palette: Palette;
  #selected: string | null = null;
  #path = new Set<string>();

  /**
   * Draws into the container.
   *
   * Throws where the browser has no WebGL.
   */
  constructor(container: HTMLElement, palette: Palette, events: CanvasEvents) {
    this.#palette = palette;
    const edges = rendersInSoftware() ? EdgeLineProgram : EdgeArrowProgram;
    this.#sigma = new Sigma(this.#graph, container, {
      nodeProgramClasses: { shape: ShapeProgram as never },
      edgeProgramClasses: { relation: edges as never },
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
      edgeLabelSize: 12,
      minEdgeThickness: 1.5,
      stagePadding: 40,
      zIndex: true,
      nodeReducer: (id, data) => this.#node(id, data),
      edgeReducer: (id, data) => this.#edge(id, data),
      defaultDrawNodeLabel: (context, data, settings) => this.#label(context, data, settings.labelSize),
      defaultDrawNodeHover: (context, data, settings) => {
        context.beginPath();
        context.arc(data.x, data.y, data.size + 4, 0, 2 * Math.PI);
        context.strokeStyle = this.#palette.target;
        context.lineWidth = 2;
        context.stroke();
        this.#label(context, data, settings.labelSize);
      },
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
    for (const { id, source, target, label, width } of edges) {
      if (!this.#graph.hasEdge(id)) this.#graph.addDirectedEdgeWithKey(id, source, target);
      this.#graph.mergeEdgeAttributes(id, { label, size: width });
    }
    this.#sigma.refresh();
  }

  /** Bring out a node or an edge, and a path. */
  emphasize(selected: string | null, path: readonly string[] = []): void {
    this.#selected = selected;
    this.#path = new Set(path);
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
    const out =
      id === this.#selected ||
      source === this.#selected ||
      target === this.#selected ||
      (this.#path.has(source) && this.#path.has(target));
    return {
      ...data,
      color: out ? this.#palette.target : this.#palette.edge,
      label: id === this.#selected || (out && this.#path.size > 0) ? data.label : "",
      forceLabel: id === this.#selected,
      size: Number(data.size) + (out ? 1 : 0),
      zIndex: out ? 1 : 0,
    };
  }

  #label(
    context: CanvasRenderingContext2D,
    data: { x: number; y: number; size: number; label?: string | null },
    size: number,
  ): void {
    if (!data.label) return;
    const pinned = (data as { pinned?: boolean }).pinned;
    context.font = `${pinned ? 700 : 500} ${size}px "${LABEL_FONT}"`;
    context.lineWidth = 4;
    context.lineJoin = "round";
    context.strokeStyle = this.#palette.paper;
    context.fillStyle = this.#palette.ink;
    const y = data.y + size / 3;
    const right = data.x + data.size + 4;
    const wide = context.measureText(data.label).width;
    // To the left where the right edge would cut it.
    const fits = right + wide < context.canvas.clientWidth;
    const x = fits ? right : Math.max(4, data.x - data.size - 4 - wide);
    context.strokeText(data.label, x, y);
    context.fillText(data.label, x, y);
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
