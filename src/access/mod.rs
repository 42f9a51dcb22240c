//! Who may do what, and where: accounts of people and systems, signing in, tokens, and the
//! extractor that every handler takes its caller from. Knows nothing of workers, money or claims.

pub mod caller;
pub mod tokens;
