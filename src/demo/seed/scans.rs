//! Scanned papers that say what they stand for.

/// A PDF of one page with one line on it.
pub fn page(line: &str) -> Vec<u8> {
    let text: String =
        line.chars().filter(|letter| letter.is_ascii_alphanumeric() || *letter == ' ').collect();
    let content = format!("BT /F1 24 Tf 72 720 Td (CONTOH: {text}) Tj ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>"
            .to_owned(),
        format!("<</Length {}>>stream\n{content}\nendstream", content.len()),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(file.len());
        file.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let table = file.len();
    file.push_str(&format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1));
    for place in places {
        file.push_str(&format!("{place:010} 00000 n \n"));
    }
    file.push_str(&format!("trailer<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1));
    file.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::page;

    #[test]
    fn a_page_is_a_pdf_whose_table_points_at_its_objects() {
        let file = String::from_utf8(page("Kartu (keluarga)")).unwrap();
        assert!(file.starts_with("%PDF-1.4") && file.contains("CONTOH: Kartu keluarga"));
        let table = file.split("startxref\n").nth(1).unwrap().lines().next().unwrap();
        let table: usize = table.parse().unwrap();
        assert!(file[table..].starts_with("xref\n0 6\n"));
        let second = file[table..].lines().nth(4).unwrap();
        let place: usize = second[..10].parse().unwrap();
        assert!(file[place..].starts_with("2 0 obj"));
    }
}
