MATCH (speaking:Resource)<-[:HAS_SPEAKER]-(:Statement)-[:IS_ABOUT]->(topic:Resource)
WITH topic, collect(DISTINCT speaking) AS speakers
UNWIND speakers AS first
UNWIND speakers AS second
WITH topic, first, second
WHERE first.iri < second.iri
RETURN first.prefLabel AS one, second.prefLabel AS other, count(DISTINCT topic) AS topics
ORDER BY topics DESC, one, other
