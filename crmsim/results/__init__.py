"""What came of a simulation: sums by month and customer, indicators with names and units, values, tables."""
