MATCH (plan:Resource)<-[:HAS_OBJECT]-(one:RelationClaim)-[:HAS_SUBJECT]->(actor:Resource)<-[:HAS_SUBJECT]-(other:RelationClaim)-[:HAS_OBJECT]->(plan)
WHERE one.predicate IN ['proposes', 'adopts', 'supports', 'opposes', 'imposes', 'repeals'] AND other.predicate IN ['proposes', 'adopts', 'supports', 'opposes', 'imposes', 'repeals']
  // XOR, because Neo4j finds nothing by <> here
  AND (one.predicate IN ['opposes', 'repeals']) XOR (other.predicate IN ['opposes', 'repeals'])
  AND one.factuality IN ['asserted', 'reported'] AND other.factuality IN ['asserted', 'reported']
// when policy
  AND any(name IN plan.searchName WHERE name CONTAINS $policy)
// end
MATCH (one)-[:IN_DOCUMENT]->(before:Document)
MATCH (other)-[:IN_DOCUMENT]->(after:Document)
MATCH (one)-[:HAS_EVIDENCE]->(shows:TextSpan)
MATCH (other)-[:HAS_EVIDENCE]->(showsToo:TextSpan)
WITH plan, actor, one, other, before, after, shows, showsToo
WHERE before.published < after.published
RETURN DISTINCT actor.prefLabel AS actor, plan.prefLabel AS plan, before.published AS earlier, one.predicate AS before, shows.exact AS beforeSentence,
  after.published AS later, other.predicate AS after, showsToo.exact AS afterSentence, before.iri AS beforeDocument, after.iri AS afterDocument
ORDER BY actor, plan, earlier, later, before, after, beforeDocument, afterDocument, beforeSentence, afterSentence
