MATCH (document:Document)
OPTIONAL MATCH (document)-[:PUBLISHED_BY]->(publisher:Resource)
OPTIONAL MATCH (document)<-[:IN_DOCUMENT]-(statement:Statement)
WITH document, publisher, statement
WHERE true
// when outlet
  AND any(name IN publisher.searchName WHERE name CONTAINS $outletName)
// end
RETURN publisher.prefLabel AS outlet, left(coalesce(document.published, ''), 7) AS month, count(DISTINCT document) AS documents,
  count(DISTINCT statement) AS statements
ORDER BY coalesce(outlet, ''), month
