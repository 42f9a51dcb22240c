//! Sealed bytes and lookup hashes as column types.

use std::fmt;
use std::marker::PhantomData;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::Pg;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Binary;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A column of bytes that belongs to a `T` but shows nothing of it.
macro_rules! byte_column {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(AsExpression, FromSqlRow)]
        #[diesel(sql_type = Binary)]
        pub struct $name<T> {
            bytes: Vec<u8>,
            of: PhantomData<fn() -> T>,
        }

        impl<T> $name<T> {
            /// Takes bytes as they are stored.
            pub fn from_bytes(bytes: Vec<u8>) -> Self {
                Self { bytes, of: PhantomData }
            }

            /// The bytes as they are stored.
            pub fn as_bytes(&self) -> &[u8] {
                &self.bytes
            }
        }

        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                Self::from_bytes(self.bytes.clone())
            }
        }

        impl<T> PartialEq for $name<T> {
            fn eq(&self, other: &Self) -> bool {
                self.bytes == other.bytes
            }
        }

        impl<T> Eq for $name<T> {}

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }

        impl<T> ToSql<Binary, Pg> for $name<T> {
            fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
                <Vec<u8> as ToSql<Binary, Pg>>::to_sql(&self.bytes, out)
            }
        }

        impl<T> FromSql<Binary, Pg> for $name<T> {
            fn from_sql(bytes: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
                <Vec<u8> as FromSql<Binary, Pg>>::from_sql(bytes).map(Self::from_bytes)
            }
        }

        impl<T> Serialize for $name<T> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&STANDARD.encode(&self.bytes))
            }
        }

        impl<'de, T> Deserialize<'de> for $name<T> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                STANDARD.decode(text).map(Self::from_bytes).map_err(|_| D::Error::custom("not base64"))
            }
        }
    };
}

byte_column! {
    /// A sealed `T`: ciphertext with its header. Serialises as base64 of the ciphertext.
    Sealed
}

byte_column! {
    /// The keyed hash under which a `T` is found again (32 bytes). Serialises as base64.
    LookupHash
}
