"""Functions of doubles that the math library lacks, or has with too few digits. Each module is imported by the run that needs it."""
