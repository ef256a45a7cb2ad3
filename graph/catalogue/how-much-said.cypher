// include matching-statements
MATCH (claim)-[:IN_DOCUMENT]->(document:Document)
RETURN count(DISTINCT claim) AS statements, count(DISTINCT document) AS documents,
  count(DISTINCT CASE WHEN claim.recency < 50000000000 THEN claim.iri ELSE null END) AS undatedStatements,
  count(DISTINCT CASE WHEN claim.recency < 50000000000 THEN document.iri ELSE null END) AS undatedDocuments
