import type { Correction, Relation, Statement, Thing } from "./answers";
import { changes } from "./asked.svelte";
import { post } from "./http";

/** What a person is about to correct; the dialog shows it. */
export type Wanted =
  | { kind: "merge" | "rename" | "keep-apart"; entity: Thing }
  | { kind: "split"; entity: Thing; documents: { id: string; name: string }[] }
  | { kind: "speaker" | "span" | "via" | "about" | "date" | "reject" | "confirm"; statement: Statement }
  | { kind: "relation" | "reject-relation" | "confirm-relation"; relation: Relation }
  | { kind: "add"; document: { id: string; name: string }; content: string }
  | { kind: "undo"; entry: Correction };

interface Done {
  what: string;
  /** The ledger's entry that this undoes. */
  entry: string | null;
}

const AUTHOR = "onrecord.author";

class Correcting {
  asked = $state.raw<Wanted | null>(null);
  done = $state.raw<Done | null>(null);

  start(wanted: Wanted): void {
    this.asked = wanted;
  }

  /** Make a decision; whatever is shown is asked for again. */
  async decide({ entry, ...proposal }: Record<string, unknown>, author: string, reason: string): Promise<void> {
    const address = proposal.kind === "undo" ? `/corrections/${entry}/undo` : "/corrections";
    const made = await post<Correction>(address, proposal.kind === "undo" ? { author, reason } : { ...proposal, author, reason });
    localStorage.setItem(AUTHOR, author);
    this.asked = null;
    this.done = { what: made.conflict ?? made.what, entry: made.id };
    changes.count += 1;
  }

  /** Take back at once what was just decided: its consequence is known. */
  async undo(entry: string): Promise<void> {
    const made = await post<Correction>(`/corrections/${entry}/undo`, {
      author: this.author || "unnamed",
      reason: "Undone on the page",
    });
    this.done = { what: made.what, entry: null };
    changes.count += 1;
  }

  get author(): string {
    return localStorage.getItem(AUTHOR) ?? "";
  }
}

export const correcting = new Correcting();
