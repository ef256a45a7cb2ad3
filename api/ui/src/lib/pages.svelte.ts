import { type Answering, changes, failureOf } from "./asked.svelte";
import { Failure, get, isAbort } from "./http";
import type { Page } from "./answers";

/** A list that comes page by page; `first` has the totals. */
export class Pages<A extends Page, T> implements Answering<A> {
  first = $state.raw<A | null>(null);
  items = $state.raw<T[]>([]);
  failure = $state.raw<Failure | null>(null);
  loading = $state(false);
  next = $state.raw<string | null>(null);
  #address = "";
  #running = new AbortController();

  constructor(readonly itemsOf: (answer: A) => T[]) {}

  /** The first page at an address without limit and cursor. */
  async ask(address: string): Promise<void> {
    this.#address = address;
    await this.#load(address, true);
  }

  async more(): Promise<void> {
    if (this.next === null || this.loading) return;
    const joint = this.#address.includes("?") ? "&" : "?";
    await this.#load(`${this.#address}${joint}cursor=${encodeURIComponent(this.next)}`, false);
  }

  stop(): void {
    this.#running.abort();
  }

  async #load(address: string, anew: boolean): Promise<void> {
    this.stop();
    const running = (this.#running = new AbortController());
    this.loading = true;
    this.failure = null;
    try {
      const answer = await get<A>(address, running.signal);
      if (anew) this.first = answer;
      this.items = anew ? this.itemsOf(answer) : [...this.items, ...this.itemsOf(answer)];
      this.next = answer.next ?? null;
    } catch (error) {
      if (isAbort(error)) return;
      this.failure = failureOf(error);
      if (anew) this.first = null;
    }
    if (this.#running === running) this.loading = false;
  }

  /** The same, for `Answer`. */
  get value(): A | null {
    return this.first;
  }
}

/** The list at an address that may change; null asks nothing. */
export function pages<A extends Page, T>(itemsOf: (answer: A) => T[], address: () => string | null): Pages<A, T> {
  const made = new Pages<A, T>(itemsOf);
  $effect(() => {
    void changes.count;
    const wanted = address();
    if (wanted !== null) void made.ask(wanted);
    return () => made.stop();
  });
  return made;
}
