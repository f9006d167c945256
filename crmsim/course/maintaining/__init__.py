"""Chapter 3, maintaining customer relationships: what stands behind its notebook."""
