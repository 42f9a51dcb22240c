//! The API tests: one binary, folders that mirror the URLs.
