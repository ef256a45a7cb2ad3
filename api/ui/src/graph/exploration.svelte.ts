import type { GraphEdge, GraphNode, Paths, Subgraph } from "../lib/answers";
import { failureOf } from "../lib/asked.svelte";
import { answerOf, type Failure, get, parameters, post } from "../lib/http";
import { familyOf } from "../lib/kinds";
import { relation } from "../lib/wording";
import type { DrawnEdge, DrawnNode } from "./canvas";

export const FIRST_NODES = 150;
export const ASK_PAST = 100;
const [LONGEST_PATH, MOST_PATHS] = [4, 10];
/** What the server draws at most. */
export const MOST_NODES = 499;

export interface Filters {
  predicates: string[];
  types: string[];
  since: string;
  until: string;
  outlet: string;
}

export const NO_FILTERS: Filters = { predicates: [], types: [], since: "", until: "", outlet: "" };

/** What is shown and where; all of it is in the URL. */
interface Scene {
  nodes: GraphNode[];
  edges: GraphEdge[];
  pinned: ReadonlySet<string>;
  path: readonly string[];
}

const NOTHING: Scene = { nodes: [], edges: [], pinned: new Set(), path: [] };

/** A part of the graph that is looked at: it grows by expanding, and every step can be undone. */
export class Exploration {
  scene = $state.raw<Scene>(NOTHING);
  filters = $state.raw<Filters>(NO_FILTERS);
  seeds: string[] = [];
  truncated = $state(false);
  total = $state(0);
  loading = $state(false);
  failure = $state.raw<Failure | null>(null);
  said = $state("");
  /** The paths that were found last, the one that is shown among them. */
  paths = $state.raw<Paths | null>(null);
  undoable = $state(0);
  #before: Scene[] = [];

  /** Take the state from a URL. */
  async restore(asked: URLSearchParams): Promise<void> {
    const list = (name: string) => asked.getAll(name);
    this.seeds = list("seed");
    this.filters = {
      predicates: list("predicate"),
      types: list("type"),
      since: asked.get("since") ?? "",
      until: asked.get("until") ?? "",
      outlet: asked.get("outlet") ?? "",
    };
    const nodes = list("n").map(kept);
    this.#before = [];
    this.undoable = 0;
    const [from, to] = [list("path")[0], list("path").at(-1)];
    this.paths = null;
    await this.#work(async () => {
      if (from && to) this.paths = await this.#between(from, to);
      const answer = nodes.length
        ? await this.#draw({
            nodes: nodes.map(({ id }) => id),
            placed: Object.fromEntries(nodes.flatMap(({ id, place }) => (place ? [[id, place]] : []))),
          })
        : await get<Subgraph>(
            `/subgraph?${parameters({ seed: this.seeds, depth: 1, limit: FIRST_NODES, ...this.#filters() })}`,
          );
      this.total = answer.total_nodes;
      this.truncated = nodes.length === 0 && answer.truncated;
      this.scene = {
        nodes: answer.nodes,
        edges: answer.edges,
        pinned: new Set(nodes.filter(({ pinned }) => pinned).map(({ id }) => id)),
        path: list("path"),
      };
    });
  }

  /** How many filters are on. */
  get given(): number {
    const { predicates, types, since, until, outlet } = this.filters;
    return predicates.length + types.length + [since, until, outlet].filter(Boolean).length;
  }

  /** The URL of what is shown. */
  state(): URLSearchParams {
    const made = new URLSearchParams(this.seeds.map((seed) => ["seed", seed]));
    const { predicates, types, since, until, outlet } = this.filters;
    for (const each of predicates) made.append("predicate", each);
    for (const each of types) made.append("type", each);
    for (const [name, value] of Object.entries({ since, until, outlet })) if (value) made.set(name, value);
    for (const { id, x, y } of this.scene.nodes)
      made.append("n", `${id}@${x.toFixed(3)},${y.toFixed(3)}${this.scene.pinned.has(id) ? "!" : ""}`);
    for (const id of this.scene.path) made.append("path", id);
    return made;
  }

  /** Add so many more of an entity's neighbours by a relation. */
  async expand(id: string, predicate: string, direction: "out" | "in", more: number): Promise<void> {
    await this.#work(async () => {
      const had = this.scene.nodes.length;
      const answer = await this.#draw({ expand: { id, predicate, direction, limit: Math.min(MOST_NODES, more) } });
      this.#step({ ...this.scene, nodes: answer.nodes, edges: answer.edges });
      const left = answer.total_nodes - answer.nodes.length;
      this.said = `${answer.nodes.length - had} added${left > 0 ? `, ${left.toLocaleString("en")} more are not shown` : ""}`;
    });
  }

  /** Take away what hangs on this node alone. */
  collapse(id: string): void {
    const { edges, nodes, pinned } = this.scene;
    const degree = new Map<string, Set<string>>();
    for (const { source, target } of edges) {
      for (const [a, b] of [[source, target], [target, source]] as const)
        degree.set(a, (degree.get(a) ?? new Set()).add(b));
    }
    const leaves = new Set(
      [...(degree.get(id) ?? [])].filter(
        (each) => degree.get(each)!.size === 1 && !pinned.has(each) && !this.seeds.includes(each),
      ),
    );
    this.#step(without(this.scene, leaves));
    this.said = `${leaves.size} of ${nodes.length} taken away`;
  }

  remove(id: string): void {
    this.#step(without(this.scene, new Set([id])));
  }

  pin(id: string): void {
    const pinned = new Set(this.scene.pinned);
    if (!pinned.delete(id)) pinned.add(id);
    this.#step({ ...this.scene, pinned });
  }

  move(id: string, x: number, y: number): void {
    this.#step({
      ...this.scene,
      nodes: this.scene.nodes.map((node) => (node.id === id ? { ...node, x, y } : node)),
      pinned: new Set([...this.scene.pinned, id]),
    });
  }

  /** Show the shortest ways between two entities, the first of them brought out. */
  async path(source: string, target: string): Promise<void> {
    await this.#work(async () => {
      const found = await this.#between(source, target);
      const [first] = found.paths;
      if (!first) {
        this.said = `no path of at most ${LONGEST_PATH} steps between them`;
        return;
      }
      const nodes = new Set([...this.scene.nodes.map((node) => node.id), ...found.paths.flat()]);
      const answer = await this.#draw({ nodes: [...nodes] });
      this.#step({ ...this.scene, nodes: answer.nodes, edges: answer.edges, path: first });
      this.paths = found;
      const [steps, many] = [first.length - 1, found.paths.length];
      this.said = `a path of ${steps} ${steps === 1 ? "step" : "steps"}; ${many} ${many === 1 ? "path" : "paths"} shown${found.truncated ? ", there are more" : ""}`;
    });
  }

  /** Bring out another of the paths that were found; none, to look at the rest again. */
  follow(path: readonly string[]): void {
    this.#step({ ...this.scene, path });
    if (path.length === 0) this.paths = null;
  }

  #between(source: string, target: string): Promise<Paths> {
    return get<Paths>(`/paths?${parameters({ source, target, longest: LONGEST_PATH, limit: MOST_PATHS, ...this.#filters() })}`);
  }

  undo(): void {
    const before = this.#before.pop();
    if (before) this.scene = before;
    this.undoable = this.#before.length;
    this.said = "undone";
  }

  /** What is shown, as a file that the server makes. */
  async file(format: "gexf" | "graphml"): Promise<Blob> {
    const answer = await answerOf(`/subgraph?format=${format}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "*/*" },
      body: JSON.stringify(this.#drawing()),
    });
    return answer.blob();
  }

  /** How many of an entity's neighbours by a relation are shown. */
  shown(id: string, predicate: string, direction: "out" | "in"): number {
    const [here, there] = direction === "out" ? (["source", "target"] as const) : (["target", "source"] as const);
    return new Set(
      this.scene.edges.filter((edge) => edge.predicate === predicate && edge[here] === id).map((edge) => edge[there]),
    ).size;
  }

  get drawnNodes(): DrawnNode[] {
    const { nodes, pinned } = this.scene;
    return nodes.map((node) => ({
      id: node.id,
      label: node.label,
      family: familyOf(node.type),
      x: node.x,
      y: node.y,
      size: Math.min(18, 5 + Math.sqrt(node.degree) * 1.6),
      pinned: pinned.has(node.id),
    }));
  }

  /** One line for each pair; several relations between the same two stand on one. */
  get drawnEdges(): DrawnEdge[] {
    const lines = new Map<string, GraphEdge[]>();
    for (const edge of this.scene.edges) {
      const key = lineOf(edge);
      lines.set(key, [...(lines.get(key) ?? []), edge]);
    }
    return [...lines].map(([id, edges]) => ({
      id,
      source: edges[0]!.source,
      target: edges[0]!.target,
      mutual: edges.some((edge) => edge.source !== edges[0]!.source),
      label: edges.map((edge) => relation(edge.predicate)).join(", "),
      width: Math.min(4, 2 + 0.5 * Math.log2(edges.reduce((sum, edge) => sum + edge.claims, 0))),
    }));
  }

  #placed(): Record<string, [number, number]> {
    return Object.fromEntries(this.scene.nodes.map(({ id, x, y }) => [id, [x, y]]));
  }

  #step(next: Scene): void {
    this.#before.push(this.scene);
    this.undoable = this.#before.length;
    this.scene = next;
  }

  #filters() {
    const { predicates: predicate, types: type, since, until, outlet } = this.filters;
    return { predicate, type, since: since || null, until: until || null, outlet: outlet || null };
  }

  /** What the server needs to go on with the drawing. */
  #drawing(): Record<string, unknown> {
    return { nodes: this.scene.nodes.map((node) => node.id), placed: this.#placed(), ...this.#filters() };
  }

  #draw(changed: Record<string, unknown>): Promise<Subgraph> {
    return post<Subgraph>("/subgraph", { ...this.#drawing(), ...changed });
  }

  async #work(task: () => Promise<void>): Promise<void> {
    this.loading = true;
    this.failure = null;
    try {
      await task();
    } catch (error) {
      this.failure = failureOf(error);
    }
    this.loading = false;
  }
}

/** The line that an edge stands on: that of its two nodes. */
export const lineOf = ({ source, target }: GraphEdge): string => [source, target].sort().join("|");

function without(scene: Scene, gone: ReadonlySet<string>): Scene {
  return {
    nodes: scene.nodes.filter((node) => !gone.has(node.id)),
    edges: scene.edges.filter((edge) => !gone.has(edge.source) && !gone.has(edge.target)),
    pinned: new Set([...scene.pinned].filter((id) => !gone.has(id))),
    path: scene.path.some((id) => gone.has(id)) ? [] : scene.path,
  };
}

interface Kept {
  id: string;
  place: [number, number] | null;
  pinned: boolean;
}

/** "entity/ab@0.1,-0.2!" as a node with its place; one without a place is given one. */
function kept(text: string): Kept {
  const [, id, x, y, pin] = text.match(/^(.+)@(-?[\d.]+),(-?[\d.]+)(!?)$/) ?? [];
  return id
    ? { id, place: [Number(x), Number(y)], pinned: pin === "!" }
    : { id: text, place: null, pinned: false };
}
