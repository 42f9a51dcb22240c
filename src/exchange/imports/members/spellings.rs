//! Days, months and states as member lists write them, in the form of the API. What is none of them stays as it is and
//! is refused by the field's own rule.

use crate::platform::csv::iso_day;

/// The names of months by their first three letters, in both languages.
const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["feb", "peb"],
    &["mar"],
    &["apr"],
    &["mei", "may"],
    &["jun"],
    &["jul"],
    &["agu", "ags", "aug"],
    &["sep"],
    &["okt", "oct"],
    &["nov", "nop"],
    &["des", "dec"],
];

/// A month: by itself, by any of its days, or by its name.
pub fn iso_month(text: &str) -> String {
    let day = iso_day(text);
    if let Some(month) = day.get(..7).filter(|_| day.len() == 10 && day.as_bytes().get(4) == Some(&b'-')) {
        return month.to_owned();
    }
    if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("{}-{}", text.get(..4).unwrap_or(text), text.get(4..).unwrap_or_default());
    }
    let parts: Vec<&str> = text.split(['-', '/', '.', ' ']).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [month, year] if is_year(year) => {
            number(month).map_or_else(|| text.to_owned(), |number| format!("{year}-{number:02}"))
        }
        _ => text.to_owned(),
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn number(month: &str) -> Option<usize> {
    if let Ok(number) = month.parse::<usize>() {
        return Some(number).filter(|_| month.len() <= 2);
    }
    let lower = month.to_lowercase();
    let place = MONTHS.iter().position(|names| names.iter().any(|name| lower.starts_with(name)));
    place.map(|place| place + 1)
}

/// What the insurer calls a membership.
pub fn state_code(text: &str) -> String {
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    match plain.as_str() {
        "aktif" | "active" => "active",
        "menunggak" | "tunggakan" | "inarrears" => "in_arrears",
        "gugur" | "nonaktif" | "tidakaktif" | "lapsed" => "lapsed",
        "berakhir" | "keluar" | "berhenti" | "ended" => "ended",
        "bukanpeserta" | "tidakterdaftar" | "notmember" => "not_member",
        _ => return text.to_owned(),
    }
    .to_owned()
}

/// The programmes that a cell names.
pub fn programme_codes(text: &str) -> Vec<String> {
    let separators = |c: char| !c.is_alphanumeric() && c != '_';
    text.split(separators).filter(|part| !part.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_as_lists_write_them() {
        for text in [
            "2026-10",
            "10/2026",
            "10-2026",
            "202610",
            "31/10/2026",
            "2026-10-01",
            "Oktober 2026",
            "OKT-2026",
        ] {
            assert_eq!(iso_month(text), "2026-10", "{text}");
        }
        for text in ["entah", "13", "Oktober"] {
            assert_eq!(iso_month(text), text);
        }
    }

    #[test]
    fn states_and_programmes_are_known_in_both_languages() {
        assert_eq!(
            ["Aktif", "Non Aktif", "in_arrears", "MENUNGGAK"].map(state_code),
            ["active", "lapsed", "in_arrears", "in_arrears"]
        );
        assert_eq!(state_code("entah"), "entah");
        assert_eq!(programme_codes("JKK, JKM"), ["jkk", "jkm"]);
        assert_eq!(programme_codes("JKK+JKM/JHT"), ["jkk", "jkm", "jht"]);
    }
}
