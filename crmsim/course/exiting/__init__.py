"""Chapter 4, customers to exit: what stands behind its notebook."""
