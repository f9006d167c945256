"""Chapter 1, knowing the customer: what stands behind its notebook."""
