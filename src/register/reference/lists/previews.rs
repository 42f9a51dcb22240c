//! The lists of what a preview of a rule compares, and of what it does not compute.

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

pub(super) static RULE_EFFECT: CodeList = list(
    "rule_effect",
    "Akibat aturan yang tidak dihitung",
    "Effect of a rule that is not computed",
    &[
        code("new_periods", "Usulan periode pendanaan baru", "Proposals of new funded periods"),
        code("plans", "Pilihan rencana kepesertaan dan perpanjangan", "Choices of plans and renewals"),
        code("standings", "Status kepesertaan", "Standings of memberships"),
        code("monthly_closes", "Penutupan bulanan", "Monthly closes"),
        code("coverage_gaps", "Celah perlindungan", "Coverage gaps"),
        code("work_items", "Pekerjaan harian", "Daily work"),
        code("messages", "Surat dan pesan", "Letters and messages"),
        code("unclaimed_deaths", "Kematian yang belum diklaim", "Unclaimed deaths"),
        code(
            "claim_deadlines",
            "Tenggat laporan dan klaim kecelakaan",
            "Deadlines of accident reports and claims",
        ),
        code("minor_heirs", "Ahli waris di bawah umur", "Heirs under age"),
        code("payout_changes", "Penggantian rekening penerima", "Changes of accounts of beneficiaries"),
        code("scholarships", "Beasiswa", "Scholarships"),
        code("transfers", "Perpindahan", "Transfers"),
    ],
);
