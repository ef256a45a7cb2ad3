MATCH (concept:Sector)
OPTIONAL MATCH (concept)-[:BROADER]->(wider:Resource)
OPTIONAL MATCH (statement:Statement)-[:IS_ABOUT]->(concept)
RETURN concept.prefLabel AS sector, wider.prefLabel AS wider, count(DISTINCT statement) AS statements
ORDER BY sector, coalesce(wider, '')
