MATCH (statement:Statement)-[:IN_DOCUMENT]->(document:Document)
RETURN left(coalesce(document.published, ''), 7) AS month, count(DISTINCT statement) AS statements, count(DISTINCT document) AS documents
ORDER BY month
