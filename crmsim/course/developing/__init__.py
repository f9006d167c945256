"""Chapter 2, developing new customers: what stands behind its notebook."""
