// Prints the labels that a SPARQL endpoint gives for a query, as JSON: ADDRESS QUERY.
import { QueryEngine } from "@comunica/query-sparql";

const [address, query] = process.argv.slice(2);
const bindings = await new QueryEngine().queryBindings(query, {
  sources: [{ type: "sparql", value: address }],
});
const rows = await bindings.toArray();
console.log(JSON.stringify(rows.map((row) => row.get("label").value)));
