//! What is told of registrations and of deaths.

use super::{Facts, MOVED, said};
use crate::casework::deaths::rules::DeathStatus;

/// What was done with a registration, which lies in this village.
pub(super) fn of_worker(action: &str, village: Option<&str>) -> [String; 2] {
    match action {
        "created" => said("Pekerja didaftarkan.", "The worker was registered."),
        "verified" => said("Pendaftaran diverifikasi.", "The registration was verified."),
        "rejected" => said("Pendaftaran ditolak.", "The registration was refused."),
        "deactivated" => {
            said("Pekerja dikeluarkan dari daftar.", "The worker was taken out of the register.")
        }
        "reopened" => said("Pendaftaran dibuka kembali.", "The registration was taken up again."),
        MOVED => match village {
            Some(village) => [
                format!("Pekerja pindah ke desa {village}."),
                format!("The worker moved to the village {village}."),
            ],
            None => said("Pekerja pindah ke desa lain.", "The worker moved to another village."),
        },
        "merged" => said(
            "Pendaftaran digabungkan ke pendaftaran lain dari orang yang sama.",
            "The registration was merged into another one of the same person.",
        ),
        "unmerged" => {
            said("Penggabungan pendaftaran dibatalkan.", "The merge of the registration was taken back.")
        }
        _ => said("Data pekerja diperbaiki.", "The worker's data was corrected."),
    }
}

/// What was told of a death; a report of it may have been about nobody known at first.
pub(super) fn of_death(action: &str, facts: Facts<'_>) -> [String; 2] {
    let [on_id, on_en] = match facts.on {
        Some(day) => [format!(" pada {day}"), format!(" on {day}")],
        None => [String::new(), String::new()],
    };
    let is_recorded = facts.code == Some(DeathStatus::Recorded.as_str());
    match action {
        "created" if is_recorded => {
            [format!("Kematian{on_id} dicatat."), format!("The death{on_en} was recorded.")]
        }
        "created" => [
            format!("Sebuah laporan kematian{on_id} diterima."),
            format!("A report of a death{on_en} was received."),
        ],
        "decided" if is_recorded => [
            format!("Laporan kematian{on_id} diputuskan sebagai kematian orang ini."),
            format!("The report of a death{on_en} was decided to be of this person."),
        ],
        "decided" => [
            format!("Laporan kematian{on_id} diputuskan bukan kematian orang yang terdaftar."),
            format!("The report of a death{on_en} was decided to be of nobody registered."),
        ],
        "revoked" => [
            format!("Kematian{on_id} ternyata keliru dicatat dan laporannya dibatalkan."),
            format!("The death{on_en} was recorded in error, and the report was revoked."),
        ],
        _ => [
            format!("Laporan kematian diperbaiki: meninggal{on_id}."),
            format!("The report of the death was corrected: died{on_en}."),
        ],
    }
}
