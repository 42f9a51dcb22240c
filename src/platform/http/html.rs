//! Pages, and text on them.

use std::fmt::{Arguments, Write as _};

/// A page on its way.
#[derive(Debug)]
pub struct Page(String);

impl Page {
    /// Begins a page with its [`head`].
    pub fn new(language: &str, title: &str, style: &str) -> Self {
        Self(head(language, title, style))
    }

    /// Adds HTML. Writing into a string does not fail.
    pub fn push(&mut self, text: Arguments<'_>) {
        let _ = self.0.write_fmt(text);
    }

    /// Ends the page.
    pub fn end(mut self) -> String {
        self.push(format_args!("</body>\n</html>\n"));
        self.0
    }
}

/// What every page begins with, as far as into its body: its language, its title, which is HTML, and its own styles alone. No
/// search engine shall find it, and it tells nobody where a reader came from.
pub fn head(language: &str, title: &str, style: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
    )
}

/// Escapes text for HTML, in content and in quoted attributes.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_is_escaped() {
        assert_eq!(escape("<a href=\"x\">'&'</a>"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;");
    }
}
