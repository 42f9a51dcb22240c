//! What a funding source will have paid by its last month.

pub mod dto;
pub mod queries;
pub mod rules;
