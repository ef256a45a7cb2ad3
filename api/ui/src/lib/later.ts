import type { Component } from "svelte";

type View = Promise<{ default: Component }>;

/** The editors and the canvas are large, and are fetched when they are first wanted. */
const VIEWS: Record<string, () => View> = {
  graph: () => import("../graph/Graph.svelte"),
  query: () => import("../query/Query.svelte"),
};
// Asked for once: a promise of its own each time would make the view anew.
const fetched: Record<string, View> = {};

/** The view of that name, where it is one of those. */
export const later = (name: string): View | null =>
  Object.hasOwn(VIEWS, name) ? (fetched[name] ??= VIEWS[name]!()) : null;
