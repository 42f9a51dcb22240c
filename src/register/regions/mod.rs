//! The Interior Ministry's list of regions: provinces, regencies, districts and villages. Codes and names come
//! from a dated list; nobody edits them by hand, and no region is ever taken away.

pub mod source;
pub mod sumenep;
