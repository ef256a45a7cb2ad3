MATCH (actor:Resource)<-[:HAS_SUBJECT]-(claim:RelationClaim)-[:HAS_OBJECT]->(object:Resource)
WHERE claim.predicate IN ['proposes', 'adopts', 'supports', 'opposes', 'imposes', 'repeals'] AND claim.factuality IN ['asserted', 'reported']
WITH object.prefLabel AS plan,
  count(DISTINCT CASE WHEN claim.predicate IN ['opposes', 'repeals'] THEN null ELSE actor.iri END) AS backers,
  count(DISTINCT CASE WHEN claim.predicate IN ['opposes', 'repeals'] THEN actor.iri ELSE null END) AS opponents
WHERE backers > 0 AND opponents > 0
RETURN plan, backers, opponents
ORDER BY opponents DESC, backers DESC, plan
