MATCH (a:Resource)-[:SUCCEEDS]->(b:Resource)
RETURN DISTINCT a.prefLabel AS newer, b.prefLabel AS older
ORDER BY newer, older
