//! Reads a typed filter from query pairs. Values are text, so that numbers and booleans are parsed here, strictly.

use std::str::FromStr;

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess,
    Unexpected, Visitor,
};
use serde::forward_to_deserialize_any;

use super::{Mistake, ShapeError};

/// Reads a typed filter; names that it does not know are left to the check against the document.
pub(crate) fn from_pairs<T: DeserializeOwned>(pairs: &[(String, String)]) -> Result<T, ShapeError> {
    T::deserialize(Pairs(pairs))
}

struct Pairs<'p>(&'p [(String, String)]);

impl<'de> Deserializer<'de> for Pairs<'de> {
    type Error = ShapeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        visitor.visit_map(Entries { rest: self.0.iter(), value: None })
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Entries<'p> {
    rest: std::slice::Iter<'p, (String, String)>,
    value: Option<&'p (String, String)>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = ShapeError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, ShapeError> {
        let Some(pair) = self.rest.next() else { return Ok(None) };
        self.value = Some(pair);
        let name: StrDeserializer<'de, ShapeError> = pair.0.as_str().into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, ShapeError> {
        let Some((name, value)) = self.value.take() else {
            return Err(ShapeError::custom("a value was asked for before its name"));
        };
        seed.deserialize(Scalar(value)).map_err(|e| e.under(name))
    }
}

#[derive(Clone, Copy)]
struct Scalar<'p>(&'p str);

impl Scalar<'_> {
    /// Parses a number that is written as it would be printed: `+1`, `01` and ` 1` are mistakes, not numbers.
    fn number<N: FromStr + ToString>(self) -> Result<N, ShapeError> {
        self.0.parse::<N>().ok().filter(|number| number.to_string() == self.0).ok_or_else(|| {
            ShapeError::invalid_type(Unexpected::Str(self.0), &"a number in its shortest form")
        })
    }
}

macro_rules! numbers {
    ($($method:ident $visit:ident $number:ty;)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
            visitor.$visit(self.number::<$number>()?)
        }
    )+};
}

impl<'de> Deserializer<'de> for Scalar<'de> {
    type Error = ShapeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        visitor.visit_borrowed_str(self.0)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self.0 {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            other => Err(ShapeError::invalid_type(Unexpected::Str(other), &"true or false")),
        }
    }

    numbers! {
        deserialize_i8 visit_i8 i8;
        deserialize_i16 visit_i16 i16;
        deserialize_i32 visit_i32 i32;
        deserialize_i64 visit_i64 i64;
        deserialize_u8 visit_u8 u8;
        deserialize_u16 visit_u16 u16;
        deserialize_u32 visit_u32 u32;
        deserialize_u64 visit_u64 u64;
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        visitor.visit_seq(Listed { rest: self.0.split(',') })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        let name: StrDeserializer<'de, ShapeError> = self.0.into_deserializer();
        visitor.visit_enum(name)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, _: V) -> Result<V::Value, ShapeError> {
        Err(ShapeError::here(Mistake::Unfit))
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf unit_struct tuple tuple_struct map struct identifier
        ignored_any
    }
}

/// A list in one parameter, separated by commas (`expand=warungs,standing`).
struct Listed<'p> {
    rest: std::str::Split<'p, char>,
}

impl<'de> SeqAccess<'de> for Listed<'de> {
    type Error = ShapeError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, ShapeError> {
        self.rest.next().map(|item| seed.deserialize(Scalar(item))).transpose()
    }
}
