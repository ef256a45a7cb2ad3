import type { Family } from "../lib/kinds";

/** Colours of the canvas, from the tokens that the rest of the page has. */
export interface Palette {
  paper: string;
  ink: string;
  quiet: string;
  edge: string;
  target: string;
  families: Record<Family, string>;
}

const FAMILIES: Family[] = ["person", "organization", "country", "group", "policy", "sector", "document"];

/** The colours as they are now; `light-dark()` is resolved by the browser. */
export function palette(root: HTMLElement): Palette {
  const probe = document.createElement("span");
  // The tokens say what is meant where the system forces its colours, which would all be one here.
  probe.style.forcedColorAdjust = "none";
  root.append(probe);
  const colour = (token: string): string => {
    probe.style.color = `var(--${token})`;
    return hex(getComputedStyle(probe).color);
  };
  const made = {
    paper: colour("surface"),
    ink: colour("ink"),
    quiet: colour("quiet"),
    edge: colour("edge"),
    target: colour("target"),
    families: Object.fromEntries(FAMILIES.map((family) => [family, colour(family)])) as Record<Family, string>,
  };
  probe.remove();
  return made;
}

/** "rgb(1, 2, 3)" as "#010203". */
function hex(colour: string): string {
  const parts = colour.match(/\d+(\.\d+)?/g)?.slice(0, 3) ?? ["0", "0", "0"];
  return `#${parts.map((part) => Math.round(Number(part)).toString(16).padStart(2, "0")).join("")}`;
}
