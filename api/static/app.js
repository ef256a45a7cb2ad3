// The page: who said what, a document with its statements, an entity.
//
// Every view is a URL: the query string holds the search, the hash the document or entity shown.
// Text of documents is hostile: it reaches the page as text nodes only, never as markup.

const PAGE = 50;
const FILTERS = ["speaker", "about", "outlet", "mode", "since", "until"];
const SUGGESTED = { speaker: "Actor", about: null, outlet: "MediaOutlet" };

const form = document.getElementById("search");
const statusLine = document.getElementById("status");
const view = document.getElementById("view");
let running = new AbortController();

/** An element with attributes and children; strings become text. */
function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined) continue;
    if (name === "onclick") made.addEventListener("click", value);
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** Text of a document, isolated so that its direction marks stay its own. */
const bdi = (text) => el("bdi", {}, text);

class Failure extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

async function ask(address, signal) {
  let answer;
  try {
    answer = await fetch(address, { headers: { Accept: "application/json" }, signal });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Failure(0, "The server does not answer. Is “onrecord serve” still running?");
  }
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Failure(answer.status, body.detail ?? `the server answered ${answer.status}`);
  return body;
}

const count = (n, one, many = `${one}s`) => `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

// Offsets count Unicode code points, JavaScript strings UTF-16 units.

/** A function that cuts [start, end) in code points out of a text. */
function cutter(text) {
  if (!/[\ud800-\udbff][\udc00-\udfff]/.test(text)) return (start, end) => text.slice(start, end);
  const at = [];
  for (let unit = 0; unit < text.length; unit += text.codePointAt(unit) > 0xffff ? 2 : 1) at.push(unit);
  at.push(text.length);
  const last = at.length - 1;
  return (start, end) => text.slice(at[Math.min(start, last)], at[Math.min(end, last)]);
}

const pointCount = (text) => text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);

/**
 * The text with spans around its parts; offsets are those of the document, of which the text
 * begins at `base`. Spans are {start, end, name, id}; they may overlap.
 */
function highlighted(text, base, spans) {
  const cut = cutter(text);
  const end = base + pointCount(text);
  const inside = spans
    .map((span) => ({ ...span, start: Math.max(span.start, base), end: Math.min(span.end, end) }))
    .filter((span) => span.start < span.end);
  const edges = [...new Set([base, end, ...inside.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
  const starting = [...inside].sort((a, b) => a.start - b.start);
  const parts = document.createDocumentFragment();
  let open = [];
  for (let i = 0, next = 0; i + 1 < edges.length; i++) {
    while (next < starting.length && starting[next].start <= edges[i]) open.push(starting[next++]);
    open = open.filter((span) => span.end > edges[i]);
    const piece = cut(edges[i] - base, edges[i + 1] - base);
    const names = new Set(open.map((span) => span.name));
    if (names.size === 0) {
      parts.append(piece);
      continue;
    }
    const isContent = names.delete("content");
    const first = open.find((span) => span.id && span.start === edges[i]);
    const title = open.find((span) => span.title)?.title;
    parts.append(el(isContent ? "mark" : "span", { class: [...names].join(" ") || null, "data-at": first?.id, title }, piece));
  }
  return parts;
}

// Addresses

const entityLink = (thing, extra = {}) => el("a", { href: `#/entity/${thing.id.split("/").map(encodeURIComponent).join("/")}`, ...extra }, bdi(thing.label));
const documentHref = (id, span) => `#/document/${id}${span ? `?at=${span.start}-${span.end}` : ""}`;

// A statement

/** "on 19 May" for --05-19, whose year is not known; other dates as they are. */
function spoken(date) {
  const [, month, day] = date.match(/^--(\d\d)-(\d\d)$/) ?? [];
  if (!month) return `${date.length === 10 ? "on" : "in"} ${date}`;
  const form = { day: "numeric", month: "long", timeZone: "UTC" };
  return `on ${new Date(Date.UTC(2000, month - 1, day)).toLocaleDateString("en-GB", form)}`;
}

function statementItem(said, { withDocument = true } = {}) {
  const date = said.document.published;
  const how = [said.mode, said.attitude === "think" ? "thinks" : null, said.via.length ? "via " : null].filter(Boolean);
  const howLine = el("span", { class: "how" }, how.join(" · "));
  said.via.forEach((thing, i) => howLine.append(i ? ", " : "", entityLink(thing)));
  const spans = [
    ...said.content.map((span) => ({ ...span, name: "content" })),
    ...said.source.map((span) => ({ ...span, name: "said-by", title: "who is said to say it" })),
  ];
  const day = said.date ? `said ${spoken(said.date)}` : null;
  const copy = el("button", { type: "button", class: "small" }, "Copy citation");
  copy.addEventListener("click", () => copyCitation(copy, said.citation));
  return el("li", { class: "statement", "data-id": said.id },
    el("div", { class: "head" },
      date ? el("time", { datetime: date, title: "published" }, date) : el("span", { class: "undated" }, "undated"),
      el("span", { class: "who" }, said.speaker ? entityLink(said.speaker) : "speaker not named"),
      said.speaker_role ? el("span", { class: "role" }, bdi(said.speaker_role)) : null,
      day ? el("span", { class: "role" }, day) : null,
      howLine),
    el("blockquote", { dir: "auto" }, highlighted(said.sentence.text, said.sentence.start, spans)),
    el("div", { class: "foot" },
      said.about.length ? el("span", { class: "chips" }, "about", ...said.about.map((thing) => entityLink(thing, { class: "chip" }))) : null,
      el("span", { title: `found by ${said.rule}` }, `confidence ${said.confidence.toFixed(2)}`),
      copy,
      withDocument
        ? el("a", { class: "place", href: documentHref(said.document.id, said.sentence) },
            bdi(said.document.outlet ? `${said.document.outlet}: ${said.document.title ?? said.document.name}` : said.document.title ?? said.document.name),
            ` ${said.sentence.start}–${said.sentence.end}`)
        : el("a", { class: "place", href: documentHref(said.document.id, said.sentence) }, `show in text ${said.sentence.start}–${said.sentence.end}`)));
}

async function copyCitation(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    const field = el("textarea", { class: "visually-hidden" });
    field.value = text;
    document.body.append(field);
    field.select();
    button.textContent = document.execCommand("copy") ? "Copied" : "Press Ctrl-C";
    field.remove();
  }
  button.focus();
  setTimeout(() => { button.textContent = "Copy citation"; }, 2000);
}

// Messages

function message(title, lines, { bad = false } = {}) {
  return el("div", { class: bad ? "message bad" : "message", role: bad ? "alert" : null },
    el("h2", {}, title), ...lines.map((line) => el("p", {}, ...[line].flat())));
}

function showFailure(error) {
  if (error.name === "AbortError") return;
  statusLine.textContent = "";
  const advice = {
    0: "Start it again, then reload this page.",
    400: "Change the search; dates are YYYY, YYYY-MM or YYYY-MM-DD.",
    404: "It may have been removed. Go back to the search.",
    503: "Try again in a few seconds.",
    504: "Narrow the search down.",
  }[error.status] ?? "Reload the page; the server’s log says more.";
  view.replaceChildren(message("That did not work", [error.message, advice], { bad: true }));
}

// Views

async function showSearch(signal) {
  const wanted = new URLSearchParams(location.search);
  fillForm(wanted);
  document.title = wanted.get("text") ? `${wanted.get("text")} – OnRecord` : "OnRecord – who said what";
  statusLine.textContent = "Searching …";
  const list = el("ol", { class: "statements" });
  const more = el("p", { class: "more" });
  const load = async (cursor) => {
    const parameters = new URLSearchParams({ limit: PAGE, ...(cursor && { cursor }) });
    for (const name of ["text", ...FILTERS]) if (wanted.get(name)) parameters.set(name, wanted.get(name));
    const answer = await ask(`/statements?${parameters}`, signal);
    if (answer.total === 0) return showNothing(wanted, answer, signal);
    const added = answer.statements.map((said) => statementItem(said));
    list.append(...added);
    statusLine.textContent = summary(answer, list.children.length);
    more.replaceChildren();
    if (answer.next !== null) {
      const left = answer.total - list.children.length;
      more.append(el("button", { type: "button", onclick: () => load(answer.next).catch(showFailure) },
        `Show ${Math.min(PAGE, left)} more of ${left.toLocaleString("en")}`));
    }
    if (cursor) added[0]?.querySelector("a")?.focus();
    else view.replaceChildren(list, more);
  };
  await load(null);
}

function summary(answer, shown) {
  const parts = [`${count(answer.total, "statement")} in ${count(answer.documents, "document")}`];
  if (answer.undated_documents) parts.push(`${count(answer.undated_documents, "document")} undated`);
  if (answer.undated) parts.push(`${answer.undated} more would match, but their documents have no date`);
  if (shown < answer.total) parts.unshift(`Showing ${shown.toLocaleString("en")} of`);
  return parts.join(", ").replace("of, ", "of ");
}

async function showNothing(wanted, answer, signal) {
  statusLine.textContent = "0 statements";
  const { total } = await ask("/documents?limit=1", signal);
  if (total === 0) {
    view.replaceChildren(message("No documents yet", [
      ["Read some into the graph: ", el("code", {}, "onrecord ingest PATH")],
      ["Or see it at work on a sample: ", el("code", {}, "onrecord demo")],
    ]));
    return;
  }
  const hints = ["Words must stand in a row in what was said, as whole words; fewer words find more."];
  if (answer.undated) hints.push(`${count(answer.undated, "statement")} would match, but their documents have no date: leave out “since” and “until”.`);
  if (FILTERS.some((name) => wanted.get(name))) hints.push("Take a filter away.");
  view.replaceChildren(message(`Nothing in ${count(total, "document")} matches`, hints));
}

async function showDocument(id, at, signal) {
  statusLine.textContent = "Loading the document …";
  const read = await ask(`/documents/${encodeURIComponent(id)}`, signal);
  document.title = `${read.title ?? read.name} – OnRecord`;
  const target = at ? { start: at[0], end: at[1], name: "target", id: "target" } : null;
  const spans = [
    ...read.mentions.flatMap((mention) => mention.spans.map((span) => ({ ...span, name: "mention", title: `${mention.entity.label} (${mention.entity.type})` }))),
    ...read.statements.flatMap((said) => said.content.map((span) => ({ ...span, name: "content" }))),
    ...(target ? [target] : []),
  ];
  const known = read.known ? `known since ${read.known.slice(0, 10)}` : null;
  const facts = [read.outlet, read.published ?? "undated", read.authors.join(", ") || null, read.name, known].filter(Boolean);
  const text = el("div", { class: "reader", dir: "auto", tabindex: "-1" }, highlighted(read.text, 0, spans));
  view.replaceChildren(
    el("p", {}, el("a", { href: `${location.pathname}${location.search}` }, "← back to the statements")),
    el("h1", { dir: "auto", tabindex: "-1" }, read.title ?? read.name),
    el("p", { class: "facts" }, ...facts.flatMap((fact, i) => [i ? " · " : "", bdi(fact)])),
    el("p", { class: "legend" }, el("mark", {}, "what is said"), " and ", el("span", { class: "mention" }, "who and what is named"), `. ${count(read.statements.length, "statement")}, ${count(read.mentions.length, "entity", "entities")}.`),
    text,
    el("h2", {}, "Statements in this document"),
    read.statements.length
      ? el("ol", { class: "statements" }, ...read.statements.map((said) => statementItem(said, { withDocument: false })))
      : el("p", {}, "None was found."));
  statusLine.textContent = "";
  const place = text.querySelector(".target");
  if (place) {
    place.scrollIntoView({ block: "center" });
    text.focus({ preventScroll: true });
  } else {
    scrollTo(0, 0);
    view.querySelector("h1").focus({ preventScroll: true });
  }
}

async function showEntity(id, signal) {
  statusLine.textContent = "Loading …";
  const path = id.split("/").map(encodeURIComponent).join("/");
  const known = await ask(`/entities/${path}`, signal);
  document.title = `${known.label} – OnRecord`;
  const search = (name) => `/?${new URLSearchParams({ [name]: known.label })}`;
  const posts = new Map();
  for (const role of known.roles) {
    const post = `${role.role ?? ""} ${role.object.iri}`;
    posts.set(post, [...(posts.get(post) ?? []), role]);
  }
  const roles = [...posts.values()].map((shown) => el("li", {},
    shown[0].role ? `${shown[0].role}, ` : "member of ", entityLink(shown[0].object),
    ...shown.map((role) => el("blockquote", { dir: "auto" }, bdi(role.sentence.text.trim()),
      role.factuality === "asserted" ? " – " : ` – ${role.factuality}, `,
      el("a", { href: documentHref(role.document.id, role.sentence) }, bdi(role.document.title ?? role.document.name))))));
  view.replaceChildren(
    el("p", {}, el("a", { href: `${location.pathname}${location.search}` }, "← back to the statements")),
    el("h1", { dir: "auto", tabindex: "-1" }, known.label),
    el("p", { class: "facts" }, known.type, known.aliases.length ? " · also " : null, known.aliases.length ? bdi(known.aliases.join(", ")) : null),
    el("p", { class: "chips" },
      known.statements ? el("a", { class: "chip", href: search("speaker") }, `${count(known.statements, "statement")} as speaker`) : null,
      known.about ? el("a", { class: "chip", href: search("about") }, `${count(known.about, "statement")} about this`) : null),
    ...(roles.length ? [el("h2", {}, "Roles"), el("ul", { class: "plain" }, ...roles)] : []),
    el("h2", {}, `Named in ${count(known.documents, "document")}`),
    el("ul", { class: "plain" }, ...known.mentioned_in.map((found) => el("li", {},
      el("a", { href: documentHref(found.id) }, bdi(found.title ?? found.name)),
      ` ${[found.outlet, found.published ?? "undated"].filter(Boolean).join(", ")}`))));
  statusLine.textContent = "";
  scrollTo(0, 0);
  view.querySelector("h1").focus({ preventScroll: true });
}

async function show() {
  running.abort();
  running = new AbortController();
  const { signal } = running;
  const [, kind, rest = ""] = location.hash.match(/^#\/(document|entity)\/(.+)$/) ?? [];
  form.hidden = Boolean(kind);
  view.setAttribute("aria-busy", "true");
  try {
    if (kind === "document") {
      const [id, at] = rest.split("?at=");
      const found = at?.match(/^(\d+)-(\d+)$/);
      await showDocument(id, found ? [Number(found[1]), Number(found[2])] : null, signal);
    } else if (kind === "entity") {
      await showEntity(rest.split("/").map(decodeURIComponent).join("/"), signal);
    } else {
      await showSearch(signal);
    }
  } catch (error) {
    showFailure(error);
  } finally {
    if (!signal.aborted) view.removeAttribute("aria-busy");
  }
}

/** Goes to an address of the page; the way back leads to the same place and the same link. */
function go(address) {
  const followed = document.activeElement?.getAttribute("href");
  history.replaceState({ scroll: scrollY, followed }, "");
  history.pushState(null, "", address);
  show();
}

async function goBack() {
  const { scroll, followed } = history.state ?? {};
  await show();
  if (scroll === undefined) return;
  const link = [...document.querySelectorAll("main a")].find((each) => each.getAttribute("href") === followed);
  link?.focus({ preventScroll: true });
  scrollTo(0, scroll);
}

// The form

function fillForm(wanted) {
  for (const name of ["text", ...FILTERS]) form.elements[name].value = wanted.get(name) ?? "";
  const used = FILTERS.filter((name) => wanted.get(name)).length;
  document.getElementById("filter-count").textContent = used ? `(${used} in use)` : "";
  if (used && matchMedia("(min-width: 36rem)").matches) document.getElementById("filters").open = true;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const wanted = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) wanted.set(name, value.trim());
  go(wanted.size ? `/?${wanted}` : "/");
});

document.getElementById("clear").addEventListener("click", () => {
  for (const name of FILTERS) form.elements[name].value = "";
  form.requestSubmit();
});

for (const [name, type] of Object.entries(SUGGESTED)) {
  let waiting = 0;
  let asking = new AbortController();
  form.elements[name].addEventListener("input", (event) => {
    clearTimeout(waiting);
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const value = event.target.value.trim();
    if (!value) return;
    waiting = setTimeout(async () => {
      const parameters = new URLSearchParams({ q: value, limit: 8, ...(type ? { type } : {}) });
      const found = await ask(`/entities?${parameters}`, signal).catch(() => null);
      if (!found) return;
      document.getElementById(`${name}-names`).replaceChildren(...found.entities.map((entity) =>
        el("option", { value: entity.label, label: `${entity.label} · ${entity.type} · ${count(name === "about" ? entity.about : entity.statements, "statement")}` })));
    }, 120);
  });
}

// Links within the page: the search is the query string, so these need no load.

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const address = new URL(link.href);
  if (address.origin !== location.origin || address.pathname !== "/" || address.hash === "#main") return;
  event.preventDefault();
  go(address.pathname + address.search + address.hash);
});
addEventListener("popstate", goBack);
show();
