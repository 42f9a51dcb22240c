//! The annex as a page to print: A4 across, with its heading on every sheet, and nothing from elsewhere.

use std::fmt::Write as _;

use actix_web::web::Bytes;
use chrono::Datelike as _;

use super::super::roster::Listed;
use super::export::Form;
use super::head::{Head, TITLE};
use super::rules::{Sum, Tally, Turn};
use super::words;
use crate::domain::Occupation;
use crate::platform::http::Problem;
use crate::platform::http::html::{self, escape};
use crate::register::reference;

const STYLE: &str = include_str!("annex.css");

/// How many columns the list has.
const COLUMNS: u8 = 8;

/// A page on its way out.
pub(super) struct HtmlForm {
    out: String,
    by: String,
    is_open: bool,
}

impl HtmlForm {
    pub fn new(head: &Head) -> Self {
        Self { out: String::new(), by: head.by.clone(), is_open: head.is_open }
    }

    /// Writing into a string does not fail.
    fn push(&mut self, text: std::fmt::Arguments<'_>) {
        let _ = self.out.write_fmt(text);
    }

    fn head(&mut self, head: &Head) {
        let title = escape(TITLE);
        let page = html::head("id", &format!("{title} - {}", escape(&head.name)), STYLE);
        self.out.push_str(&page);
        if let Some((word, sentence)) = head.mark {
            self.push(format_args!(
                "<div class=\"mark\" aria-hidden=\"true\">{word}</div>\n\
                 <p class=\"notice\"><strong>{word}.</strong> {sentence}</p>\n"
            ));
        }
        self.push(format_args!(
            "<header>\n<table class=\"decree\">\n<tr><th colspan=\"2\">Lampiran<br>Keputusan {}</th></tr>\n\
             <tr><th scope=\"row\">Nomor</th><td>{}</td></tr>\n<tr><th scope=\"row\">Tanggal</th><td>{}</td></tr>\n\
             </table>\n<h1>{title}</h1>\n<p class=\"name\">{}</p>\n<table class=\"facts\">\n",
            escape(&head.by),
            escape(&head.number),
            escape(&head.day),
            escape(&head.name),
        ));
        for (name, value) in &head.facts {
            self.push(format_args!("<tr><th scope=\"row\">{name}</th><td>{}</td></tr>\n", escape(value)));
        }
        self.push(format_args!(
            "</table>\n</header>\n<table class=\"people\">\n<thead>\n\
             <tr class=\"running\"><td colspan=\"{COLUMNS}\">{}</td></tr>\n<tr>",
            escape(&head.decree())
        ));
        for heading in [
            "No.",
            "Nama",
            "NIK",
            head.birth_heading(),
            "Desa/Kelurahan",
            "Kecamatan",
            "Pekerjaan",
            "Jumlah (Rp)",
        ] {
            self.push(format_args!("<th scope=\"col\">{heading}</th>"));
        }
        self.push(format_args!("</tr>\n</thead>\n<tbody>\n"));
    }

    fn turn(&mut self, turn: &Turn) {
        if let Some(sum) = &turn.village {
            self.sum("sum", &format!("Jumlah {}", sum.name), sum);
        }
        if let Some(sum) = &turn.district {
            self.sum("sum district", &format!("Jumlah Kecamatan {}", sum.name), sum);
        }
        if let Some(district) = &turn.begins {
            // A part of its own, so that a browser lays out a long list piece by piece.
            let name = escape(district);
            self.push(format_args!(
                "</tbody>\n<tbody>\n<tr class=\"begins\"><th scope=\"rowgroup\" colspan=\"{COLUMNS}\">Kecamatan {name}</th></tr>\n"
            ));
        }
    }

    fn sum(&mut self, class: &str, name: &str, sum: &Sum) {
        self.push(format_args!(
            "<tr class=\"{class}\"><th scope=\"row\" colspan=\"6\">{}</th><td>{} orang</td><td class=\"n\">{}</td></tr>\n",
            escape(name),
            words::number(sum.people),
            words::number(sum.cost_idr)
        ));
    }

    fn recap(&mut self, tally: &Tally) {
        self.push(format_args!(
            "<section class=\"recap\">\n<h2>Rekapitulasi</h2>\n<table>\n<thead><tr><th scope=\"col\">Kecamatan</th>\
             <th scope=\"col\">Desa/Kelurahan</th><th scope=\"col\">Orang</th><th scope=\"col\">Jumlah (Rp)</th></tr></thead>\n<tbody>\n"
        ));
        for district in &tally.districts {
            let name = escape(&district.sum.name);
            for (_, village) in &district.villages {
                self.recap_row("", &format!("<td>{name}</td><td>{}</td>", escape(&village.name)), village);
            }
            let heading = format!("<th scope=\"row\" colspan=\"2\">Jumlah Kecamatan {name}</th>");
            self.recap_row(" class=\"sum\"", &heading, &district.sum);
        }
        let heading = "<th scope=\"row\" colspan=\"2\">Jumlah seluruhnya</th>";
        self.recap_row(" class=\"sum total\"", heading, &tally.total);
        self.push(format_args!("</tbody>\n</table>\n</section>\n"));
    }

    fn recap_row(&mut self, class: &str, heading: &str, sum: &Sum) {
        let (people, cost) = (words::number(sum.people), words::number(sum.cost_idr));
        self.push(format_args!(
            "<tr{class}>{heading}<td class=\"n\">{people}</td><td class=\"n\">{cost}</td></tr>\n"
        ));
    }
}

impl Form for HtmlForm {
    fn begin(&mut self, head: &Head) -> Result<(), Problem> {
        self.head(head);
        Ok(())
    }

    fn person(&mut self, turn: &Turn, number: u32, person: &Listed) -> Result<(), Problem> {
        self.turn(turn);
        let birth = birth(person, self.is_open);
        self.push(format_args!(
            "<tr><td class=\"n\">{number}</td><td>{}</td><td class=\"id\">{}</td><td class=\"c\">{birth}</td><td>{}</td>\
             <td>{}</td><td>{}</td><td class=\"n\">{}</td></tr>\n",
            escape(&person.name),
            escape(person.nik.as_deref().unwrap_or_default()),
            escape(&words::village(&person.village_code, &person.village)),
            escape(&person.district),
            escape(occupation(person)),
            words::number(person.cost_idr),
        ));
        Ok(())
    }

    fn end(&mut self, turn: &Turn, tally: &Tally) -> Result<(), Problem> {
        self.turn(turn);
        self.sum("sum total", "Jumlah seluruhnya", &tally.total);
        self.push(format_args!("</tbody>\n</table>\n"));
        self.recap(tally);
        let by = escape(&self.by);
        self.push(format_args!(
            "<footer>\n<div class=\"signature\"><p>{by},</p><p class=\"line\">&nbsp;</p></div>\n</footer>\n</body>\n</html>\n"
        ));
        Ok(())
    }

    fn take(&mut self) -> Result<Bytes, Problem> {
        Ok(Bytes::from(std::mem::take(&mut self.out)))
    }
}

/// The day of birth, or of somebody whose NIK is masked the year.
pub(super) fn birth(person: &Listed, is_open: bool) -> String {
    let birth =
        person.birth_on.map(|day| if is_open { words::short_day(day) } else { day.year().to_string() });
    birth.unwrap_or_default()
}

/// What the worker lives by, in Indonesian.
pub(super) fn occupation(person: &Listed) -> &'static str {
    let Some(occupation) = person.occupation else { return "" };
    let code = occupation.0.as_str();
    reference::label(Occupation::LIST, code).map_or(code, |label| label.id)
}
