/** From what a person filled in to what /corrections is asked. */

import type { Relation } from "./answers";
import type { Wanted } from "./correcting.svelte";

export interface Named {
  /** An id of the graph, or new:TYPE:NAME. */
  id: string;
  label: string;
}

/** What a person filled in; which fields count depends on the kind. */
export interface Given {
  other?: Named | null;
  label?: string;
  documents?: string[];
  speaker?: Named | null;
  nobody?: boolean;
  content?: string;
  cue?: string;
  source?: string;
  things?: Named[];
  date?: string;
  mode?: string;
  about?: Named[];
  subject?: Named | null;
  object?: Named | null;
  predicate?: string;
  role?: string;
  factuality?: string;
}

/** The relations that an analyst can choose between; PLOVER's events are left to reading. */
export const PREDICATES = [
  "memberOf", "proposes", "adopts", "imposes", "repeals", "supports", "opposes", "succeeds", "targetsSector", "targetsActor", "partOf",
];
export const FACTUALITIES = ["asserted", "reported", "denied", "hypothetical"];

export const TITLES: Record<Wanted["kind"], string> = {
  merge: "Merge two entities",
  rename: "Rename an entity",
  split: "Split an entity",
  "keep-apart": "Never merge these two",
  speaker: "Another speaker",
  span: "Other words",
  via: "Who relayed it",
  about: "What it is about",
  date: "When it was said",
  reject: "Reject this statement",
  confirm: "Confirm this statement",
  relation: "Another relation",
  "reject-relation": "Reject this relation",
  "confirm-relation": "Confirm this relation",
  add: "Add a statement that was missed",
  undo: "Undo a decision",
};

export const REASONS: Record<Wanted["kind"], string> = {
  merge: "Two spellings of one name",
  rename: "The usual name",
  split: "Two of one name",
  "keep-apart": "Two of one name",
  speaker: "Wrong speaker",
  span: "Wrong words",
  via: "Wrong chain",
  about: "Wrong subject",
  date: "Wrong date",
  reject: "Not a statement",
  confirm: "Checked against the text",
  relation: "The sentence says another relation",
  "reject-relation": "The sentence does not say this",
  "confirm-relation": "Checked against the text",
  add: "Missed when it was read",
  undo: "Decided wrongly",
};

const lines = (text: string | undefined): string[] =>
  (text ?? "").split("\n").map((line) => line.trim()).filter(Boolean);

/** The proposal, or null while something is missing. */
export function proposalOf(wanted: Wanted, given: Given): Record<string, unknown> | null {
  switch (wanted.kind) {
    case "merge":
    case "keep-apart":
      return given.other ? { kind: wanted.kind, entity: wanted.entity.id, other: given.other.id } : null;
    case "rename":
      return given.label?.trim() ? { kind: "rename", entity: wanted.entity.id, label: given.label.trim() } : null;
    case "split":
      if (!given.documents?.length) return null;
      return given.other
        ? { kind: "split", entity: wanted.entity.id, documents: given.documents, other: given.other.id }
        : given.label?.trim()
          ? { kind: "split", entity: wanted.entity.id, documents: given.documents, label: given.label.trim() }
          : null;
    case "reject":
    case "confirm":
      return { kind: wanted.kind, claim: wanted.statement.id };
    case "reject-relation":
    case "confirm-relation":
      return { kind: wanted.kind === "reject-relation" ? "reject" : "confirm", claim: wanted.relation.id };
    case "relation":
      return changedRelation(wanted.relation, given);
    case "undo":
      return { kind: "undo", entry: wanted.entry.id };
    case "speaker":
      if (!given.speaker && !given.nobody) return null;
      return { kind: "speaker", claim: wanted.statement.id, speaker: given.nobody ? "nobody" : given.speaker!.id };
    case "span":
      if (!lines(given.content).length) return null;
      return {
        kind: "span",
        claim: wanted.statement.id,
        content: lines(given.content),
        cue: lines(given.cue),
        source: lines(given.source),
      };
    case "via":
    case "about":
      return given.things ? { kind: wanted.kind, claim: wanted.statement.id, [wanted.kind]: given.things.map((each) => each.id) } : null;
    case "date":
      return given.date?.trim() ? { kind: "date", claim: wanted.statement.id, date: given.date.trim() } : null;
    case "add":
      if (!lines(given.content).length || (!given.speaker && !given.nobody)) return null;
      return {
        kind: "add",
        documents: [wanted.document.id],
        content: lines(given.content),
        ...(lines(given.cue).length ? { cue: lines(given.cue) } : {}),
        ...(lines(given.source).length ? { source: lines(given.source) } : {}),
        speaker: given.nobody ? "nobody" : given.speaker!.id,
        about: (given.about ?? []).map((each) => each.id),
        mode: given.mode ?? "indirect",
      };
  }
}

/** Only what is another than before; nothing where all is as it was. */
function changedRelation(relation: Relation, given: Given): Record<string, unknown> | null {
  const changes = {
    ...(given.subject && given.subject.id !== relation.subject?.id ? { subject: given.subject.id } : {}),
    ...(given.object && given.object.id !== relation.object?.id ? { object: given.object.id } : {}),
    ...(given.predicate && given.predicate !== relation.predicate ? { predicate: given.predicate } : {}),
    ...(given.role !== undefined && given.role.trim() !== (relation.role ?? "") ? { role: given.role.trim() } : {}),
    ...(given.factuality && given.factuality !== relation.factuality ? { factuality: given.factuality } : {}),
  };
  return Object.keys(changes).length ? { kind: "relation", claim: relation.id, ...changes } : null;
}
