//! Lists about the documents of claims.

use super::{CodeList, code, list};

pub(super) static CHECKLIST_KIND: CodeList = list(
    "checklist_kind",
    "Klaim yang dokumennya didaftar",
    "Claims that checklists are for",
    &[
        code("death", "Kematian (JKM)", "Death (JKM)"),
        code("work_accident", "Kecelakaan kerja (JKK)", "Work accident (JKK)"),
        code("old_age", "Hari tua (JHT)", "Old age (JHT)"),
    ],
);

pub(super) static CHECKLIST_CIRCUMSTANCE: CodeList = list(
    "checklist_circumstance",
    "Keadaan yang memerlukan dokumen tambahan",
    "Circumstance that needs more documents",
    &[
        code("spouse", "Penerima janda atau duda", "A widow or widower is paid"),
        code("minor_heir", "Penerima di bawah umur", "A child under age is paid"),
        code("scholarship", "Beasiswa anak", "Scholarship"),
        code("traffic", "Kecelakaan lalu lintas", "Traffic accident"),
    ],
);

pub(super) static CHECKLIST_REQUIREMENT: CodeList = list(
    "checklist_requirement",
    "Sifat dokumen",
    "Whether a document is needed",
    &[code("required", "Wajib", "Required"), code("conditional", "Bila ada", "Where it applies")],
);

pub(super) static CHECKLIST_DOCUMENT: CodeList = list(
    "checklist_document",
    "Dokumen klaim",
    "Document of a claim",
    &[
        code("member_card", "Kartu peserta", "Member card"),
        code("worker_id_card", "KTP pekerja", "Worker's identity card"),
        code("heir_id_card", "KTP ahli waris", "Heir's identity card"),
        code("death_certificate", "Akta kematian", "Death certificate"),
        code("family_card", "Kartu keluarga", "Family card"),
        code("heir_letter", "Surat keterangan ahli waris", "Letter on the heirs"),
        code("marriage_certificate", "Buku atau akta nikah", "Marriage certificate"),
        code("bank_book", "Buku tabungan", "Bank book"),
        code("stage_one_form", "Laporan kecelakaan tahap I", "Accident report, stage I"),
        code("stage_two_form", "Laporan kecelakaan tahap II", "Accident report, stage II"),
        code("chronology", "Kronologi kejadian", "Chronology"),
        code("witness_id_cards", "KTP dua saksi", "Identity cards of two witnesses"),
        code("police_report", "Laporan polisi", "Police report"),
        code("receipts", "Kuitansi", "Receipts"),
        code("school_letter", "Surat keterangan sekolah", "Letter of the school"),
        code("birth_certificate", "Akta kelahiran", "Birth certificate"),
        code("report_card", "Rapor", "Report card"),
        code("guardian_letter", "Surat perwalian", "Letter on the guardian"),
        code("guardian_bank_book", "Buku tabungan wali", "Guardian's bank book"),
        code("village_letter", "Surat keterangan desa", "Letter of the village"),
        code("court_ruling", "Penetapan pengadilan", "Court ruling"),
    ],
);
