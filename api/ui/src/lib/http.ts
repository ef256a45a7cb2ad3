/** Asking the server that serves this page, and what to say when it does not answer. */

const KEY = "onrecord.key";

/** A request that came to nothing; `status` is 0 where no answer came at all. */
export class Failure extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly problem: string = "",
    readonly line: number | null = null,
    readonly column: number | null = null,
  ) {
    super(detail);
  }

  /** What a person can do about it. */
  get advice(): string {
    switch (this.status) {
      case 0:
        return "Start it again with “onrecord serve”, then try again. Nothing is lost.";
      case 400:
      case 422:
        return "Change what is asked; dates are YYYY, YYYY-MM or YYYY-MM-DD.";
      case 401:
      case 403:
        return "Ask whoever runs this server for a key that may do this.";
      case 404:
        return "It may have been removed or merged. Search for it by name.";
      case 409:
        return "Look at what stands there now, then decide anew.";
      case 413:
        return "Send less at once.";
      case 503:
        return "Try again in a few seconds.";
      case 504:
        return "Narrow it down: fewer types, a shorter time, a smaller limit.";
      default:
        return "Try again; the server’s log says more.";
    }
  }
}

interface Problem {
  type?: string;
  detail?: string;
  line?: number;
  column?: number;
}

export function saveKey(key: string): void {
  sessionStorage.setItem(KEY, key);
}

/** An answer, or a `Failure`; an aborted request throws the browser's AbortError. */
export async function answerOf(address: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  if (!headers.has("Accept")) headers.set("Accept", "application/json");
  const key = sessionStorage.getItem(KEY);
  if (key !== null) headers.set("Authorization", `Bearer ${key}`);
  let answer: Response;
  try {
    answer = await fetch(address, { ...init, headers });
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new Failure(0, "The server does not answer.");
  }
  if (answer.ok) return answer;
  const said: Problem = await answer.json().catch(() => ({}));
  throw new Failure(
    answer.status,
    said.detail ?? `The server answered ${answer.status}.`,
    said.type?.split(":").at(-1) ?? "",
    said.line ?? null,
    said.column ?? null,
  );
}

export async function get<T>(address: string, signal?: AbortSignal): Promise<T> {
  return (await (await answerOf(address, { signal: signal ?? null })).json()) as T;
}

export async function post<T>(address: string, body: unknown, signal?: AbortSignal): Promise<T> {
  const answer = await answerOf(address, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal: signal ?? null,
  });
  return (await answer.json()) as T;
}

export const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && error.name === "AbortError";

/** A query string of what is given; empty values are left out, lists are repeated. */
export function parameters(
  given: Record<string, string | number | boolean | null | undefined | readonly string[]>,
): string {
  const made = new URLSearchParams();
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === "") continue;
    for (const each of Array.isArray(value) ? value : [value]) made.append(name, String(each));
  }
  return made.toString();
}

/** The path of an entity's id, each part escaped. */
export const escaped = (id: string): string => id.split("/").map(encodeURIComponent).join("/");
