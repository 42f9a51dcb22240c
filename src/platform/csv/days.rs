//! Days as spreadsheets write them.

use chrono::NaiveDate;

/// A day as spreadsheets write it, in the form of the API. What is no day stays as it is and is refused by the field's own
/// rule.
pub fn iso_day(text: &str) -> String {
    const FORMS: [&str; 4] = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"];
    let day = FORMS.iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok());
    day.map_or_else(|| text.to_owned(), |day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_spreadsheets_write_them() {
        assert_eq!(iso_day("17/08/1985"), "1985-08-17");
        assert_eq!(iso_day("17-08-1985"), "1985-08-17");
        assert_eq!(iso_day("1985-08-17"), "1985-08-17");
        assert_eq!(iso_day("31/02/1980"), "31/02/1980");
    }
}
