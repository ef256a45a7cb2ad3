import { autocompletion, closeBrackets, completionKeymap, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { cypher } from "@codemirror/legacy-modes/mode/cypher";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, type Extension, Prec } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { sparql } from "codemirror-lang-sparql";

import type { Schema } from "../lib/answers";
import type { Language, Position } from "./texts";

const KEYWORDS: Record<Language, string[]> = {
  sparql: ["SELECT", "DISTINCT", "WHERE", "FILTER", "OPTIONAL", "UNION", "GRAPH", "BIND", "VALUES", "ORDER BY", "GROUP BY", "HAVING", "LIMIT", "OFFSET", "PREFIX", "ASK", "CONSTRUCT", "DESCRIBE", "COUNT", "EXISTS", "NOT EXISTS", "CONTAINS", "LCASE", "STR", "REGEX", "DESC", "ASC", "MINUS"],
  cypher: ["MATCH", "OPTIONAL MATCH", "WHERE", "RETURN", "DISTINCT", "ORDER BY", "LIMIT", "SKIP", "WITH", "UNWIND", "AS", "AND", "OR", "NOT", "IN", "CONTAINS", "STARTS WITH", "count", "collect", "exists", "DESC", "UNION", "CASE", "WHEN", "THEN", "ELSE", "END"],
};

const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword], color: "var(--accent)", fontWeight: "600" },
  { tag: [tags.string, tags.literal, tags.number], color: "var(--policy)" },
  { tag: [tags.variableName, tags.name], color: "var(--ink)" },
  { tag: [tags.namespace, tags.typeName, tags.propertyName, tags.labelName], color: "var(--organization)" },
  { tag: tags.comment, color: "var(--quiet)", fontStyle: "italic" },
]);

const look = EditorView.theme({
  "&": { height: "100%", fontSize: "13px", background: "var(--surface)", color: "var(--ink)" },
  "&.cm-focused": { outline: "2px solid var(--accent)" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5" },
  ".cm-gutters": { background: "var(--raised)", color: "var(--quiet)", border: "none" },
  ".cm-activeLine, .cm-activeLineGutter": { background: "color-mix(in srgb, var(--raised) 60%, transparent)" },
  ".cm-cursor": { borderLeftColor: "var(--ink)" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { background: "var(--source) !important" },
  ".cm-tooltip": { background: "var(--surface)", color: "var(--ink)", border: "1px solid var(--edge)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--accent)", color: "var(--on-accent)" },
  ".cm-completionDetail": { color: "inherit", opacity: "0.85" },
  ".cm-completionInfo": { maxWidth: "22rem", padding: "4px 8px", fontFamily: "var(--sans)" },
  ".cm-diagnostic": { fontFamily: "var(--sans)" },
});

/** A query editor. It lives in a shadow root, the only place that a strict CSP lets it style. */
export class Editor {
  readonly #view: EditorView;

  constructor(
    host: HTMLElement,
    language: Language,
    text: string,
    schema: () => Schema | null,
    events: { change: (text: string) => void; run: () => void },
  ) {
    const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    root.replaceChildren();
    const parent = document.createElement("div");
    parent.style.height = "100%";
    root.append(parent);
    const mode: Extension = language === "sparql" ? sparql() : StreamLanguage.define(cypher);
    this.#view = new EditorView({
      root,
      parent,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          highlightActiveLine(),
          bracketMatching(),
          closeBrackets(),
          EditorView.lineWrapping,
          autocompletion({ override: [(context) => completions(context, language, schema())] }),
          Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (events.run(), true) }])),
          keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
          mode,
          syntaxHighlighting(colours),
          look,
          EditorView.contentAttributes.of({
            tabindex: "0",
            "aria-label": `${language === "sparql" ? "SPARQL" : "Cypher"} query; Tab leaves the editor, Control+Enter runs it`,
          }),
          // The browser would keep the style of what is typed over as an inline style.
          EditorView.domEventHandlers({
            beforeinput: (event, view) => {
              const { data, inputType } = event;
              if (inputType !== "insertText" || !data || view.state.selection.main.empty || view.composing) return false;
              view.dispatch(view.state.replaceSelection(data), { userEvent: "input.type" });
              event.preventDefault();
              return true;
            },
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) events.change(update.state.doc.toString());
          }),
        ],
      }),
    });
  }

  get text(): string {
    return this.#view.state.doc.toString();
  }

  set text(text: string) {
    if (text === this.text) return;
    this.#view.dispatch({ changes: { from: 0, to: this.#view.state.doc.length, insert: text } });
  }

  /** Show where the text is wrong, or, with null, that nothing is known to be. */
  mark(place: Position | null, message = ""): void {
    const { state } = this.#view;
    if (place === null) {
      this.#view.dispatch(setDiagnostics(state, []));
      return;
    }
    const line = state.doc.line(Math.min(place.line, state.doc.lines));
    // Behind the end of a line there is nothing to underline: its last character stands in.
    const from = Math.max(line.from, Math.min(line.from + place.column - 1, line.to - 1));
    const to = Math.min(line.to, Math.max(from + 1, from + (/^\w*/.exec(line.text.slice(from - line.from))?.[0].length ?? 0)));
    this.#view.dispatch(setDiagnostics(state, [{ from, to, severity: "error", message }]));
    this.#view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
    this.#view.focus();
  }

  destroy(): void {
    this.#view.destroy();
  }
}

function completions(context: CompletionContext, language: Language, schema: Schema | null): CompletionResult | null {
  const word = context.matchBefore(language === "sparql" ? /[\w:?$]+/ : /[.:]?\w*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const keywords = KEYWORDS[language].map((label): Completion => ({ label, type: "keyword" }));
  if (language === "sparql") {
    return { from: word.from, options: [...terms(schema), ...variables(context), ...keywords], validFor: /^[\w:?$]*$/ };
  }
  const sign = word.text[0];
  if (sign === ":") return { from: word.from + 1, options: labels(schema), validFor: /^\w*$/ };
  if (sign === ".") return { from: word.from + 1, options: properties(schema), validFor: /^\w*$/ };
  return { from: word.from, options: keywords, validFor: /^\w*$/ };
}

const terms = (schema: Schema | null): Completion[] => [
  ...(schema?.classes ?? []).map(({ name, comment }): Completion => ({ label: `onr:${name}`, type: "class", info: comment })),
  ...(schema?.properties ?? []).map(({ name, comment, range }): Completion => ({ label: `onr:${name}`, type: "property", info: comment, ...(range && { detail: range }) })),
  ...["skos:prefLabel", "skos:altLabel", "skos:broader", "rdf:type"].map((label): Completion => ({ label, type: "property" })),
];

const labels = (schema: Schema | null): Completion[] => [
  ...(schema?.classes ?? []).map(({ name, comment }): Completion => ({ label: name, type: "class", info: comment })),
  ...(schema?.properties ?? []).filter(({ kind }) => kind === "object").map(({ cypher, comment }): Completion => ({ label: cypher, type: "property", info: comment })),
];

const properties = (schema: Schema | null): Completion[] => [
  ...(schema?.properties ?? []).filter(({ kind }) => kind === "datatype").map(({ cypher, comment }): Completion => ({ label: cypher, type: "property", info: comment })),
  { label: "iri", type: "property" },
];

const variables = (context: CompletionContext): Completion[] =>
  [...new Set(context.state.doc.toString().match(/[?$]\w+/g) ?? [])].map((label) => ({ label, type: "variable" }));
