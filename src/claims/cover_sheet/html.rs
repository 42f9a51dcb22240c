//! The cover sheet as a page to print: A4, in Indonesian as the insurer's forms are, with nothing from elsewhere.

use std::fmt::Arguments;

use super::dto::{ClaimCoverSheet, CoverSheetEstimate};
use crate::claims::cases::codes::{Benefit, ClaimStatus};
use crate::claims::cases::dto::ApprovedLineBody;
use crate::claims::scholarships::estimate::ScholarshipEstimate;
use crate::cover::enrolment::annex::words;
use crate::domain::Day;
use crate::platform::http::html::{Page, escape};
use crate::register::reference;

const STYLE: &str = include_str!("cover_sheet.css");

/// The heading of a column of money.
const AMOUNT: &str = "Jumlah (Rp)";

/// The sheet on its way.
struct Sheet(Page);

impl Sheet {
    fn push(&mut self, text: Arguments<'_>) {
        self.0.push(text);
    }

    fn fact(&mut self, name: &str, value: &str) {
        self.push(format_args!("<tr><th scope=\"row\">{name}</th><td>{}</td></tr>\n", escape(value)));
    }

    fn headings(&mut self, title: &str, headings: &[&str]) {
        let class = if headings.last() == Some(&AMOUNT) { "list money" } else { "list" };
        self.push(format_args!("<section>\n<h2>{title}</h2>\n<table class=\"{class}\">\n<thead><tr>"));
        for heading in headings {
            self.push(format_args!("<th scope=\"col\">{heading}</th>"));
        }
        self.push(format_args!("</tr></thead>\n<tbody>\n"));
    }

    fn row(&mut self, cells: &[&str]) {
        self.push(format_args!("<tr>"));
        for cell in cells {
            self.push(format_args!("<td>{}</td>", escape(cell)));
        }
        self.push(format_args!("</tr>\n"));
    }

    fn end(&mut self) {
        self.push(format_args!("</tbody>\n</table>\n</section>\n"));
    }
}

/// The page.
pub fn page(sheet: &ClaimCoverSheet) -> String {
    let mut page = Sheet(Page::new("id", "Lembar sampul klaim", STYLE));
    head(&mut page, sheet);
    facts(&mut page, sheet);
    beneficiaries(&mut page, sheet);
    papers(&mut page, sheet);
    if let Some(estimate) = &sheet.estimate {
        money(&mut page, sheet, estimate);
    }
    page.push(format_args!(
        "<div class=\"signatures\"><div>Yang mengajukan<span></span></div><div>Petugas dinas<span></span></div>\
         <div>Diterima BPJS Ketenagakerjaan<span></span></div></div>\n"
    ));
    page.0.end()
}

fn head(page: &mut Sheet, sheet: &ClaimCoverSheet) {
    let claim = &sheet.claim;
    page.push(format_args!(
        "<header>\n\
         <p>Pemerintah {}</p>\n<h1>Lembar Sampul Klaim Jaminan Sosial Ketenagakerjaan</h1>\n<p>{}</p>\n</header>\n",
        escape(&sheet.regency),
        label("claim_kind", claim.kind.as_str()),
    ));
    if matches!(claim.status, ClaimStatus::Draft | ClaimStatus::Submitted | ClaimStatus::Returned) {
        page.push(format_args!(
            "<p class=\"notice\"><strong>KONSEP.</strong> Klaim ini belum diverifikasi.</p>\n"
        ));
    }
}

fn facts(page: &mut Sheet, sheet: &ClaimCoverSheet) {
    let (claim, clock) = (&sheet.claim, &sheet.clock);
    page.push(format_args!("<table class=\"facts\">\n"));
    page.fact("Nomor klaim", &claim.id.to_string());
    page.fact("Nomor di BPJS", claim.insurer_reference.as_deref().unwrap_or("-"));
    page.fact("Status", label("claim_status", claim.status.as_str()));
    page.fact("Peserta", &claim.worker.name);
    page.fact("NIK peserta", sheet.worker_nik.as_deref().unwrap_or("-"));
    page.fact("Nomor peserta", sheet.worker_member_number.as_deref().unwrap_or("-"));
    let village = words::village(&claim.worker.village_code, &sheet.village);
    page.fact("Alamat", &format!("{village}, Kecamatan {}", sheet.district));
    page.fact("Tanggal kejadian", &words::day(claim.event_on));
    if let Some(died_on) = claim.died_on {
        page.fact("Tanggal meninggal", &words::day(died_on));
    }
    page.fact("Tanggal dilaporkan", &words::day(claim.reported_on));
    if let Some(circumstances) = &claim.circumstances {
        page.fact("Kronologi", circumstances);
    }
    page.fact("Dokumen lengkap sejak", &day(clock.documents_complete_on));
    if let Some((limit, due_on)) = clock.working_days.zip(clock.due_on) {
        page.fact("Batas waktu BPJS", &format!("{} ({limit} hari kerja)", words::day(due_on)));
    }
    if clock.days_late > 0 {
        let mut late = format!("{} hari", clock.days_late);
        if let Some((fee, sum)) = clock.late_fee_idr.zip(clock.late_fee_arithmetic.as_deref()) {
            late = format!("{late}, denda Rp{} ({})", words::number(fee), as_written(sum));
        }
        let granted = clock.late_fee_granted_idr.filter(|granted| *granted > 0);
        if let Some((granted, open)) = granted.zip(clock.late_fee_open_idr) {
            late = format!("{late}; disetujui Rp{}, sisa Rp{}", words::number(granted), words::number(open));
        }
        page.fact("Keterlambatan BPJS", &late);
    }
    if let Some(lapses_on) = clock.lapses_on {
        page.fact("Hak klaim gugur pada", &words::day(lapses_on));
    }
    page.push(format_args!("</table>\n"));
}

fn beneficiaries(page: &mut Sheet, sheet: &ClaimCoverSheet) {
    page.headings(
        "Penerima",
        &["Nama", "Hubungan", "NIK", "Wali", "Bagian", "Bank", "Nomor rekening", "Atas nama", AMOUNT],
    );
    for one in &sheet.claim.beneficiaries {
        let account = one.payout_account.as_ref();
        let bank = account.map_or("menunggu rekening", |account| &account.bank_name);
        page.row(&[
            &one.name,
            label("heir_relation", one.relation.as_str()),
            one.nik.as_deref().unwrap_or("-"),
            one.guardian_name.as_deref().unwrap_or("-"),
            &share(one.share_basis_points),
            bank,
            account.map_or("-", |account| &account.account_number),
            account.map_or("-", |account| &account.account_holder_name),
            &one.due_amount_idr.map_or_else(|| "-".to_owned(), words::number),
        ]);
    }
    page.end();
}

fn papers(page: &mut Sheet, sheet: &ClaimCoverSheet) {
    page.headings("Dokumen", &["Dokumen", "Sifat", "Status"]);
    for item in &sheet.checklist.items {
        page.row(&[
            label("checklist_document", item.document),
            label("checklist_requirement", item.requirement),
            label("claim_checklist_state", item.state),
        ]);
    }
    page.end();
}

fn money(page: &mut Sheet, sheet: &ClaimCoverSheet, estimate: &CoverSheetEstimate) {
    page.headings("Perkiraan manfaat", &["Manfaat", "Perhitungan", "Dasar hukum", AMOUNT]);
    for line in &estimate.lines {
        let amount = words::number(line.amount_idr);
        let sum = as_written(&line.arithmetic);
        page.row(&[label("benefit_item", line.item), &sum, &line.legal_reference, &amount]);
    }
    for one in &estimate.not_due {
        page.row(&[label("benefit_item", one.item), label("benefit_not_due_reason", one.reason), "", "0"]);
    }
    let base = format!(
        "Status kepesertaan: {}; {} bulan iuran berturut-turut",
        label("standing", estimate.standing),
        estimate.consecutive_paid_months
    );
    page.row(&["Jumlah perkiraan", &base, "", &words::number(estimate.total_idr)]);
    if let Some(fee) = &estimate.late_fee {
        let sum = fee.arithmetic.as_deref().map_or_else(String::new, as_written);
        let law = fee.legal_reference.as_deref().unwrap_or_default();
        page.row(&["Denda keterlambatan (di luar jumlah)", &sum, law, &words::number(fee.amount_idr)]);
    }
    page.end();
    if let Some(scholarships) = &estimate.scholarships {
        schooling(page, scholarships);
    }
    if sheet.claim.approved_lines.is_empty() && estimate.decided_idr.is_none() {
        return;
    }
    page.headings("Keputusan BPJS Ketenagakerjaan", &["Manfaat", AMOUNT]);
    let (granted, due): (Vec<&ApprovedLineBody>, Vec<&ApprovedLineBody>) =
        sheet.claim.approved_lines.iter().partition(|line| line.benefit == Benefit::Scholarship);
    for line in due {
        page.row(&[label("benefit", line.benefit.as_str()), &words::number(line.amount_idr)]);
    }
    if let Some(decided) = estimate.decided_idr {
        page.row(&["Jumlah keputusan", &words::number(decided)]);
    }
    if let Some(difference) = estimate.difference_idr {
        let named = match estimate.decided_benefit_idr == estimate.decided_idr {
            true => "Selisih dari perkiraan",
            false => "Selisih dari perkiraan (tanpa denda)",
        };
        page.row(&[named, &words::number(difference)]);
    }
    for line in granted {
        page.row(&["Beasiswa (per tahun ajaran, di luar jumlah keputusan)", &words::number(line.amount_idr)]);
    }
    page.end();
}

/// The scholarships stand in a table of their own: they are paid by school years, beside what is due at once.
fn schooling(page: &mut Sheet, estimate: &ScholarshipEstimate) {
    page.headings(
        "Perkiraan beasiswa (dibayar per tahun ajaran, di luar jumlah perkiraan)",
        &["Anak", "Jenjang", "Perhitungan", "Dasar hukum", AMOUNT],
    );
    for line in &estimate.lines {
        let amount = words::number(line.amount_idr);
        let level = label("education_level", line.level);
        page.row(&[&line.child_name, level, &as_written(&line.arithmetic), &line.legal_reference, &amount]);
    }
    for one in &estimate.not_due {
        page.row(&["-", "-", label("benefit_not_due_reason", one.reason), "", "0"]);
    }
    page.row(&["Jumlah perkiraan beasiswa", "", "", "", &words::number(estimate.total_idr)]);
    page.end();
}

fn label(list: &str, code: &'static str) -> &'static str {
    reference::label(list, code).map_or(code, |label| label.id)
}

fn day(day: Option<Day>) -> String {
    day.map_or_else(|| "-".to_owned(), words::day)
}

/// `33,33 %`.
fn share(basis_points: i32) -> String {
    format!("{},{:02} %", basis_points / 100, basis_points % 100)
}

/// The words of arithmetic as people write them: thousands set apart, and hundredths of a percent as percent.
fn as_written(arithmetic: &str) -> String {
    let mut written = String::with_capacity(arithmetic.len() + 8);
    let mut rest = arithmetic;
    while let Some(start) = rest.find(|one: char| one.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|one: char| !one.is_ascii_digit()).unwrap_or(from.len());
        let (digits, after) = from.split_at(end);
        written.push_str(before);
        rest = after;
        match (digits.parse::<i64>(), after.strip_prefix(" bp")) {
            (Ok(basis_points), Some(after)) => {
                written.push_str(&percent(basis_points));
                rest = after;
            }
            (Ok(number), None) => written.push_str(&words::number(number)),
            (Err(_), _) => written.push_str(digits),
        }
    }
    written.push_str(rest);
    written
}

/// `1 %`, `0,54 %`.
fn percent(basis_points: i64) -> String {
    match (basis_points / 100, basis_points % 100) {
        (whole, 0) => format!("{whole} %"),
        (whole, hundredths) => format!("{whole},{hundredths:02} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic_is_written_as_people_do() {
        assert_eq!(as_written("100 bp x 42000000 x 51 = 21420000"), "1 % x 42.000.000 x 51 = 21.420.000");
        assert_eq!(
            as_written("100 bp x 31500000 x 6 + 100 bp x 10500000 x 51 = 7245000"),
            "1 % x 31.500.000 x 6 + 1 % x 10.500.000 x 51 = 7.245.000"
        );
        assert_eq!(as_written("max(54 bp x 1000000, 5400)"), "max(0,54 % x 1.000.000, 5.400)");
        assert_eq!(as_written("500000 x 24 = 12000000"), "500.000 x 24 = 12.000.000");
        assert_eq!(as_written(""), "");
    }
}
