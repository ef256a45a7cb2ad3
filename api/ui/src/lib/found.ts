/** What a search by name leads to. */

import type { FoundEntity, ListedDocument } from "./answers";
import type { Pair } from "./pairing";
import { addressOf, documentAddress, entityAddress } from "./router.svelte";

export type Found =
  | { kind: "entity"; entity: FoundEntity }
  | { kind: "document"; document: ListedDocument }
  | { kind: "pair"; pair: Pair }
  | { kind: "words"; words: string }
  | { kind: "new"; name: string };

/** Where it is looked at; someone new is nowhere. */
export function addressOfFound(found: Found): string {
  switch (found.kind) {
    case "entity":
      return entityAddress(found.entity.id);
    case "document":
      return documentAddress(found.document.id);
    case "pair": {
      const { speaker, about, via } = found.pair;
      return addressOf("statements", "", { speaker: speaker.id, about: about?.id, via: via?.id });
    }
    case "words":
      return addressOf("statements", "", { text: found.words });
    case "new":
      return addressOf("");
  }
}

/** What names it among the others that were found. */
export function keyOfFound(found: Found): string {
  switch (found.kind) {
    case "entity":
      return found.entity.id;
    case "document":
      return `document/${found.document.id}`;
    case "pair":
      return `${found.pair.speaker.id} ${found.pair.about?.id ?? ""} ${found.pair.via?.id ?? ""}`;
    default:
      return found.kind;
  }
}
