MATCH (acting:Resource)<-[:HAS_SUBJECT]-(claim:RelationClaim)-[:HAS_OBJECT]->(other:Resource)
MATCH (claim)-[:IN_DOCUMENT]->(document:Document)
WHERE claim.factuality IN ['asserted', 'reported']
OPTIONAL MATCH (document)-[:PUBLISHED_BY]->(publisher:Resource)
WITH acting, claim.predicate AS predicate, other, min(coalesce(publisher.prefLabel, '')) AS outlet, count(DISTINCT coalesce(publisher.prefLabel, '')) AS outlets,
  count(DISTINCT document) AS documents, count(DISTINCT claim) AS claims
// when outlet
  , collect(publisher.searchName) AS published
// end
WHERE outlets = 1 AND outlet <> ''
// when outlet
  AND any(names IN published WHERE any(name IN names WHERE name CONTAINS $outletName))
// end
RETURN acting.prefLabel AS subject, predicate, other.prefLabel AS object, outlet, sum(documents) AS documents, sum(claims) AS claims
ORDER BY documents DESC, claims DESC, subject, predicate, object, outlet
