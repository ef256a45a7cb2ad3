import { Failure, get, isAbort } from "./http";

/** Counts what the page has changed in the graph; whatever is shown is asked for again. */
class Changes {
  count = $state(0);
}

export const changes = new Changes();

/** An answer that is on its way, there, or failed. */
export interface Answering<T> {
  readonly value: T | null;
  readonly failure: Failure | null;
  readonly loading: boolean;
}

/** One answer. */
export class Asked<T> implements Answering<T> {
  value = $state.raw<T | null>(null);
  failure = $state.raw<Failure | null>(null);
  loading = $state(false);
  #running = new AbortController();

  async ask(address: string): Promise<void> {
    this.stop();
    const running = (this.#running = new AbortController());
    this.loading = true;
    this.failure = null;
    try {
      this.value = await get<T>(address, running.signal);
    } catch (error) {
      if (isAbort(error)) return;
      this.value = null;
      this.failure = failureOf(error);
    }
    if (this.#running === running) this.loading = false;
  }

  stop(): void {
    this.#running.abort();
  }
}

/** The answer at an address that may change; null asks nothing. */
export function asked<T>(address: () => string | null): Asked<T> {
  const answer = new Asked<T>();
  $effect(() => {
    void changes.count;
    const wanted = address();
    if (wanted !== null) void answer.ask(wanted);
    return () => answer.stop();
  });
  return answer;
}

export const failureOf = (error: unknown): Failure =>
  error instanceof Failure ? error : new Failure(-1, String(error));
