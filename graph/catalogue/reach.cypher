MATCH (speaker:Actor)<-[:HAS_SPEAKER]-(statement:Statement {attitude: 'say'})-[:IN_DOCUMENT]->(document:Document)-[:PUBLISHED_BY]->(publisher:Resource)
// when speaker
WHERE any(name IN speaker.searchName WHERE name CONTAINS $speakerName)
// end
RETURN speaker.prefLabel AS speaker, count(DISTINCT publisher) AS outlets, count(DISTINCT document) AS documents,
  count(DISTINCT document.sha256) AS texts, count(DISTINCT statement) AS statements
ORDER BY outlets DESC, statements DESC, speaker
