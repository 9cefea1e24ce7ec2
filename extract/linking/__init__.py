"""Which metric and which data sets a value belongs to, within its sentence and beyond."""
