//! Exchange with other systems: bulk imports.

pub mod imports;
