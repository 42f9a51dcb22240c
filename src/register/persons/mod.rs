//! The nationwide identity behind registrations, and who looked at it.
//!
//! A person has no attributes here: those belong to a registration ([`super::workers`]). What this room
//! keeps is what must be unique for one person across regencies, and the trail of opened records. It
//! has no addresses of its own, so that nobody can ask it whether a NIK is known.

pub mod access_log;
pub mod opens;
pub mod purpose;
pub mod queries;
