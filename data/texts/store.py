"""The store, its copies, the folder that is watched, exports and the lake: why something cannot be done, and what was found."""

NO_STORE = "No store at {path}. Make one with `troughline import` or `troughline demo`."
NOT_A_STORE = "{path} cannot be read as a Troughline store. Restore a backup or name another."
OPEN_ELSEWHERE = (
    "The store {path} is already open in another program, such as the dashboard. Stop that one first (Ctrl-C where it "
    "was started), or name another with --store."
)
NEWER_STORE = "This store was made by a newer Troughline. Upgrade the program to open it."
TIME_ZONE = "Unknown time zone {name!r}: expected an IANA name such as Europe/Berlin."
OWN_RECORD = "The store {path} holds a clinic's own record. The demonstration needs a store of its own: name another with --store."
CLOSING = "Troughline is closing. Start it again to go on."
UNFINISHED = "took away {rows} rows of an import that was ended before it was done"
"""As it goes on record."""

BACKUP_EXISTS = "{file} exists already. A backup never replaces a file: name another."
NO_PLACE = "There is no folder {folder}. Make it first, or name another."
NOT_READ_BACK = "The backup {file} does not read back as it was written. Try another disk."
NOT_WRITTEN = "The backup {file} cannot be written: {problem}."
NO_BACKUP = "There is no backup {file}."
DAMAGED_BACKUP = "The backup {file} is damaged: {problem}. Nothing was changed; use another backup."
NOT_RESTORED = "The backup cannot be restored to {path}: {problem}."
NOT_COPIED = (
    "The store {path} could not be copied ({problem}): the disk may be full or the store damaged. "
    "`troughline verify` tells."
)
NOT_OPENED = "it cannot be opened ({problem})"
STOP_FIRST = "The store {path} is open in another program, such as the dashboard. Stop that one first."

ROWS, NEWEST_CHANGE = "{table}: {rows} rows", "changes: newest {change}"
AGREES = "every page read, counts and versions agree"
TABLE, TABLES, NO_TABLE = "table {table}", "list of tables", "table {table} is missing"
NOT_READ = "{what}: cannot be read ({problem})"
CHANGES, GAPS = (
    "list of changes",
    "changes: {rows} entries numbered {first} to {last}; some are missing",
)
NUMBERS, TWICE = "record numbers", "{count} record numbers are given more than once"
IMPORTS, ORPHANS = "imports of rows", "{kind}: {rows} rows without an import on record"
ACCOUNTS, NOT_ACCOUNTED = (
    "accounts of imports",
    "import {number} ({kind}): {held} rows on record, {promised} accounted for",
)
VALUES, NOT_FINITE = "result values", "{count} results without a finite value"

NO_FOLDER = "{folder} is not a folder. Make it first, or name another."
FOLDER_LOCKED = "{folder} cannot be written: imported files could not be moved out of the way."
FOLDER_GONE = "The folder {folder} can no longer be read."
FILE_NOT_READ = "The file could not be read."
IMPORT_FAILED = "The import failed ({problem}); nothing of it is stored. Report it."

NOT_EXPORTED = "Nothing called {kind!r} can be exported. Known: {known}, alerts."
NO_FORMAT = "Unknown format {given!r}. Known: {known}."

ADDRESS = "{address}: expected a folder or an address such as s3://bucket/folder."
ADDRESS_NOT_READ = "{address} cannot be read ({problem}). Check the address and the access to it."
ADDRESS_NOT_WRITTEN = "{address} cannot be written ({problem}). Name another, or make room."
NAME_NOT_READ = "{address}: {name} cannot be read."
SITE = "Site name {site!r}: expected 1 to 40 letters, digits, - or _, such as north-clinic."
BUCKETS = "--buckets {buckets}: expected a number from 1 on."
OTHER_BUCKETS = "The lake has {other} buckets (site {site}), this export {buckets}. Name --buckets {other}."
LATER_STATE = (
    "The lake already holds a later state of site {site} (change {other}; this store is at change {export}). "
    "If the store was restored from a backup, take manifests/{site} away and export again."
)
EXPORT = "Export {export} of site {site}"
EXPORT_GONE = "{export} is no longer in {lake}. Evaluate the lake again."
EXPORT_NEWER = "{export} was written by a newer Troughline. Upgrade this one to read it."
EXPORT_OLDER = "{export} was written by an older Troughline. Export that site again."
READ_ONLY = "This is a registry, read only: entries are made where the patient is treated."
TIME_ZONES = "The sites of this lake keep different time zones ({zones}); evaluate them apart."
PART_NOT_READ = "{path} cannot be read: export site {site} again."
