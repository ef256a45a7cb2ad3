MATCH (acting:Resource)<-[:HAS_SUBJECT]-(claim:RelationClaim)-[:HAS_OBJECT]->(other:Resource)
MATCH (claim)-[:IN_DOCUMENT]->(document:Document)
WHERE claim.ploverCode IS NOT NULL AND claim.factuality IN ['asserted', 'reported']
// when actor
  AND (any(name IN acting.searchName WHERE name CONTAINS $actor) OR any(name IN other.searchName WHERE name CONTAINS $actor))
// end
// when event
  AND claim.ploverCode = $event
// end
WITH acting.prefLabel AS subject, claim.ploverCode AS type, other.prefLabel AS object, count(DISTINCT claim) AS claims,
  count(DISTINCT document) AS documents, min(coalesce(document.published, 'undated')) AS first, max(coalesce(document.published, '')) AS newest
RETURN subject, type, object, claims, documents, first, CASE newest WHEN '' THEN 'undated' ELSE newest END AS last
ORDER BY claims DESC, subject, type, object
