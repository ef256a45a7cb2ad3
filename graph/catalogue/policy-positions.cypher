MATCH (actor:Resource)<-[:HAS_SUBJECT]-(claim:RelationClaim)-[:HAS_OBJECT]->(plan:Resource)
MATCH (claim)-[:IN_DOCUMENT]->(document:Document)
WHERE claim.predicate IN ['proposes', 'adopts', 'supports', 'opposes', 'imposes', 'repeals'] AND claim.factuality IN ['asserted', 'reported']
// when policy
  AND any(name IN plan.searchName WHERE name CONTAINS $policy)
// end
WITH actor.prefLabel AS actor, claim.predicate AS position, plan.prefLabel AS plan, count(DISTINCT claim) AS claims,
  count(DISTINCT document) AS documents, min(coalesce(document.published, 'undated')) AS first, max(coalesce(document.published, '')) AS newest
RETURN actor, position, plan, claims, documents, first, CASE newest WHEN '' THEN 'undated' ELSE newest END AS last
ORDER BY claims DESC, actor, position, plan
