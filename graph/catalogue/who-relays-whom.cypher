MATCH (statement:Statement)-[:REPORTED_BY]->(reporter:Resource)
OPTIONAL MATCH (statement)-[:HAS_SPEAKER]->(speaker:Resource)
RETURN reporter.prefLabel AS reporter, speaker.prefLabel AS speaker, count(DISTINCT statement) AS statements
ORDER BY statements DESC, reporter, coalesce(speaker, '')
