/** How values are said to a person. */

import { isActor } from "./kinds";

export const count = (n: number, one: string, many = `${one}s`): string =>
  `${n.toLocaleString("en")} ${n === 1 ? one : many}`;

/** "on 19 May" for --05-19, whose year is not known; other dates as they are. */
export function spoken(date: string): string {
  const [, month, day] = date.match(/^--(\d\d)-(\d\d)$/) ?? [];
  if (!month || !day) return `${date.length === 10 ? "on" : "in"} ${date}`;
  const named = new Date(Date.UTC(2000, Number(month) - 1, Number(day))).toLocaleDateString("en-GB", {
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  });
  return `on ${named}`;
}

const PREDICATES: Record<string, [out: string, inward: string]> = {
  memberOf: ["member of", "has member"],
  proposes: ["proposes", "proposed by"],
  adopts: ["adopts", "adopted by"],
  imposes: ["imposes", "imposed by"],
  repeals: ["repeals", "repealed by"],
  supports: ["supports", "supported by"],
  opposes: ["opposes", "opposed by"],
  succeeds: ["succeeds", "succeeded by"],
  targetsSector: ["targets sector", "targeted by"],
  targetsActor: ["targets", "targeted by"],
  partOf: ["part of", "has part"],
  speaksAbout: ["speaks about", "spoken about by"],
  relayedBy: ["relayed by", "relays"],
  broader: ["is a kind of", "takes in"],
  agreesWith: ["agrees with", "is agreed with by"],
  consultsWith: ["consults with", "is consulted by"],
  expressesSupportFor: ["expresses support for", "has support expressed by"],
  cooperatesWith: ["cooperates with", "is worked with by"],
  aids: ["aids", "aided by"],
  concedesTo: ["concedes to", "is conceded to by"],
  retreatsFrom: ["retreats from", "is retreated from by"],
  demandsFrom: ["demands from", "faces demands of"],
  disapprovesOf: ["disapproves of", "disapproved of by"],
  rejects: ["rejects", "rejected by"],
  threatens: ["threatens", "threatened by"],
  protestsAgainst: ["protests against", "faces protests of"],
  sanctions: ["sanctions", "sanctioned by"],
  mobilizesAgainst: ["mobilizes against", "faces the mobilization of"],
  coerces: ["coerces", "coerced by"],
  assaults: ["assaults", "assaulted by"],
  fights: ["fights", "fought by"],
  investigates: ["investigates", "investigated by"],
};

/** A relation in words, from the subject's side or from the object's. */
export function relation(predicate: string, direction: "out" | "in" = "out"): string {
  const known = PREDICATES[predicate];
  if (known) return known[direction === "out" ? 0 : 1];
  const words = predicate.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return direction === "out" ? words : `other end of “${words}”`;
}

/** "13 statements" of one who speaks; "14 statements about it" of what is spoken about. */
export const howMuch = ({ type, statements, about }: { type: string; statements: number; about: number }): string =>
  isActor(type) ? count(statements, "statement") : `${count(about, "statement")} about it`;

export const named = (source: { title: string | null; name: string }): string =>
  source.title ?? source.name;

/** A long text shortened for one line; never inside a surrogate pair. */
export function shortened(text: string, most = 80): string {
  const points = [...text.slice(0, most * 2 + 2)];
  return points.length > most ? `${points.slice(0, most - 1).join("")}…` : text;
}
