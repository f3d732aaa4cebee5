-- What the source said of the entity when it was last read, so that it need not be read again while that is the same.
ALTER TABLE trawl.fingerprint ADD COLUMN version text;
ALTER TABLE trawl.fingerprint ADD COLUMN read_at timestamptz;

COMMENT ON COLUMN trawl.fingerprint.version IS 'Changes when the entity is altered in the source; null if that is not known';
COMMENT ON COLUMN trawl.fingerprint.read_at IS 'When the entity was last read with that version; null without one';
