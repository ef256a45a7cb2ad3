MATCH (document:Document) WHERE document.iri STARTS WITH 'https://w3id.org/onrecord/id/document/' + $documentId
MATCH (document)<-[:IN_DOCUMENT]-(claim:Claim)-[:HAS_EVIDENCE]->(evidence:TextSpan)
OPTIONAL MATCH (claim)-[:HAS_OBJECT]->(object:Resource)
OPTIONAL MATCH (claim)-[:HAS_SPEAKER|HAS_SUBJECT]->(who:Resource)
RETURN DISTINCT evidence.start AS start, evidence.end AS end, coalesce(claim.predicate, 'said') AS kind, who.prefLabel AS who,
  coalesce(claim.content, object.prefLabel) AS words, evidence.exact AS sentence, claim.iri AS claim, document.iri AS document
ORDER BY document, start, end, claim
