//! `/v1/regions` and the import behind it.

mod import;
