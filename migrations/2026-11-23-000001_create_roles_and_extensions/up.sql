-- Two roles for the whole life of the schema: one owns it, the other works in it. Roles belong to the cluster, so
-- another database may have made them already, perhaps at this very moment.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'payung_owner') THEN
        CREATE ROLE payung_owner NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;
END
$$;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'payung_service') THEN
        CREATE ROLE payung_service NOLOGIN;
    END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
    NULL;
END
$$;

-- The login that migrates acts as the owner from the next migration on.
DO $$
BEGIN
    IF NOT pg_has_role(current_user, 'payung_owner', 'MEMBER') THEN
        EXECUTE format('GRANT payung_owner TO %I', current_user);
    END IF;
END
$$;

DO $$
BEGIN
    EXECUTE format('GRANT CREATE ON DATABASE %I TO payung_owner', current_database());
END
$$;
GRANT USAGE, CREATE ON SCHEMA public TO payung_owner;
GRANT USAGE ON SCHEMA public TO payung_service;

ALTER DEFAULT PRIVILEGES FOR ROLE payung_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO payung_service;

-- Readiness compares the applied migrations with those in the binary.
GRANT SELECT ON __diesel_schema_migrations TO payung_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON __diesel_schema_migrations TO payung_owner;

CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
