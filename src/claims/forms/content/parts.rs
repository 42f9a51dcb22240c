//! The parts that several forms have.

use super::Known;
use crate::claims::forms::sheet::{Part, Value};
use crate::claims::heirs::dto::BeneficiaryResponse;
use crate::cover::enrolment::annex::words;
use crate::domain::Day;
use crate::register::reference;

const PLACES: &[&str] = &["Di tempat kerja", "Di luar tempat kerja", "Dalam perjalanan (lalu lintas)"];
pub(super) const YES_NO: &[&str] = &["Ya", "Tidak"];
const SEXES: &[&str] = &["Laki-laki", "Perempuan"];

/// The worker with all that is known.
pub(super) fn worker(heading: &'static str, known: &Known) -> Part {
    let sex = match known.sex.as_deref() {
        Some("male") => Some(0),
        Some("female") => Some(1),
        _ => None,
    };
    let place = format!("{}, Kecamatan {}, {}", village(known), known.places[2], known.places[0]);
    let address = match &known.address {
        Some(address) => format!("{address}, {place}"),
        None => place,
    };
    let occupation = known.occupation.as_deref().and_then(|code| reference::label("occupation", code));
    Part::lines(
        heading,
        vec![
            ("Nama", Value::Known(known.claim.worker.name.clone())),
            ("NIK", Value::of(known.nik.clone())),
            ("Nomor peserta", Value::of(known.member_number.clone())),
            ("Jenis kelamin", Value::Choice(SEXES, sex)),
            ("Tanggal lahir", Value::of(known.birth_on.map(words::day))),
            ("Alamat", Value::Known(address)),
            ("Nomor telepon", Value::of(known.phone.clone())),
            ("Pekerjaan", Value::of(occupation.map(|label| label.id))),
            (
                "Dasar upah iuran",
                Value::of(known.wage_base_idr.map(|base| format!("Rp{} per bulan", words::number(base)))),
            ),
        ],
    )
}

/// What happened.
pub(super) fn accident(known: &Known) -> Part {
    Part::lines(
        "Kecelakaan",
        vec![
            ("Tanggal", Value::Known(words::day(known.claim.event_on))),
            ("Jam", Value::Blank(1)),
            ("Tempat", Value::Choice(PLACES, None)),
            ("Alamat kejadian", Value::Blank(1)),
            ("Uraian kejadian", known.claim.circumstances.clone().map_or(Value::Blank(3), Value::Known)),
            ("Dilaporkan pada", Value::Known(words::day(known.claim.reported_on))),
        ],
    )
}

/// Who the heirs are.
pub(super) fn heirs(known: &Known) -> Part {
    let row = |one: &BeneficiaryResponse| {
        vec![
            one.name.clone(),
            relation(one),
            one.nik.clone().unwrap_or_default(),
            one.birth_on.map(words::day).unwrap_or_default(),
            one.guardian_name.clone().unwrap_or_default(),
        ]
    };
    let headings = vec!["Nama", "Hubungan", "NIK", "Tanggal lahir", "Wali"];
    Part::table("Ahli waris", headings, rows_or_blank(known.claim.beneficiaries.iter().map(row), 5))
}

/// The children who go to school, or room for them: none that is known does not say that there is none.
pub(super) fn pupils(known: &Known) -> Part {
    const HEADING: &str = "Anak yang masih sekolah (untuk beasiswa)";
    const QUESTION: &str = "Ada anak yang masih sekolah";
    if known.children.is_empty() {
        let lines = vec![(QUESTION, Value::Choice(YES_NO, None)), ("Nama dan sekolah", Value::Blank(2))];
        return Part::lines(HEADING, lines);
    }
    let row = |(name, birth_on, level): &(String, Day, &'static str)| {
        let level = reference::label("education_level", level).map_or(*level, |label| label.id);
        vec![name.clone(), words::day(*birth_on), level.to_owned(), String::new()]
    };
    let headings = vec!["Nama", "Tanggal lahir", "Jenjang", "Nama sekolah"];
    let lines = vec![(QUESTION, Value::Choice(YES_NO, Some(0)))];
    Part { lines, ..Part::table(HEADING, headings, known.children.iter().map(row).collect()) }
}

/// Where each is paid.
pub(super) fn accounts(known: &Known) -> Part {
    accounts_of(("Rekening", "Penerima"), known.claim.beneficiaries.iter())
}

/// Where these are paid, who are called so.
pub(super) fn accounts_of<'p>(
    (heading, who): (&'static str, &'static str),
    payees: impl Iterator<Item = &'p BeneficiaryResponse>,
) -> Part {
    let row = |one: &BeneficiaryResponse| {
        let account = one.payout_account.as_ref();
        let text = |part: Option<&String>| part.cloned().unwrap_or_default();
        vec![
            one.name.clone(),
            text(account.map(|account| &account.bank_name)),
            text(account.map(|account| &account.account_number)),
            text(account.map(|account| &account.account_holder_name)),
        ]
    };
    let headings = vec![who, "Bank", "Nomor rekening", "Atas nama"];
    Part::table(heading, headings, rows_or_blank(payees.map(row), 4))
}

/// Room for two witnesses.
pub(super) fn witnesses() -> Part {
    let blank = || vec![String::new(), String::new(), String::new()];
    Part::table("Saksi", vec!["Nama", "NIK", "Tanda tangan"], vec![blank(), blank()])
}

/// Rows, or two empty ones to write on.
fn rows_or_blank(rows: impl Iterator<Item = Vec<String>>, columns: usize) -> Vec<Vec<String>> {
    let rows: Vec<Vec<String>> = rows.collect();
    if rows.is_empty() { vec![vec![String::new(); columns]; 2] } else { rows }
}

/// What a beneficiary is to the worker.
pub(super) fn relation(one: &BeneficiaryResponse) -> String {
    let code = one.relation.as_str();
    reference::label("heir_relation", code).map_or(code, |label| label.id).to_owned()
}

/// The day of the death.
pub(super) fn died_on(known: &Known) -> Day {
    known.claim.died_on.unwrap_or(known.claim.event_on)
}

/// The village with its title.
pub(super) fn village(known: &Known) -> String {
    words::village(&known.claim.worker.village_code, &known.places[1])
}

/// Who signs for the heirs: the first, or the guardian of the first.
pub(super) fn first_heir(known: &Known) -> String {
    let first = known.claim.beneficiaries.first();
    first.map(|one| one.guardian_name.clone().unwrap_or_else(|| one.name.clone())).unwrap_or_default()
}

/// The village head, who has seen it.
pub(super) fn seen_by_village(known: &Known) -> (String, String) {
    (format!("Mengetahui, kepala {}", village(known)), String::new())
}
