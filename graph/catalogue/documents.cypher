MATCH (document:Document)
OPTIONAL MATCH (document)-[:PUBLISHED_BY]->(outlet:Resource)
OPTIONAL MATCH (document)<-[:IN_DOCUMENT]-(statement:Statement)
RETURN document.iri AS document, document.title AS title, document.published AS published, outlet.prefLabel AS outlet,
  count(DISTINCT statement) AS statements
ORDER BY coalesce(published, ''), document
