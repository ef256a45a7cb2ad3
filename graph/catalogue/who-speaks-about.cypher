MATCH (speaker:Resource)<-[:HAS_SPEAKER]-(statement:Statement)-[:IN_DOCUMENT]->(document:Document)
WHERE EXISTS { MATCH (statement)-[:IS_ABOUT]->(:Resource)-[:BROADER*0..8]->(about:Resource) WHERE any(name IN about.searchName WHERE name CONTAINS $topic) }
RETURN speaker.prefLabel AS speaker, count(DISTINCT statement) AS statements, count(DISTINCT document) AS documents
ORDER BY statements DESC, speaker
