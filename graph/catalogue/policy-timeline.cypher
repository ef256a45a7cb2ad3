MATCH (plan:Policy) WHERE any(name IN plan.searchName WHERE name CONTAINS $policy)
MATCH (plan)<-[:IS_ABOUT|HAS_SUBJECT|HAS_OBJECT]-(claim:Claim)
WITH DISTINCT plan, claim
MATCH (claim)-[:IN_DOCUMENT]->(document:Document)
MATCH (claim)-[:HAS_EVIDENCE]->(evidence:TextSpan)
OPTIONAL MATCH (claim)-[:HAS_SPEAKER|HAS_SUBJECT]->(who:Resource)
RETURN DISTINCT document.published AS published, plan.prefLabel AS plan, coalesce(claim.predicate, 'said of it') AS kind, who.prefLabel AS who,
  claim.content AS words, evidence.exact AS sentence, document.iri AS document, claim.iri AS claim
ORDER BY coalesce(published, ''), document, claim, plan, sentence
