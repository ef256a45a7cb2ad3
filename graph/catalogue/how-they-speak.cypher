MATCH (statement:Statement)-[:HAS_SPEAKER]->(speaker:Actor)
// when speaker
WHERE any(name IN speaker.searchName WHERE name CONTAINS $speakerName)
// end
RETURN speaker.prefLabel AS speaker, statement.cueClass AS cue, count(DISTINCT statement) AS statements
ORDER BY statements DESC, speaker, cue
