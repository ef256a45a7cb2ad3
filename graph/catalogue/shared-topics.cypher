MATCH (first:Resource)<-[:HAS_SPEAKER]-(:Statement)-[:IS_ABOUT]->(topic:Resource)<-[:IS_ABOUT]-(:Statement)-[:HAS_SPEAKER]->(second:Resource)
WHERE first.iri < second.iri
RETURN first.prefLabel AS one, second.prefLabel AS other, count(DISTINCT topic) AS topics
ORDER BY topics DESC, one, other
