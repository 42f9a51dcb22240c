//! The database: its schema, transactions, and what its constraints mean.

pub mod constraints;
pub mod schema;
pub mod transaction;
