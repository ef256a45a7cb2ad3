MATCH (statement:Statement)-[:IN_DOCUMENT]->(document:Document)
OPTIONAL MATCH (statement)-[:HAS_SPEAKER]->(speaker:Resource)
WITH statement, document, speaker
WHERE statement.eventDate IS NOT NULL
// when month_day
  AND statement.eventDate ENDS WITH $monthDay
// end
RETURN statement.eventDate AS date, speaker.prefLabel AS speaker, statement.content AS content, document.iri AS document
ORDER BY date, coalesce(speaker, ''), content, document
