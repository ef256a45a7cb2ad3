MATCH (actor:Resource)<-[:HAS_SUBJECT]-(claim:RelationClaim)-[:HAS_OBJECT]->(plan:Resource)
MATCH (claim)-[:IN_DOCUMENT]->(document:Document)
WHERE claim.predicate IN ['proposes', 'adopts', 'supports', 'opposes', 'imposes', 'repeals']
  AND any(name IN plan.searchName WHERE name CONTAINS $policy)
RETURN DISTINCT actor.prefLabel AS actor, claim.predicate AS position, plan.prefLabel AS plan, claim.factuality AS factuality,
  document.iri AS document
ORDER BY actor, position, plan, factuality, document
