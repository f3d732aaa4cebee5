ANALYZE trawl.entity, trawl.batch, trawl.scope
