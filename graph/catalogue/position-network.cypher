MATCH (actor:Resource)<-[:HAS_SUBJECT]-(claim:RelationClaim)-[:HAS_OBJECT]->(plan:Resource)
WHERE claim.predicate IN ['proposes', 'adopts', 'supports', 'opposes', 'imposes', 'repeals'] AND claim.factuality IN ['asserted', 'reported']
RETURN actor.prefLabel AS actor, plan.prefLabel AS plan,
  sum(CASE WHEN claim.predicate IN ['opposes', 'repeals'] THEN 0 ELSE 1 END) AS backing,
  sum(CASE WHEN claim.predicate IN ['opposes', 'repeals'] THEN 1 ELSE 0 END) AS opposing
ORDER BY actor, plan
