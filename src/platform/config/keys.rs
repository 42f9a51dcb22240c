//! The table of all keys, as data: `Config` is read by it, and a test holds the README's table against it.

/// One environment variable.
#[derive(Debug)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What counts when it is not set; `None` when then there is no such thing.
    pub default: Option<&'static str>,
    /// Whether it must not be shown; then `<name>_FILE` may name a file with the value.
    pub secret: bool,
    /// What it is for.
    pub meaning: &'static str,
}

macro_rules! keys {
    ($($constant:ident $name:literal $(= $default:literal)? $(($secret:ident))?: $meaning:literal;)+) => {
        $(pub(super) const $constant: Key = Key {
            name: $name,
            default: keys!(@option $($default)?),
            secret: keys!(@secret $($secret)?),
            meaning: $meaning,
        };)+

        /// Every key, in the order of the README.
        pub const KEYS: &[Key] = &[$($constant,)+];
    };
    (@option) => { None };
    (@option $value:literal) => { Some($value) };
    (@secret) => { false };
    (@secret secret) => { true };
}

keys! {
    DATABASE_URL "DATABASE_URL" (secret):
        "the database, `postgres://user:password@host/name?sslmode=verify-full`; sslmode and sslrootcert as in libpq";
    MIGRATION_DATABASE_URL "PAYUNG_MIGRATION_DATABASE_URL" (secret):
        "the same database with the login that owns the schema, for `migrate`; without it `DATABASE_URL` is used";
    DATABASE_CONNECTIONS "PAYUNG_DATABASE_CONNECTIONS" = "16":
        "connections to the database, of the whole process; each worker thread has at least three";
    DATABASE_WAIT_MS "PAYUNG_DATABASE_WAIT_MS" = "3000":
        "how long a request waits for a free connection before it is answered 503";
    LISTEN "PAYUNG_LISTEN" = "127.0.0.1:8080":
        "address and port of the API";
    METRICS_LISTEN "PAYUNG_METRICS_LISTEN":
        "address and port of `/metrics`; none without it";
    PUBLIC_URL "PAYUNG_PUBLIC_URL" = "":
        "where clients reach the API, for links and the token issuer; `https://payung.example.go.id`";
    BEHIND_PROXY "PAYUNG_BEHIND_PROXY" = "false":
        "whether to believe `X-Forwarded-For`; only behind a proxy that sets it";
    WORKERS "PAYUNG_WORKERS":
        "threads that answer requests; one for each core without it";
    KEY_FILE "PAYUNG_KEY_FILE":
        "the keyring: a file with the sealing keys and the lookup key, readable by the service alone";
    FILES_DIR "PAYUNG_FILES_DIR" = "/var/lib/payung/files":
        "folder of the scanned documents, unless they are kept in a bucket";
    FILES_URL "PAYUNG_FILES_URL":
        "a bucket for the scanned documents in place of the folder, on anything that speaks S3: `s3://bucket/prefix`";
    FILES_S3_ENDPOINT "PAYUNG_FILES_S3_ENDPOINT":
        "where the bucket is, if not at Amazon; `https://minio.example.go.id`";
    FILES_S3_REGION "PAYUNG_FILES_S3_REGION" = "ap-southeast-3":
        "the region of the bucket";
    FILES_S3_ACCESS_KEY_ID "PAYUNG_FILES_S3_ACCESS_KEY_ID" (secret):
        "the id of the key to the bucket; without it the machine's own role is asked for one";
    FILES_S3_SECRET_ACCESS_KEY "PAYUNG_FILES_S3_SECRET_ACCESS_KEY" (secret):
        "the key to the bucket";
    DOCUMENT_LIMIT_BYTES "PAYUNG_DOCUMENT_LIMIT_BYTES" = "10485760":
        "largest scanned document";
    CORS_ORIGINS "PAYUNG_CORS_ORIGINS" = "":
        "origins of browser front ends, separated by commas; `https://app.example.go.id`";
    BODY_LIMIT_BYTES "PAYUNG_BODY_LIMIT_BYTES" = "2097152":
        "largest JSON body";
    IMPORT_LIMIT_BYTES "PAYUNG_IMPORT_LIMIT_BYTES" = "1073741824":
        "largest imported file";
    IDEMPOTENCY_DAYS "PAYUNG_IDEMPOTENCY_DAYS" = "30":
        "how long the answer to an `Idempotency-Key` is repeated";
    CALLER_LIMIT "PAYUNG_CALLER_LIMIT" = "6000":
        "requests a minute of one user or API client; 0: no limit";
    ADDRESS_LIMIT "PAYUNG_ADDRESS_LIMIT" = "600":
        "requests a minute without a valid token, from one address; 0: no limit";
    SIGN_IN_LIMIT "PAYUNG_SIGN_IN_LIMIT" = "30":
        "sign-ins and token requests a minute, from one address; 0: no limit";
    LOOKUP_LIMIT "PAYUNG_LOOKUP_LIMIT" = "600":
        "lookups by NIK a minute of one caller, so that nobody walks through the numbers; 0: no limit";
    CHECK_LIMIT "PAYUNG_CHECK_LIMIT" = "6000":
        "people a minute in coverage checks of one caller; a check of more at once takes the whole minute; 0: no limit";
    DRAIN_SECONDS "PAYUNG_DRAIN_SECONDS" = "30":
        "how long running requests may finish when the service stops";
    LOG_FORMAT "PAYUNG_LOG_FORMAT" = "json":
        "`json` or `human`";
    LOG "PAYUNG_LOG" = "info":
        "what is logged, as a filter of `tracing`: `debug`, `payung=debug,info`";
    PG_BIN "PAYUNG_PG_BIN":
        "for `demo` and the tests: folder of the Postgres server programs, when they are not found by themselves";
}
