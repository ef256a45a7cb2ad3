MATCH (statement:Statement)-[:IN_DOCUMENT]->(:Document)-[:PUBLISHED_BY]->(publisher:Resource)
// when outlet
WHERE any(name IN publisher.searchName WHERE name CONTAINS $outletName)
// end
RETURN publisher.prefLabel AS outlet, count(statement) AS statements,
  sum(CASE WHEN statement.speakerKind = 'anonymous' THEN 1 ELSE 0 END) AS anonymous,
  sum(CASE WHEN statement.speakerKind = 'unknown' THEN 1 ELSE 0 END) AS unknown
ORDER BY anonymous DESC, unknown DESC, outlet
