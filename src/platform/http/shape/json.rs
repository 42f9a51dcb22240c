//! Reads a typed request from a JSON tree; every error carries its pointer.

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error as _, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::{Mistake, ShapeError, Tree};

/// Reads a typed request.
pub(crate) fn from_tree<T: DeserializeOwned>(tree: &Tree) -> Result<T, ShapeError> {
    T::deserialize(Node(tree))
}

#[derive(Clone, Copy)]
struct Node<'t>(&'t Tree);

impl<'de> Deserializer<'de> for Node<'de> {
    type Error = ShapeError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self.0 {
            Tree::Null => visitor.visit_unit(),
            Tree::Bool(value) => visitor.visit_bool(*value),
            Tree::Unsigned(value) => visitor.visit_u64(*value),
            Tree::Signed(value) => visitor.visit_i64(*value),
            Tree::Float(value) => visitor.visit_f64(*value),
            Tree::Text(value) => visitor.visit_borrowed_str(value),
            Tree::List(items) => {
                let mut items = Items { rest: items.iter(), index: 0 };
                let value = visitor.visit_seq(&mut items)?;
                if items.rest.len() == 0 { Ok(value) } else { Err(ShapeError::here(Mistake::Unfit)) }
            }
            Tree::Object(members) => visitor.visit_map(Members { rest: members.iter(), value: None }),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ShapeError> {
        match self.0 {
            Tree::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        visitor.visit_newtype_struct(self)
    }

    /// Derived code would also take a list of the members' values; no request means that.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        match self.0 {
            Tree::Object(_) => self.deserialize_any(visitor),
            _ => Err(ShapeError::here(Mistake::WrongType { expected: "an object".to_owned() })),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        match self.0 {
            Tree::Text(name) => visitor.visit_enum(Choice { name, content: None }),
            Tree::Object(members) => match members.as_slice() {
                [(name, content)] => visitor.visit_enum(Choice { name, content: Some(Node(content)) }),
                _ => Err(ShapeError::invalid_type(Unexpected::Map, &"an object with one member")),
            },
            _ => Err(ShapeError::here(Mistake::WrongType { expected: "a string".to_owned() })),
        }
    }

    // Integers stay integers: serde would take 1 for an f64, which is right, and never 1.0 for an integer.
    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq
        tuple tuple_struct map identifier ignored_any
    }
}

struct Items<'t> {
    rest: std::slice::Iter<'t, Tree>,
    index: usize,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = ShapeError;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, ShapeError> {
        let Some(item) = self.rest.next() else { return Ok(None) };
        let value = seed.deserialize(Node(item)).map_err(|e| e.under(&self.index.to_string()))?;
        self.index += 1;
        Ok(Some(value))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

struct Members<'t> {
    rest: std::slice::Iter<'t, (String, Tree)>,
    value: Option<&'t (String, Tree)>,
}

impl<'de> MapAccess<'de> for Members<'de> {
    type Error = ShapeError;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, ShapeError> {
        let Some(member) = self.rest.next() else { return Ok(None) };
        self.value = Some(member);
        let name: StrDeserializer<'de, ShapeError> = member.0.as_str().into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, ShapeError> {
        let Some((name, value)) = self.value.take() else {
            return Err(ShapeError::custom("a value was asked for before its name"));
        };
        seed.deserialize(Node(value)).map_err(|e| e.under(name))
    }
}

struct Choice<'t> {
    name: &'t str,
    content: Option<Node<'t>>,
}

impl<'de> EnumAccess<'de> for Choice<'de> {
    type Error = ShapeError;
    type Variant = Content<'de>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Content<'de>), ShapeError> {
        let name: StrDeserializer<'de, ShapeError> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, Content(self.content)))
    }
}

struct Content<'t>(Option<Node<'t>>);

impl<'t> Content<'t> {
    fn node(self) -> Result<Node<'t>, ShapeError> {
        self.0.ok_or_else(|| ShapeError::here(Mistake::WrongType { expected: "an object".to_owned() }))
    }
}

impl<'de> VariantAccess<'de> for Content<'de> {
    type Error = ShapeError;

    fn unit_variant(self) -> Result<(), ShapeError> {
        match self.0 {
            None => Ok(()),
            Some(_) => Err(ShapeError::here(Mistake::WrongType { expected: "a string".to_owned() })),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, ShapeError> {
        seed.deserialize(self.node()?)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, ShapeError> {
        self.node()?.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ShapeError> {
        self.node()?.deserialize_any(visitor)
    }
}
