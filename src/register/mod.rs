//! The register: regions and regencies, people, their work and their warungs.

pub mod names;
pub mod persons;
pub mod reference;
pub mod regencies;
pub mod regions;
pub mod warungs;
pub mod workers;
