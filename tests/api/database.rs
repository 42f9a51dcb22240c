//! Connections, roles and migrations as a deployment meets them.

mod migrate;
mod pool;
mod shared;
