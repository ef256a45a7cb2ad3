/** Following an upload: by the server's events, by asking where these do not come. */

import type { Job } from "./answers";
import { answerOf, Failure, get, isAbort } from "./http";

const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [500, 15_000];

export const ended = (job: Job): boolean => job.state !== "waiting" && job.state !== "running";

/**
 * Yield the job whenever something becomes of it, until it has ended.
 *
 * Where the server does not answer, `lost` is told how long it is until it is asked again, and null
 * once it has answered; only an answer that there is no such job ends the watch before.
 */
export async function* followed(id: string, signal: AbortSignal, lost: (wait_ms: number | null) => void): AsyncGenerator<Job> {
  let wait = FIRST_WAIT_MS;
  while (!signal.aborted) {
    try {
      for await (const job of events(id, signal)) {
        lost(null);
        wait = FIRST_WAIT_MS;
        yield job;
        if (ended(job)) return;
      }
    } catch (error) {
      if (isAbort(error) || signal.aborted) return;
      if (gone(error)) throw error;
    }
    // The stream ended by itself, or never came: ask.
    try {
      const job = await get<Job>(`/jobs/${id}`, signal);
      lost(null);
      yield job;
      if (ended(job)) return;
    } catch (error) {
      if (isAbort(error) || signal.aborted) return;
      if (gone(error)) throw error;
      lost(wait);
    }
    await new Promise((done) => setTimeout(done, wait));
    wait = Math.min(LONGEST_WAIT_MS, wait * 2);
  }
}

const gone = (error: unknown): boolean => error instanceof Failure && [401, 403, 404].includes(error.status);

/** The server's events of a job. The key goes along, which an EventSource would leave out. */
async function* events(id: string, signal: AbortSignal): AsyncGenerator<Job> {
  const answer = await answerOf(`/jobs/${id}/events`, { headers: { Accept: "text/event-stream" }, signal });
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (text + value).split("\n\n");
    text = blocks.pop()!;
    for (const block of blocks) {
      const data = block.split("\n").find((line) => line.startsWith("data: "));
      if (data) yield JSON.parse(data.slice(6)) as Job;
    }
  }
}
