"""A rule asked for by name, and a registry: why one is not known, and why buckets were not evaluated."""

NO_RULE = "No rule is called {name!r}. The rules are: {rules}."
HEADER_LACKS = "analytics/rules/{name}.sql: the header lacks {fields}."

NO_EXPORT = "Nothing was exported to {lake} yet. Start with `troughline export lake --output {lake}`."
NO_ALERTS = "No alerts in {output}. Make them with `troughline evaluate-lake`."
NO_FIGURES = "{output} has no cohort figures yet: they are made once every bucket is evaluated."
BEGUN_WITH = "{output} was begun with DuckDB {begun}, here is {here}. Go on with that version, or name an empty folder."
OTHER_QUESTION = "{output} holds the alerts of another day or of other exports. Name an empty folder."
NO_SPARK = "Spark is not installed here: `pip install 'troughline[spark]'` adds it (it needs Java 17)."
NO_CONNECT = (
    "Spark Connect is not complete here ({problem}): `pip install 'troughline[spark]'` adds what is missing."
)

OTHER_DUCKDB = "this worker has DuckDB {here}, the run {asked}: install one version everywhere"
EVALUATING, WRITING = "evaluating", "writing"
BROKE_OFF = "{problem} while {doing}, attempt {attempt}"
WORKER_DIED = (
    "its worker ended {attempts} times before it was done (killed, or out of memory): give it more memory"
)
WORKER_DIED_AGAIN = "its worker died again and again (killed, or out of memory)"
NOT_EVALUATED, NO_LONGER_KNOWN = "it was not evaluated", "no longer known"
