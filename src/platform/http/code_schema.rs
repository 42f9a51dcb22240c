//! Code lists of the domain in the OpenAPI document: the domain itself knows nothing of it.

use std::borrow::Cow;
use std::marker::PhantomData;

use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::CodeList;

/// The schema of a code list, to be named in `#[schema(value_type = ...)]` by an alias
/// (`type SexCode = CodeOf<Sex>`): utoipa makes another name of a generic type.
pub struct CodeOf<T>(PhantomData<T>);

impl<T: CodeList> PartialSchema for CodeOf<T> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some(format!("A code of the list `{}`.", T::LIST)))
            .enum_values(Some(T::CODES.iter().copied()))
            .into()
    }
}

impl<T: CodeList> ToSchema for CodeOf<T> {
    fn name() -> Cow<'static, str> {
        let words = T::LIST.split('_').map(|word| {
            let mut letters = word.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
        });
        words.collect::<String>().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PayerKind;

    #[test]
    fn a_list_is_named_by_its_words_and_holds_its_codes() {
        assert_eq!(CodeOf::<PayerKind>::name(), "PayerKind");
        let schema = serde_json::to_value(CodeOf::<PayerKind>::schema()).unwrap();
        assert_eq!(schema["enum"][6], "self");
        assert_eq!(schema["type"], "string");
    }
}
