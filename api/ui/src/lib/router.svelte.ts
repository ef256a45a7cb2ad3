/**
 * Where the page is. Every view is a URL, and the URL is all of its state.
 *
 * The state stands behind the #: what an analyst asks for reaches no log and no Referer, and a view
 * with many nodes fits, as it is never sent.
 */

export interface Place {
  view: string;
  /** What follows the view's name: a document's or an entity's id. */
  id: string;
  asked: URLSearchParams;
}

export function placeOf(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#?\/?/, "").split(/\?(.*)/s);
  const [view = "", ...rest] = path.split("/");
  return { view, id: rest.map(unescaped).join("/"), asked: new URLSearchParams(query) };
}

export function addressOf(
  view: string,
  id = "",
  asked: URLSearchParams | Record<string, string | null | undefined> = {},
): string {
  const wanted =
    asked instanceof URLSearchParams
      ? asked
      : new URLSearchParams(
          Object.entries(asked).filter((each): each is [string, string] => Boolean(each[1])),
        );
  const path = [view, ...(id ? id.split("/").map(encodeURIComponent) : [])].join("/");
  return `#/${path}${wanted.size ? `?${wanted}` : ""}`;
}

function unescaped(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

class Router {
  place = $state.raw(placeOf(location.hash));

  constructor() {
    addEventListener("hashchange", () => {
      this.place = placeOf(location.hash);
    });
    // Addresses of the first page: /?text=… listed statements.
    if (location.search && !location.hash) {
      history.replaceState(null, "", `/#/statements${location.search}`);
      this.place = placeOf(location.hash);
    }
  }

  go(address: string): void {
    location.hash = address;
  }

  /** Change what is asked without a step in the history. */
  restate(asked: URLSearchParams): void {
    const address = addressOf(this.place.view, this.place.id, asked);
    history.replaceState(history.state, "", address);
    this.place = placeOf(address);
  }
}

export const router = new Router();

export const documentAddress = (id: string, span?: { start: number; end: number }): string =>
  addressOf("document", id, span ? { at: `${span.start}-${span.end}` } : {});

export const entityAddress = (id: string): string => addressOf("entity", id);
