//! Days, months and money as a decree writes them.

use crate::domain::{Day, Month, RegionCode, VillageKind};

const MONTHS: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];

/// `Januari 2026`.
pub fn month(month: Month) -> String {
    let place = usize::try_from(month.month().saturating_sub(1)).unwrap_or_default();
    format!("{} {}", MONTHS.get(place).copied().unwrap_or_default(), month.year())
}

/// `15 Januari 2026`.
pub fn day(day: Day) -> String {
    format!("{} {}", day.format("%-d"), month(Month::from_date(day)))
}

/// `15-01-2026`.
pub fn short_day(day: Day) -> String {
    day.format("%d-%m-%Y").to_string()
}

/// `1.209.600.000`.
pub fn number(number: i64) -> String {
    crate::domain::grouped(number, '.')
}

/// `Kelurahan Bangselok`, `Desa Paberasan`.
pub fn village(code: &str, name: &str) -> String {
    let kind = RegionCode::parse(code).ok().and_then(|code| code.village_kind());
    let word = match kind {
        Some(VillageKind::Kelurahan) => "Kelurahan",
        Some(VillageKind::DesaAdat) => "Desa Adat",
        Some(VillageKind::Desa) | None => "Desa",
    };
    format!("{word} {name}")
}

/// The head of a regency by its name: `Kabupaten Sumenep` has a `Bupati Sumenep`, `Kota Madiun` a `Wali Kota Madiun`.
pub fn head_of(regency: &str) -> String {
    match regency.split_once(' ') {
        Some(("Kota", name)) => format!("Wali Kota {name}"),
        Some(("Kabupaten", name)) => format!("Bupati {name}"),
        _ => format!("Bupati {regency}"),
    }
}

/// `a`, `a dan b`, `a, b dan c`.
pub fn listed(items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} dan {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse_day;

    #[test]
    fn days_and_months_are_written_out() {
        let first = parse_day("2026-01-05").unwrap();
        assert_eq!((day(first).as_str(), short_day(first).as_str()), ("5 Januari 2026", "05-01-2026"));
        assert_eq!(month(Month::parse("2025-12").unwrap()), "Desember 2025");
    }

    #[test]
    fn numbers_are_grouped_with_points() {
        for (amount, text) in
            [(0, "0"), (999, "999"), (1_000, "1.000"), (1_209_600_000, "1.209.600.000"), (-12_345, "-12.345")]
        {
            assert_eq!(number(amount), text);
        }
    }

    #[test]
    fn regions_and_their_heads_have_their_titles() {
        assert_eq!(village("35.29.01.1015", "Bangselok"), "Kelurahan Bangselok");
        assert_eq!(village("35.29.01.2002", "Paberasan"), "Desa Paberasan");
        assert_eq!(head_of("Kabupaten Sumenep"), "Bupati Sumenep");
        assert_eq!(head_of("Kota Madiun"), "Wali Kota Madiun");
        assert_eq!(listed(&["JKK", "JKM", "JHT"]), "JKK, JKM dan JHT");
    }
}
