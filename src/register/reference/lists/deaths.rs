//! Lists about deaths, and about people who may be the same.

use super::{CodeList, code, list};

pub(super) static DEATH_STATUS: CodeList = list(
    "death_status",
    "Status laporan kematian",
    "State of a report of a death",
    &[
        code("recorded", "Dicatat", "Recorded"),
        code("undecided", "Menunggu keputusan", "Undecided"),
        code("not_registered", "Tidak terdaftar", "Not registered"),
        code("revoked", "Dibatalkan", "Revoked"),
    ],
);

pub(super) static DEATH_PLACE: CodeList = list(
    "death_place",
    "Tempat meninggal",
    "Place of death",
    &[
        code("home", "Rumah", "Home"),
        code("health_facility", "Fasilitas kesehatan", "Hospital or health centre"),
        code("workplace", "Tempat kerja", "Place of work"),
        code("road", "Jalan", "On the road"),
        code("sea", "Laut", "At sea"),
        code("elsewhere", "Tempat lain", "Elsewhere"),
    ],
);

pub(super) static DEATH_SOURCE: CodeList = list(
    "death_source",
    "Sumber laporan kematian",
    "Who told of a death",
    &[
        code("village_report", "Laporan desa", "The village"),
        code("civil_registry", "Dinas kependudukan", "The civil registry"),
        code("insurer", "BPJS Ketenagakerjaan", "The insurer"),
        code("family", "Keluarga", "The family"),
        code("claim", "Klaim", "A claim"),
    ],
);

pub(super) static DEATH_LIST_VERDICT: CodeList = list(
    "death_list_verdict",
    "Hasil baris daftar kematian",
    "What became of a row of a list of deaths",
    &[
        code("recorded", "Dicatat", "Recorded"),
        code("undecided", "Menunggu keputusan", "Undecided"),
        code("not_registered", "Tidak terdaftar", "Not registered"),
        code("known", "Sudah diketahui", "Known already"),
        code("refused", "Ditolak", "Refused"),
    ],
);

pub(super) static LIKENESS_REASON: CodeList = list(
    "likeness_reason",
    "Alasan kemiripan",
    "Why two people may be the same",
    &[
        code("name", "Nama mirip", "Like names"),
        code("birth_date", "Tanggal lahir sama", "Same day of birth"),
        code("birth_year", "Tahun lahir sama", "Same year of birth"),
        code("village", "Desa sama", "Same village"),
        code("district", "Kecamatan sama", "Same district"),
        code("family_card", "Kartu keluarga sama", "Same family card"),
        code("phone", "Nomor telepon sama", "Same phone"),
        code("nik", "NIK-nya sama", "Has this NIK"),
        code("merged_nik", "NIK dari pendaftaran yang digabung", "NIK of a registration that was merged"),
    ],
);
