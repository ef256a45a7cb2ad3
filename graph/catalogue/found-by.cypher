MATCH (claim:Claim)
RETURN claim.rule AS rule, count(claim) AS claims, min(claim.confidence) AS least, avg(claim.confidence) AS mean
ORDER BY claims DESC, rule
