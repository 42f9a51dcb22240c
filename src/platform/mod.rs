//! What every wing stands on: configuration, database, sealing, the write path, the HTTP edge.

pub mod changes;
pub mod db;
pub mod vault;
