MATCH (speaker:Actor)<-[:HAS_SPEAKER]-(statement:Statement)-[:IN_DOCUMENT]->(document:Document)
WHERE any(name IN speaker.searchName WHERE name CONTAINS $speakerName)
RETURN speaker.prefLabel AS speaker, left(coalesce(document.published, ''), 7) AS month, count(DISTINCT statement) AS statements,
  count(DISTINCT document) AS documents
ORDER BY speaker, month
