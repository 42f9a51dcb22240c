//! Merging: who may be registered twice, and two registrations that become one.
//!
//! The registration that is merged becomes a tombstone with a pointer to the one that stays; what belongs to it (work, funded
//! periods, months of the ledger, words of the insurer, claims with their papers) is found under the one that stays, and
//! everything that was moved is kept, so that a merge in error can be taken back. An office does it without a second person:
//! no money is paid by it, and it is reversible.
//!
//! # Decision
//!
//! - **Rows are moved, each by the room that owns it.** Standings, ledgers, double funding, batches and claims all go by the
//!   person and the registration that a row names, so that after a merge each of them is right as it is. Rejected: to leave the
//!   rows where they are and read through the pointer, which every statement of three wings would have to remember, while no
//!   constraint (nobody funded twice, one death, one member number) would hold across the two.
//! - **The tombstone keeps its person.** A NIK that was a slip stays with it, so that whoever really has that NIK can be
//!   registered, and parting again is exact. What the insurer has under that NIK is the registration's that stays
//!   (`cover::merged`); that it has nobody under it says nothing of the one that stays, and remains with the NIK; a death that is
//!   told of it is decided by a person, for the one who really has it may not be registered.
//!   Rejected: to give the tombstone the other person, by which nothing would tell what was whose.
//! - **Nothing is merged into the dead.** Whoever died under one of two registrations, and goes on as living under the other, is
//!   told by the list of doubles and by the daily work; the death is recorded under the second one, too. Rejected: to let a
//!   living registration become the tombstone of one that a death closed, by which its periods, months and work would have to
//!   end as by that death, and come back as before it where either of the two is taken back.
//!
//! That another regency has somebody alike is told to nobody here: only a NIK tells that, and its answer is
//! `transfer_needed`.

pub mod dto;
pub mod model;
pub mod queries;
pub mod routes;
pub mod rules;
pub mod service;
