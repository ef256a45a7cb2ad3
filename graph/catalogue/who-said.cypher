// include matching-statements
WITH claim
ORDER BY claim.recency DESC, claim.iri
// when limit
LIMIT $limit
// end
MATCH (claim)-[:IN_DOCUMENT]->(article:Document)
MATCH (claim)-[:HAS_EVIDENCE]->(evidence:TextSpan)
OPTIONAL MATCH (claim)-[:HAS_SPEAKER]->(speaking:Resource)
OPTIONAL MATCH (article)-[:PUBLISHED_BY]->(publisher:Resource)
RETURN claim.iri AS statement, speaking.prefLabel AS speaker, claim.content AS content, claim.mode AS mode,
  evidence.exact AS sentence, article.iri AS document, article.published AS published, publisher.prefLabel AS outlet,
  evidence.start AS start, evidence.end AS end, claim.confidence AS confidence
ORDER BY claim.recency DESC, statement
