MATCH (statement:Statement {attitude: 'say'})-[:HAS_SPEAKER]->(speaker:Resource)
RETURN speaker.prefLabel AS speaker, count(DISTINCT statement) AS statements,
  sum(CASE WHEN statement.mode = 'direct' THEN 1 ELSE 0 END) AS direct
ORDER BY statements DESC, speaker
