CREATE SCHEMA common

COMMENT ON SCHEMA common IS 'Types that several schemas share'

CREATE TYPE common.document_status AS ENUM ('draft', 'open', 'on hold', 'closed', 'cancelled')

COMMENT ON TYPE common.document_status IS 'Life of a document; closed is final'

CREATE TYPE common.priority AS ENUM ('low', 'normal', 'high', 'it''s urgent')

CREATE TYPE common.postal_address AS (street varchar(200), number varchar(16), postal_code varchar(16), city varchar(120), country char(2))

CREATE DOMAIN common.email_address AS varchar(254) CHECK (VALUE LIKE '%@%')

CREATE DOMAIN common.percentage AS numeric(5,2) CHECK (VALUE BETWEEN 0 AND 100)

CREATE DOMAIN common.surrogate_key AS bigint NOT NULL

DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_available_extensions WHERE name = 'postgres_fdw') THEN
    CREATE EXTENSION IF NOT EXISTS postgres_fdw WITH SCHEMA common;
  ELSE
    CREATE FOREIGN DATA WRAPPER postgres_fdw;
  END IF;
END $$

CREATE SERVER crm FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'crm.example.com', dbname 'crm')
