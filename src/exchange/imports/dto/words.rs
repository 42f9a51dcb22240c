//! Why a row was refused, in words.

use serde_json::Value;

use crate::platform::i18n::{Language, Text};

/// What only the database finds has no words of its own.
static FOUND_BY_MERGE: [(&str, Text); 8] = [
    (
        "already_registered",
        Text::fixed(
            "Orang ini sudah terdaftar di wilayah Anda.",
            "This person is registered in your regions already.",
        ),
    ),
    (
        "different_persons",
        Text::fixed(
            "NIK dan nomor peserta ini milik dua orang yang berbeda.",
            "This NIK and this member number belong to two different people.",
        ),
    ),
    (
        "duplicate_in_file",
        Text::fixed(
            "Baris sebelumnya di berkas ini sudah memuat orang yang sama.",
            "An earlier row of this file is about the same person.",
        ),
    ),
    (
        "nik_of_merged",
        Text::fixed(
            "NIK ini milik pendaftaran yang sudah digabung sebagai salah ketik. Sertakan nomor peserta, atau kirim NIK yang benar.",
            "This NIK is that of a registration that was merged as a slip. Add the member number, or send the right NIK.",
        ),
    ),
    (
        "not_registered",
        Text::fixed(
            "Orang dengan NIK ini tidak terdaftar di wilayah Anda.",
            "Nobody with this NIK is registered in your regions.",
        ),
    ),
    (
        "owner_exists",
        Text::fixed("Warung ini sudah mempunyai pemilik lain.", "This warung has another owner already."),
    ),
    (
        "transfer_needed",
        Text::fixed(
            "Orang ini terdaftar di tempat lain; diperlukan perpindahan.",
            "This person is registered elsewhere; a transfer is needed.",
        ),
    ),
    (
        "unknown_member_number",
        Text::fixed(
            "Nomor peserta ini tidak dikenal di wilayah Anda.",
            "This member number is not known in your regions.",
        ),
    ),
];

/// The words that were stored with a problem of a row, or those of its code.
pub(super) fn of(problem: &Value, language: Language) -> Option<String> {
    let stored = problem.get("detail").and_then(|detail| detail.get(language.tag())?.as_str());
    let code = problem.get("code").and_then(Value::as_str)?;
    let known = FOUND_BY_MERGE.iter().find(|(name, _)| *name == code).map(|(_, text)| text.get(language));
    stored.or(known).map(ToOwned::to_owned)
}
