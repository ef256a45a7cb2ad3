MATCH (document:Document)-[:MENTIONS]->(named:Resource)
WHERE any(searched IN named.searchName WHERE searched CONTAINS $name)
OPTIONAL MATCH (document)-[:PUBLISHED_BY]->(publisher:Resource)
RETURN DISTINCT named.prefLabel AS entity, document.published AS published, publisher.prefLabel AS outlet, document.title AS title, document.iri AS document
ORDER BY entity, coalesce(published, '') DESC, document
