// when speaker
MATCH (named:Resource) WHERE any(name IN named.searchName WHERE name CONTAINS $speakerName)
MATCH (named)<-[:HAS_SPEAKER]-(claim:Statement)
WITH DISTINCT claim
// end
// when policy
MATCH (topic:Policy) WHERE any(name IN topic.searchName WHERE name CONTAINS $policy)
MATCH (topic)<-[:IS_ABOUT]-(claim:Statement)
WITH DISTINCT claim
// end
// when sector
MATCH (topic:Sector) WHERE any(name IN topic.searchName WHERE name CONTAINS $sector)
MATCH (topic)<-[:BROADER*0..8]-(:Resource)<-[:IS_ABOUT]-(claim:Statement)
WITH DISTINCT claim
// end
// when about
MATCH (topic:Resource) WHERE any(name IN topic.searchName WHERE name CONTAINS $about)
MATCH (topic)<-[:BROADER*0..8]-(:Resource)<-[:IS_ABOUT]-(claim:Statement)
WITH DISTINCT claim
// end
MATCH (claim:Statement)-[:IN_DOCUMENT]->(article:Document)
MATCH (claim)-[:HAS_EVIDENCE]->(evidence:TextSpan)
OPTIONAL MATCH (claim)-[:HAS_SPEAKER]->(speaking:Resource)
OPTIONAL MATCH (article)-[:PUBLISHED_BY]->(publisher:Resource)
WITH claim, article, evidence, speaking, publisher
WHERE true
// when text
  AND claim.contentWords CONTAINS $text
// end
// when outlet
  AND any(name IN publisher.searchName WHERE name CONTAINS $outletName)
// end
// when author
  AND EXISTS { MATCH (article)-[:HAS_AUTHOR]->(author:Resource) WHERE any(name IN author.searchName WHERE name CONTAINS $author) }
// end
// when via
  AND EXISTS { MATCH (claim)-[:REPORTED_BY]->(reporter:Resource) WHERE any(name IN reporter.searchName WHERE name CONTAINS $via) }
// end
// when mode
  AND claim.mode = $wantedMode
// end
// when attitude
  AND claim.attitude = $wantedAttitude
// end
// when since
  AND article.published >= left($since, size(article.published))
// end
// when until
  AND article.published <= left($until, size(article.published))
// end
// when event_since
  AND claim.eventDate >= left($eventSince, size(claim.eventDate))
// end
RETURN claim.iri AS statement, speaking.prefLabel AS speaker, claim.content AS content, claim.mode AS mode,
  evidence.exact AS sentence, article.iri AS document, article.published AS published, publisher.prefLabel AS outlet,
  evidence.start AS start, evidence.end AS end, claim.confidence AS confidence
ORDER BY coalesce(published, '') DESC, document, start, statement
