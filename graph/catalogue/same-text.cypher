MATCH (any:Document)
WITH any.sha256 AS sha256, count(any) AS copies
WHERE copies > 1
MATCH (document:Document {sha256: sha256})
OPTIONAL MATCH (document)-[:PUBLISHED_BY]->(publisher:Resource)
RETURN sha256, document.iri AS document, document.title AS title, publisher.prefLabel AS outlet, document.published AS published
ORDER BY sha256, document
