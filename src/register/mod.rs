//! The register: regions and regencies, people, their work and their warungs.

pub mod persons;
pub mod reference;
pub mod regencies;
pub mod regions;
pub mod workers;
