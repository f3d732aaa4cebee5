-- Warnings that hold for entities: a row for each message, with how many they are and the first few.
CREATE TABLE trawl.entity_warning (
  no        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_no    bigint NOT NULL REFERENCES trawl.run ON DELETE CASCADE,
  message   text NOT NULL,
  entities  bigint NOT NULL,
  first_ids text[] NOT NULL
);
CREATE UNIQUE INDEX entity_warning_message ON trawl.entity_warning (run_no, md5(message));
