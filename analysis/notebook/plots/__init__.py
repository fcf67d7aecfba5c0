"""Pictures for notebooks, in the colours of the report. They compute no physics."""
