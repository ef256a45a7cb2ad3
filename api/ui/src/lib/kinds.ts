/** The types of entities as the page shows them: each family has a shape as well as a colour. */

export type Family =
  | "person"
  | "organization"
  | "country"
  | "group"
  | "policy"
  | "sector"
  | "document";

const FAMILIES: Record<string, Family> = {
  Person: "person",
  Organization: "organization",
  GovernmentBody: "organization",
  MediaOutlet: "organization",
  Company: "organization",
  Party: "organization",
  Country: "country",
  Group: "group",
  Actor: "group",
  Policy: "policy",
  Plan: "policy",
  Measure: "policy",
  Legislation: "policy",
  Sector: "sector",
  Document: "document",
};

export const FAMILY_NAMES: Record<Family, string> = {
  person: "Person",
  organization: "Organization",
  country: "Country",
  group: "Group",
  policy: "Policy",
  sector: "Sector",
  document: "Document",
};

export const familyOf = (type: string): Family => FAMILIES[type] ?? "group";

export const isActor = (type: string): boolean =>
  ["person", "organization", "country", "group"].includes(familyOf(type));

/** "GovernmentBody" as "Government body". */
export const typeName = (type: string): string =>
  type.replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);

/** Outlines in a box from -1 to 1, as SVG paths; the canvas draws the same shapes. */
export const OUTLINES: Record<Family, string> = {
  person: "M0-.92A.92.92 0 1 1 0 .92A.92.92 0 1 1 0-.92Z",
  organization: "M-.8-.8H.8V.8H-.8Z",
  country: "M0-1L1 0L0 1L-1 0Z",
  group: "M0-.92A.92.92 0 1 1 0 .92A.92.92 0 1 1 0-.92ZM0-.45A.45.45 0 1 0 0 .45A.45.45 0 1 0 0-.45Z",
  policy: "M0-.95L.98 .78H-.98Z",
  sector: "M-.5-.87H.5L1 0L.5 .87H-.5L-1 0Z",
  document: "M-.65-.95H.3L.7-.5V.95H-.65Z",
};

/** The order of the shapes in the canvas's shader. */
export const SHAPES: Family[] = [
  "person",
  "organization",
  "country",
  "group",
  "policy",
  "sector",
  "document",
];
