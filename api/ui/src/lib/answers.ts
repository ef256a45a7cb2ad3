/** The answers of the API, as /openapi.json describes them. */

export interface Thing {
  id: string;
  iri: string;
  label: string;
  type: string;
}

export interface Span {
  start: number;
  end: number;
  text: string;
}

export interface Source {
  id: string;
  iri: string;
  name: string;
  title: string | null;
  published: string | null;
  outlet: string | null;
}

export interface Statement {
  id: string;
  iri: string;
  speaker: Thing | null;
  speaker_kind: string;
  speaker_role: string | null;
  source: Span[];
  cue: Span[];
  content: Span[];
  sentence: Span;
  mode: string;
  attitude: string;
  cue_class: string;
  via: Thing[];
  about: Thing[];
  date: string | null;
  date_precision: string | null;
  confidence: number;
  rule: string;
  metonymy: boolean;
  document: Source;
  citation: string;
}

export interface FacetValue {
  value: string | null;
  label: string;
  count: number;
}

export type Facets = Record<string, { values: FacetValue[]; more: number }>;

export interface Page {
  total: number;
  truncated: boolean;
  next: string | null;
}

export interface Statements extends Page {
  statements: Statement[];
  documents: number;
  undated_documents: number;
  undated: number;
  facets: Facets | null;
}

export interface FoundEntity extends Thing {
  statements: number;
  about: number;
}

export interface Entities extends Page {
  entities: FoundEntity[];
  facets: Facets | null;
}

export interface ListedDocument extends Source {
  statements: number;
}

export interface Documents extends Page {
  documents: ListedDocument[];
  facets: Facets | null;
}

export interface RelationCount {
  predicate: string;
  direction: "out" | "in";
  entities: number;
  claims: number;
}

export interface Entity extends FoundEntity {
  aliases: string[];
  roles: Relation[];
  relations: RelationCount[];
  timeline: { month: string | null; statements: number; about: number }[];
  documents: number;
  mentioned_in: Source[];
  narrower: Thing[];
  broader: Thing[];
}

export interface Neighbours extends Page {
  neighbours: { entity: Thing; predicate: string; direction: "out" | "in"; claims: number }[];
}

export interface Relation {
  kind: "relation" | "statement";
  id: string;
  iri: string;
  predicate: string;
  subject: Thing | null;
  object: Thing | null;
  role: string | null;
  factuality: string | null;
  quantities: string[];
  date: string | null;
  confidence: number;
  rule: string;
  sentence: Span;
  document: Source;
  citation: string;
}

export interface Claim extends Relation {
  statement: Statement | null;
}

export interface Claims extends Page {
  claims: Claim[];
}

export interface Mentions {
  entity: Thing;
  spans: Span[];
}

export interface Document extends Source {
  url: string | null;
  authors: string[];
  language: string | null;
  sha256: string;
  length: number;
  file_names: string[];
  known: string | null;
  text: string;
  statements: Statement[];
  mentions: Mentions[];
  relations: Relation[];
}

export interface GraphNode extends Thing {
  x: number;
  y: number;
  degree: number;
  connections: number;
  community: number;
  hops: number;
}

export interface GraphEdge {
  id: string;
  source: string;
  target: string;
  predicate: string;
  claims: number;
  claim_ids: string[];
  first: string | null;
  last: string | null;
}

export interface Subgraph {
  nodes: GraphNode[];
  edges: GraphEdge[];
  communities: { id: number; label: string; size: number }[];
  total_nodes: number;
  total_edges: number;
  truncated: boolean;
}

export interface Overview {
  groups: { id: string; label: string; size: number; x: number; y: number; top: Thing[] }[];
  edges: { source: string; target: string; claims: number; predicates: Record<string, number> }[];
}

export interface Paths {
  shortest: number | null;
  paths: string[][];
  nodes: GraphNode[];
  edges: GraphEdge[];
  total: number | null;
  truncated: boolean;
}

export interface QuestionParameter {
  name: string;
  kind: "words" | "text" | "date" | "number";
  help: string;
  required: boolean;
  default: string | null;
  choices: string[];
  /** What both texts call it. */
  variable: string;
}

export interface Question {
  name: string;
  group: string;
  title: string;
  sentence: string;
  parameters: QuestionParameter[];
  sparql: string;
  cypher: string;
}

export interface Rows {
  columns: string[];
  rows: unknown[][];
  truncated: boolean;
}

export interface Schema {
  prefixes: Record<string, string>;
  classes: { name: string; iri: string; comment: string; superclasses: string[] }[];
  properties: {
    name: string;
    iri: string;
    comment: string;
    kind: "datatype" | "object";
    domain: string | null;
    range: string | null;
    cypher: string;
  }[];
}

export interface Correction {
  id: string;
  kind: string;
  what: string;
  author: string;
  time: string;
  reason: string;
  in_force: boolean;
  conflict: string | null;
  decision: Record<string, unknown>;
}

export interface Corrections extends Page {
  corrections: Correction[];
}

/** What happens to a claim; `text` is what it says, afterwards where it stays. */
export interface ClaimChange {
  claim: string;
  how: "comes" | "goes" | "changes";
  text: string;
  changes: { what: string; before: string; after: string }[];
}

export interface Consequence {
  documents: number;
  claims: ClaimChange[];
  entities?: { entity: string; before: string; after: string }[];
  edges_new: string[];
  edges_gone: string[];
}

export interface Review {
  pairs: { one: Thing; other: Thing; score: number | null; reasons: string[] }[];
  total: number;
  truncated: boolean;
}

/** What was read in a file of a job, or why it was not. */
export interface JobFile {
  name: string;
  state: string;
  error: string | null;
  new: number;
  unchanged: number;
  statements: number;
  relations: number;
}

/** An upload; `done` of its `total` files are through. */
export interface Job {
  id: string;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  error: string | null;
  done: number;
  total: number;
  files: JobFile[];
}
