//! The list of the cases that a preview of a rule compares.

use super::{CodeList, code, list};

pub(super) static PREVIEW_CASE: CodeList = list(
    "preview_case",
    "Contoh hitungan",
    "Standard case",
    &[
        code("contribution_general", "Iuran JKK dan JKM sebulan", "JKK and JKM of a month"),
        code(
            "contribution_general_relief",
            "Iuran JKK dan JKM sebulan, pembayar yang berhak keringanan",
            "JKK and JKM of a month, of a payer who may have relief",
        ),
        code(
            "contribution_transport",
            "Iuran JKK dan JKM sebulan, pekerja angkutan",
            "JKK and JKM of a month, of a transport worker",
        ),
        code(
            "contribution_transport_relief",
            "Iuran JKK dan JKM sebulan, pekerja angkutan, pembayar yang berhak keringanan",
            "JKK and JKM of a month, of a transport worker and a payer who may have relief",
        ),
        code("contribution_savings", "Iuran JHT sebulan", "JHT of a month"),
        code("death", "Meninggal setelah tiga tahun iuran", "Death after three years of contributions"),
        code("death_after_two_months", "Meninggal setelah dua bulan iuran", "Death after two paid months"),
        code(
            "death_with_children",
            "Meninggal, dua anak akan masuk TK",
            "Death, two children who enter kindergarten",
        ),
        code("death_at_work", "Meninggal karena kecelakaan kerja", "Death at work"),
        code("total_disability", "Cacat total tetap", "Total permanent disability"),
        code("partial_disability", "Cacat sebagian 10%", "Partial disability of ten per cent"),
        code("inability", "Tidak mampu bekerja 18 bulan", "Eighteen months of inability"),
        code("costs", "Biaya melebihi semua batas", "Costs beyond every bound"),
        code("death_paid_late", "Meninggal, dibayar terlambat sepuluh hari", "Death, paid ten days late"),
    ],
);
