// when speaker
MATCH (named:Actor) WHERE any(name IN named.searchName WHERE name CONTAINS $speakerName)
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
MATCH (topic:Policy|Sector) WHERE any(name IN topic.searchName WHERE name CONTAINS $about)
MATCH (topic)<-[:BROADER*0..8]-(:Resource)<-[:IS_ABOUT]-(claim:Statement)
WITH DISTINCT claim
// end
// when via
MATCH (reporter:Actor) WHERE any(name IN reporter.searchName WHERE name CONTAINS $via)
MATCH (reporter)<-[:REPORTED_BY]-(claim:Statement)
WITH DISTINCT claim
// end
// when outlet
MATCH (publisher:Actor)<-[:PUBLISHED_BY]-(:Document)<-[:IN_DOCUMENT]-(claim:Statement)
WHERE any(name IN publisher.searchName WHERE name CONTAINS $outletName)
WITH DISTINCT claim
// end
// when author
MATCH (author:Actor)<-[:HAS_AUTHOR]-(:Document)<-[:IN_DOCUMENT]-(claim:Statement)
WHERE any(name IN author.searchName WHERE name CONTAINS $author)
WITH DISTINCT claim
// end
// when since or until
MATCH (article:Document)<-[:IN_DOCUMENT]-(claim:Statement)
WHERE article.published IS NOT NULL
// end
// when since
  AND article.published >= left($since, size(article.published))
// end
// when until
  AND article.published <= left($until, size(article.published))
// end
// when since or until
WITH DISTINCT claim
// end
MATCH (claim:Statement)
WHERE claim.recency IS NOT NULL
// when text
  AND claim.contentWords CONTAINS $text
// end
// when mode
  AND claim.mode = $wantedMode
// end
// when attitude
  AND claim.attitude = $wantedAttitude
// end
// when cue_class
  AND claim.cueClass = $cueClass
// end
// when event_since
  AND claim.eventDate >= left($eventSince, size(claim.eventDate))
// end
