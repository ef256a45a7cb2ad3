MATCH (entity:Resource)
WHERE any(searched IN entity.searchName WHERE searched CONTAINS $name)
OPTIONAL MATCH (entity)-[:REPLACES]->(redirect:Redirect)
UNWIND CASE WHEN entity.altLabel IS NULL THEN [null] ELSE entity.altLabel END AS also
RETURN DISTINCT entity.iri AS entity, entity.prefLabel AS label, also, redirect.iri AS earlier
ORDER BY label, entity, coalesce(also, ''), coalesce(earlier, '')
