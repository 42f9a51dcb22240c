//! What every wing stands on: configuration, database, sealing, the write path, the HTTP edge.

pub mod background;
pub mod changes;
pub mod clock;
pub mod config;
pub mod csv;
pub mod db;
pub mod http;
pub mod i18n;
pub mod storage;
pub mod telemetry;
pub mod vault;
pub mod xlsx;
