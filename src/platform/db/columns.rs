//! Value types of the domain as columns, so that a row cannot hold what the domain refuses.

use std::error::Error;
use std::fmt::Display;
use std::io::Write as _;
use std::str::FromStr;

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::Pg;
use diesel::serialize::{self, IsNull, Output, ToSql};
use diesel::sql_types::{Array, Date, Text};
use serde::{Deserialize, Serialize};

use crate::domain::{Day, Month, ProgrammeSet};

/// A text column that holds the string form of a `T`: code lists, region codes.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow, Serialize, Deserialize,
)]
#[diesel(sql_type = Text)]
#[serde(transparent)]
pub struct AsText<T>(pub T);

impl<T> ToSql<Text, Pg> for AsText<T>
where
    T: std::fmt::Debug + Display,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        write!(out, "{}", self.0)?;
        Ok(IsNull::No)
    }
}

impl<T> FromSql<Text, Pg> for AsText<T>
where
    T: FromStr<Err: Error + Send + Sync + 'static>,
{
    fn from_sql(bytes: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let text = std::str::from_utf8(bytes.as_bytes())?;
        Ok(Self(text.parse()?))
    }
}

/// A date column that holds a month as its first day.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, AsExpression, FromSqlRow, Serialize, Deserialize,
)]
#[diesel(sql_type = Date)]
#[serde(transparent)]
pub struct AsFirstDay(pub Month);

impl ToSql<Date, Pg> for AsFirstDay {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        <Day as ToSql<Date, Pg>>::to_sql(&self.0.first_day(), &mut out.reborrow())
    }
}

impl FromSql<Date, Pg> for AsFirstDay {
    fn from_sql(bytes: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        <Day as FromSql<Date, Pg>>::from_sql(bytes).map(|day| Self(Month::from_date(day)))
    }
}

/// An array of programme codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, AsExpression, FromSqlRow, Serialize, Deserialize)]
#[diesel(sql_type = Array<Text>)]
#[serde(transparent)]
pub struct AsCodes(pub ProgrammeSet);

impl ToSql<Array<Text>, Pg> for AsCodes {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        <Vec<&str> as ToSql<Array<Text>, Pg>>::to_sql(&self.0.codes(), &mut out.reborrow())
    }
}

impl FromSql<Array<Text>, Pg> for AsCodes {
    fn from_sql(bytes: <Pg as Backend>::RawValue<'_>) -> deserialize::Result<Self> {
        let codes = <Vec<String> as FromSql<Array<Text>, Pg>>::from_sql(bytes)?;
        Ok(Self(ProgrammeSet::parse(codes)?))
    }
}
