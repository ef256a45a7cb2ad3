MATCH (plan:Resource)<-[:HAS_SUBJECT]-(claim:RelationClaim)-[:HAS_OBJECT]->(target:Resource)
MATCH (claim)-[:IN_DOCUMENT]->(document:Document)
MATCH (claim)-[:HAS_EVIDENCE]->(evidence:TextSpan)
WHERE claim.predicate IN ['targetsSector', 'targetsActor'] AND any(name IN plan.searchName WHERE name CONTAINS $policy)
RETURN plan.prefLabel AS plan, target.prefLabel AS target, claim.predicate AS kind, claim.factuality AS factuality, evidence.exact AS sentence, document.iri AS document
ORDER BY plan, kind, target, document, sentence
