"""An independent, plain implementation of the clinical definitions, day by day and patient by patient."""
