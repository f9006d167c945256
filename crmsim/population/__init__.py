"""Who is in the market at the start: made to the market's quotas, or read from a bank's own customer file."""
