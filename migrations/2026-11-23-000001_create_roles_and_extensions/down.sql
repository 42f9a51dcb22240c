-- The roles stay: other databases of the cluster may use them.
DROP EXTENSION IF EXISTS pg_trgm;
DROP EXTENSION IF EXISTS btree_gist;

REVOKE SELECT ON __diesel_schema_migrations FROM payung_service;

ALTER DEFAULT PRIVILEGES FOR ROLE payung_owner IN SCHEMA public
    REVOKE SELECT, INSERT, UPDATE, DELETE ON TABLES FROM payung_service;

REVOKE USAGE ON SCHEMA public FROM payung_service;
