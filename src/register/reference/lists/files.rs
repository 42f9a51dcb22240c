//! Lists about the columns of files.

use super::{CodeList, code, list};

pub(super) static COLUMN_MAPPING_KIND: CodeList = list(
    "column_mapping_kind",
    "Berkas yang dipetakan",
    "File of a column mapping",
    &[
        code("insurer_export", "Daftar iuran untuk BPJS", "Lines for the insurer"),
        code("insurer_result", "Jawaban BPJS", "Answer of the insurer"),
        code("bank_statement", "Rekening koran", "Statement of the bank"),
    ],
);

pub(super) static COLUMN_MAPPING_FIELD: CodeList = list(
    "column_mapping_field",
    "Isi kolom",
    "What a column holds",
    &[
        code("line_number", "Nomor baris", "Line number"),
        code("worker_id", "Id pekerja", "Worker's id"),
        code("nik", "NIK", "NIK"),
        code("member_number", "Nomor peserta", "Member number"),
        code("name", "Nama", "Name"),
        code("birth_on", "Tanggal lahir", "Birth date"),
        code("programme", "Program", "Programme"),
        code("month", "Bulan iuran", "Month"),
        code("wage_base_idr", "Dasar upah", "Wage base"),
        code("amount_idr", "Iuran", "Contribution"),
        code("status", "Status baris", "State of the line"),
        code("refusal_reason", "Alasan penolakan", "Reason of a refusal"),
        code("day", "Tanggal transaksi", "Day of the transaction"),
        code("amount", "Jumlah transaksi", "Amount of the transaction"),
        code("direction", "Debet atau kredit", "Debit or credit"),
        code("reference", "Nomor referensi", "Reference"),
        code("description", "Keterangan", "Description"),
        code("blank", "Kosong", "Nothing"),
    ],
);

pub(super) static COLUMN_DELIMITER: CodeList = list(
    "column_delimiter",
    "Pemisah kolom",
    "What stands between columns",
    &[
        code("comma", "Koma", "Comma"),
        code("semicolon", "Titik koma", "Semicolon"),
        code("tab", "Tab", "Tabulator"),
        code("pipe", "Garis tegak", "Vertical bar"),
    ],
);
