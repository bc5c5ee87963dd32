"""The enriched event: its fields, ninjs, `enrichment`, CloudEvents headers, schemas."""
