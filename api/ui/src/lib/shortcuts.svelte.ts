/**
 * Single keys for whoever keeps the hands on the keyboard.
 *
 * A key presses the element that names it in `aria-keyshortcuts`: the one of the statement that has
 * the focus before any other. WCAG 2.2 (2.1.4) wants that single keys can be turned off.
 */

const STORED = "onrecord.shortcuts";
const TYPING = "input, textarea, select, [contenteditable], [role=textbox]";
const OVERLAYS = "[role=dialog], [role=menu], [role=listbox]";
/** What `j` and `k` go through: the way to each sentence, and what opens sentences. */
const STOPS = "main [data-stop]";

export const KEYS: [key: string, what: string][] = [
  ["/", "search"],
  ["j", "next sentence"],
  ["k", "sentence before"],
  ["Enter", "open it"],
  ["c", "correct this statement"],
  ["m", "merge this entity"],
  ["g", "open this entity in the graph"],
  ["u", "undo"],
  ["?", "these keys"],
];

class Shortcuts {
  on = $state(localStorage.getItem(STORED) !== "off");

  set(on: boolean): void {
    this.on = on;
    localStorage.setItem(STORED, on ? "on" : "off");
  }

  /** Do what a key stands for, where nobody types and nothing lies over the view. */
  press(event: KeyboardEvent): void {
    const { key } = event;
    const target = event.composedPath()[0];
    if (!this.on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (key.length !== 1 || (target instanceof Element && target.closest(TYPING)) || document.querySelector(OVERLAYS)) return;
    const pressed = key === "j" || key === "k" ? step(key === "j" ? 1 : -1) : key === "/" ? search() : named(key);
    if (pressed) event.preventDefault();
  }
}

export const shortcuts = new Shortcuts();

function step(by: 1 | -1): boolean {
  const stops = [...document.querySelectorAll<HTMLElement>(STOPS)].filter((each) => each.checkVisibility());
  const here = document.activeElement;
  // From wherever one is in the view, or from its beginning.
  const behind = (each: HTMLElement) => (here!.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0;
  const inside = here !== null && document.querySelector("main")!.contains(here);
  const next = !inside ? stops[0] : by === 1 ? stops.find(behind) : stops.findLast((each) => each !== here && !behind(each));
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
  return next !== undefined;
}

function search(): boolean {
  const field = document.querySelector<HTMLElement>("main input[role=combobox], header input[role=combobox]");
  field?.focus();
  return field !== null;
}

function named(key: string): boolean {
  const wanted = `[aria-keyshortcuts="${CSS.escape(key)}"]`;
  const near = document.activeElement?.closest("article, section")?.querySelector<HTMLElement>(wanted);
  const found = near ?? document.querySelector<HTMLElement>(`.toast ${wanted}`) ?? document.querySelector<HTMLElement>(wanted);
  found?.click();
  return found != null;
}
