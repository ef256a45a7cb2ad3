MATCH (document:Document)-[:EXTRACTED_BY]->(run:Run)
RETURN run.pipeline AS pipeline, run.profile AS profile, count(DISTINCT document) AS documents
ORDER BY pipeline, profile
