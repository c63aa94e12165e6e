-- By which reference a FHIR server speaks of a patient whose record goes by an identifier. A bulk export brings Patients and
-- Observations as separate files: the second file finds the patient of the first here. Append-only; undone imports do not count.

CREATE TABLE patient_references (
    import_id INTEGER NOT NULL,
    reference VARCHAR NOT NULL,         -- Patient/<id>; only ids that are unique in the world, see readers.fhir
    patient_id VARCHAR NOT NULL
);
