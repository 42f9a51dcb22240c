//! Messages as letters to print: one a sheet of A5, in the language of the reader, with nothing from elsewhere.

use super::model::MessageRow;
use super::queries::Places;
use super::rules::MessageKind;
use super::texts::{day_in_english, office as office_of, signed};
use crate::cover::enrolment::annex::words;
use crate::domain::Day;
use crate::platform::http::html::{Page, escape};
use crate::platform::http::{Language, Text};
use crate::register::reference;

const STYLE: &str = include_str!("letter/letter.css");

/// The page has nothing but its own styles.
pub const PAGE_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

const TITLE: Text = Text::fixed("Surat", "Letters");
const NOTHING: Text = Text::fixed("Tidak ada surat.", "There are no letters.");
const MORE: Text = Text::fixed(
    "Surat belum habis: masih ada surat lain di halaman berikutnya.",
    "These are not all letters: more follow on the next page.",
);
const TO: Text = Text::fixed("Kepada", "To");
const ABOUT: Text = Text::fixed("Perihal", "About");
const NUMBER: Text = Text::fixed("Nomor", "Number");

/// What a letter needs beside its message.
pub struct Office<'a> {
    /// What places are called.
    pub places: &'a Places,
    /// The day that it bears.
    pub day: Day,
    /// In which language it is written.
    pub language: Language,
    /// Whether there are more letters than the page has.
    pub has_more: bool,
}

/// A page with a sheet for each message.
pub fn page(messages: &[MessageRow], office: &Office<'_>) -> String {
    let language = office.language;
    let mut page = Page::new(language.tag(), TITLE.get(language), STYLE);
    if messages.is_empty() {
        page.push(format_args!("<p>{}</p>\n", NOTHING.get(language)));
    }
    for message in messages {
        sheet(&mut page, message, office);
    }
    if office.has_more {
        page.push(format_args!("<p class=\"more\">{}</p>\n", MORE.get(language)));
    }
    page.end()
}

fn sheet(page: &mut Page, message: &MessageRow, office: &Office<'_>) {
    let Office { places, language, .. } = *office;
    let code = message.village_code.as_str();
    let village = words::village(code, places.village(code));
    let [signed, signed_in_english] = signed(code);
    let (day, text, signed) = match language {
        Language::Id => (words::day(office.day), &message.text_id, signed),
        Language::En => (day_in_english(office.day), &message.text_en, signed_in_english),
    };
    let said = |text: Text| text.get(language).to_owned();
    page.push(format_args!(
        "<article>\n<header>\n<p>Pemerintah {}</p>\n<p>Kecamatan {}</p>\n<h1>{}</h1>\n</header>\n",
        escape(places.regency(message.regency_id)),
        escape(places.district(code)),
        escape(&village),
    ));
    page.push(format_args!(
        "<table>\n<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n\
         <tr><th scope=\"row\">{}</th><td>{}<br>{}</td></tr>\n</table>\n<p class=\"text\">{}</p>\n<p>{}</p>\n\
         <div class=\"signature\">{}, {}<br>{}<span></span></div>\n</article>\n",
        said(NUMBER),
        message.id,
        said(ABOUT),
        about(message.kind.0, language),
        said(TO),
        escape(&message.recipient_name),
        escape(&village),
        escape(text),
        free(code, language),
        escape(places.village(code)),
        day,
        signed,
    ));
}

fn free(village_code: &str, language: Language) -> String {
    let [office, office_in_english] = office_of(village_code);
    match language {
        Language::Id => format!(
            "Semua urusan ini tidak dipungut biaya. Bila ada yang belum jelas, bawa surat ini ke {office}."
        ),
        Language::En => format!(
            "Nothing of this costs you anything. If something is not clear, bring this letter to the \
             {office_in_english}."
        ),
    }
}

fn about(kind: MessageKind, language: Language) -> &'static str {
    let label = reference::label(MessageKind::LIST, kind.as_str());
    label.map_or(kind.as_str(), |label| match language {
        Language::Id => label.id,
        Language::En => label.en,
    })
}
