//! Lists about people and their registrations.

use super::{CodeList, code, list};

pub(super) static SEX: CodeList = list(
    "sex",
    "Jenis kelamin",
    "Sex",
    &[code("male", "Laki-laki", "Male"), code("female", "Perempuan", "Female")],
);

pub(super) static KIN_RELATION: CodeList = list(
    "kin_relation",
    "Hubungan keluarga",
    "Relation of the next of kin",
    &[
        code("spouse", "Suami atau istri", "Spouse"),
        code("child", "Anak", "Child"),
        code("parent", "Orang tua", "Parent"),
        code("sibling", "Saudara kandung", "Sibling"),
        code("grandchild", "Cucu", "Grandchild"),
        code("grandparent", "Kakek atau nenek", "Grandparent"),
        code("parent_in_law", "Mertua", "Parent-in-law"),
        code("child_in_law", "Menantu", "Child-in-law"),
        code("other", "Lainnya", "Other"),
    ],
);

pub(super) static POVERTY_SOURCE: CodeList = list(
    "poverty_source",
    "Sumber data kemiskinan",
    "Source of poverty data",
    &[
        code("dtsen", "DTSEN", "DTSEN, the national socio-economic registry"),
        code("dtks", "DTKS (sebelum 2025)", "DTKS (before 2025)"),
        code("regsosek", "Regsosek (sebelum 2025)", "Regsosek (before 2025)"),
        code("p3ke", "P3KE (sebelum 2025)", "P3KE (before 2025)"),
        code("village_meeting", "Musyawarah desa", "Village meeting"),
    ],
);

pub(super) static NIK_WARNING: CodeList = list(
    "nik_warning",
    "Peringatan NIK",
    "NIK warning",
    &[
        code(
            "nik_foreign_prefix",
            "NIK pertama kali diterbitkan di kabupaten atau kota lain",
            "The NIK was first issued in another regency",
        ),
        code(
            "nik_birth_date_differs",
            "NIK diterbitkan untuk tanggal lahir yang berbeda",
            "The NIK was issued for another day of birth",
        ),
        code(
            "nik_sex_differs",
            "NIK diterbitkan untuk jenis kelamin yang berbeda",
            "The NIK was issued for the other sex",
        ),
    ],
);

pub(super) static WORKER_STATUS: CodeList = list(
    "worker_status",
    "Status pendaftaran pekerja",
    "State of a worker's registration",
    &[
        code("registered", "Terdaftar, belum diverifikasi", "Registered, not yet verified"),
        code("verified", "Terverifikasi", "Verified"),
        code("rejected", "Ditolak", "Rejected"),
        code("inactive", "Tidak aktif", "Inactive"),
        code("merged", "Digabung dengan pendaftaran lain", "Merged into another registration"),
    ],
);

pub(super) static WORKER_REJECTION_REASON: CodeList = list(
    "worker_rejection_reason",
    "Alasan penolakan pekerja",
    "Reason for rejecting a worker",
    &[
        code("not_resident", "Bukan penduduk", "Not a resident"),
        code("not_a_worker", "Tidak bekerja", "Does not work"),
        code("duplicate", "Pendaftaran ganda", "Registered twice"),
        code("data_invalid", "Data tidak benar", "Data are wrong"),
        code("other", "Lainnya", "Other"),
    ],
);

pub(super) static WORKER_DEACTIVATION_REASON: CodeList = list(
    "worker_deactivation_reason",
    "Alasan penonaktifan pekerja",
    "Reason for deactivating a worker",
    &[
        code("deceased", "Meninggal dunia", "Deceased"),
        code("moved_out", "Pindah ke luar kabupaten", "Moved out of the regency"),
        code("stopped_working", "Berhenti bekerja", "Stopped working"),
        code("wage_worker", "Menjadi pekerja penerima upah", "Became a wage worker"),
        code(
            "civil_servant",
            "Menjadi ASN, TNI atau Polri",
            "Became a civil servant, soldier or police officer",
        ),
        code("withdrew", "Mengundurkan diri", "Withdrew"),
        code("other", "Lainnya", "Other"),
    ],
);
