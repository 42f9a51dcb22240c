//! A form as a page to print: A4, in Indonesian as the insurer's forms are, with nothing from elsewhere.

use super::content::Known;
use super::sheet::{Part, Sheet, Value};
use crate::cover::enrolment::annex::words;
use crate::platform::http::html::{Page, escape};

const STYLE: &str = include_str!("form.css");

/// The page, with each sheet on paper of its own.
pub fn page(sheets: &[Sheet], known: &Known) -> String {
    let mut page = Page::new("id", sheets.first().map_or("", |sheet| sheet.title), STYLE);
    for sheet in sheets {
        push_sheet(&mut page, sheet, known);
    }
    page.end()
}

fn push_sheet(page: &mut Page, sheet: &Sheet, known: &Known) {
    let [regency, village, district] = &known.places;
    page.push(format_args!(
        "<article>\n<header>\n<p>{}, Kecamatan {}</p>\n<h1>{}</h1>\n",
        escape(regency),
        escape(district),
        sheet.title,
    ));
    if let Some(number) = sheet.number {
        page.push(format_args!("<p>({number})</p>\n"));
    }
    page.push(format_args!(
        "</header>\n<p class=\"notice\"><strong>KONSEP.</strong> Diisi dari data yang diketahui; periksa dan lengkapi \
         sebelum ditandatangani. Klaim {}.</p>\n<p>{}</p>\n",
        known.claim.id,
        escape(&sheet.opening)
    ));
    for part in &sheet.parts {
        push_part(page, part);
    }
    page.push(format_args!(
        "<p>{}</p>\n<p class=\"day\">{}, {}</p>\n<div class=\"signatures\">",
        escape(&sheet.closing),
        escape(village),
        words::day(known.today)
    ));
    for (who, name) in &sheet.signatures {
        page.push(format_args!("<div>{}<span></span>{}</div>", escape(who), escape(name)));
    }
    page.push(format_args!("</div>\n</article>\n"));
}

fn push_part(page: &mut Page, part: &Part) {
    page.push(format_args!("<section>\n<h2>{}</h2>\n", part.heading));
    if !part.lines.is_empty() {
        page.push(format_args!("<table class=\"facts\">\n"));
        for (name, value) in &part.lines {
            page.push(format_args!("<tr><th scope=\"row\">{name}</th><td>{}</td></tr>\n", shown(value)));
        }
        page.push(format_args!("</table>\n"));
    }
    if let Some((headings, rows)) = &part.table {
        page.push(format_args!("<table class=\"list\">\n<thead><tr>"));
        for heading in headings {
            page.push(format_args!("<th scope=\"col\">{heading}</th>"));
        }
        page.push(format_args!("</tr></thead>\n<tbody>\n"));
        for row in rows {
            page.push(format_args!("<tr>"));
            for cell in row {
                page.push(format_args!("<td>{}</td>", escape(cell)));
            }
            page.push(format_args!("</tr>\n"));
        }
        page.push(format_args!("</tbody>\n</table>\n"));
    }
    page.push(format_args!("</section>\n"));
}

fn shown(value: &Value) -> String {
    match value {
        Value::Known(text) => escape(text),
        Value::Blank(lines) => "<i></i>".repeat(usize::from(*lines)),
        Value::Choice(options, chosen) => {
            let marked = |(place, option): (usize, &&str)| {
                let mark = if *chosen == Some(place) { "&#9746;" } else { "&#9744;" };
                format!("<span>{mark} {option}</span>")
            };
            options.iter().enumerate().map(marked).collect::<Vec<_>>().join(" &nbsp; ")
        }
    }
}
