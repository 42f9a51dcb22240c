//! A form as headings, lines and tables: what is known, and what is to be written by hand.

/// A form on paper.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// What it is called.
    pub title: &'static str,
    /// Under which number the insurer knows such a form.
    pub number: Option<&'static str>,
    /// What is said before its parts.
    pub opening: String,
    /// Its parts.
    pub parts: Vec<Part>,
    /// What is declared by signing.
    pub closing: String,
    /// Who signs, each with the name below the line where it is known.
    pub signatures: Vec<(String, String)>,
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its heading.
    pub heading: &'static str,
    /// Its lines, each with its name.
    pub lines: Vec<(&'static str, Value)>,
    /// A list, with its headings first.
    pub table: Option<(Vec<&'static str>, Vec<Vec<String>>)>,
}

/// What stands in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// What is known.
    Known(String),
    /// So many lines to write on.
    Blank(u8),
    /// One of these is to be marked; that one is where it is known.
    Choice(&'static [&'static str], Option<usize>),
}

impl Value {
    /// What is known, or a line to write on.
    pub fn of(known: Option<impl Into<String>>) -> Self {
        let known = known.map(Into::into).filter(|text| !text.is_empty());
        known.map_or(Self::Blank(1), Self::Known)
    }
}

impl Part {
    /// A part with lines.
    pub fn lines(heading: &'static str, lines: Vec<(&'static str, Value)>) -> Self {
        Self { heading, lines, table: None }
    }

    /// A part with a list.
    pub fn table(heading: &'static str, headings: Vec<&'static str>, rows: Vec<Vec<String>>) -> Self {
        Self { heading, lines: Vec::new(), table: Some((headings, rows)) }
    }
}
