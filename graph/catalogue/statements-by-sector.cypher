MATCH (statement:Statement)-[:IS_ABOUT]->(:Resource)-[:BROADER*0..8]->(concept:Sector)
OPTIONAL MATCH (statement)-[:HAS_SPEAKER]->(speaker:Resource)
RETURN concept.prefLabel AS sector, count(DISTINCT statement) AS statements, count(DISTINCT speaker) AS speakers
ORDER BY statements DESC, sector
