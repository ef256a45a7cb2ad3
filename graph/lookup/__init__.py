"""Look-ups over the whole graph while a person still looks at the field, from tables in memory."""
