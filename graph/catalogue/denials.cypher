MATCH (statement:Statement {cueClass: 'deny'})-[:IN_DOCUMENT]->(document:Document)
MATCH (statement)-[:HAS_EVIDENCE]->(evidence:TextSpan)
OPTIONAL MATCH (statement)-[:HAS_SPEAKER]->(speaker:Actor)
WITH statement, document, evidence, speaker
WHERE true
// when speaker
  AND any(name IN speaker.searchName WHERE name CONTAINS $speakerName)
// end
// when topic
  AND EXISTS { MATCH (statement)-[:IS_ABOUT]->(:Resource)-[:BROADER*0..8]->(about:Resource) WHERE any(name IN about.searchName WHERE name CONTAINS $topic) }
// end
RETURN DISTINCT statement.iri AS statement, document.published AS published, speaker.prefLabel AS speaker, statement.content AS content,
  evidence.exact AS sentence, document.iri AS document
ORDER BY coalesce(published, ''), document, statement, sentence
