//! Which facts fit together.

use std::borrow::Cow;

use crate::cover::standing::rules::MembershipState;
use crate::domain::{Coded, Day, Month, ProgrammeSet};

/// Why facts do not fit together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// Somebody who is no member has no programmes, no beginning and no paid months.
    #[error("Somebody who is no member has no such fact.")]
    NoMember,
    /// A membership is for at least one programme.
    #[error("A membership is for at least one programme.")]
    NoProgramme,
    /// The membership began after the day of which the insurer spoke.
    #[error("The membership cannot begin after the day of which the insurer spoke.")]
    SinceAfterWord,
    /// Nobody has paid for a membership until a month in which it had not begun.
    #[error("The last paid month cannot lie before the month in which the membership began.")]
    PaidBeforeSince,
    /// A last paid month so far ahead is a slip of the keyboard.
    #[error(
        "The last paid month is at most {PAID_AHEAD_MONTHS} months after the day of which the insurer spoke."
    )]
    PaidTooFarAhead,
}

/// The most months after its word until which the insurer may call somebody paid. What is plausible, and no rule of a
/// regulation: nobody pays for five years ahead, and a year with a wrong digit would cover somebody for good.
pub const PAID_AHEAD_MONTHS: i32 = 60;

impl Coded for Misfit {
    fn code(&self) -> &'static str {
        match self {
            Self::NoMember => "not_with_state",
            Self::NoProgramme => "programme_required",
            Self::SinceAfterWord => "since_after_as_of",
            Self::PaidBeforeSince => "paid_until_before_since",
            Self::PaidTooFarAhead => "paid_until_too_far",
        }
    }

    fn indonesian(&self) -> Cow<'static, str> {
        match self {
            Self::NoMember => "Yang bukan peserta tidak memiliki data ini.".into(),
            Self::NoProgramme => "Kepesertaan memuat paling sedikit satu program.".into(),
            Self::SinceAfterWord => "Kepesertaan tidak dapat dimulai setelah hari keterangan BPJS.".into(),
            Self::PaidBeforeSince => {
                "Bulan terakhir yang dibayar tidak boleh sebelum bulan kepesertaan dimulai.".into()
            }
            Self::PaidTooFarAhead => {
                format!("Bulan terakhir yang dibayar paling jauh {PAID_AHEAD_MONTHS} bulan setelah hari keterangan BPJS.")
                    .into()
            }
        }
    }
}

/// How a fact stands to months that public money paid late.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LateMonths {
    /// It calls the membership active and can be the evidence that they count.
    Open,
    /// It is their evidence.
    Corrected,
    /// It says nothing of the kind.
    Never,
}

/// What can be done to a fact.
pub fn allowed(late: &LateMonths) -> Vec<&'static str> {
    match late {
        LateMonths::Open => vec!["update", "correct_late_months"],
        LateMonths::Corrected => vec!["withdraw_late_months"],
        LateMonths::Never => vec!["update"],
    }
}

/// Whether a month was paid late: after its last day. Only such a month needs the insurer's grace.
pub fn is_late(month: Month, paid_on: Option<Day>) -> bool {
    paid_on.is_some_and(|paid_on| paid_on > month.last_day())
}

/// What a fact says, as far as it must fit together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// What the insurer calls the membership.
    pub state: MembershipState,
    /// For which programmes.
    pub programmes: ProgrammeSet,
    /// Since when.
    pub since_on: Option<Day>,
    /// The last paid month.
    pub paid_until: Option<Month>,
    /// The day of which the insurer spoke.
    pub as_of: Day,
}

/// Everything that does not fit, each with the field to blame.
pub fn misfits(said: &Said) -> Vec<(&'static str, Misfit)> {
    let no_member = said.state == MembershipState::NotMember;
    let checks = [
        (no_member && !said.programmes.is_empty(), "/programmes", Misfit::NoMember),
        (no_member && said.since_on.is_some(), "/since_on", Misfit::NoMember),
        (no_member && said.paid_until.is_some(), "/paid_until", Misfit::NoMember),
        (!no_member && said.programmes.is_empty(), "/programmes", Misfit::NoProgramme),
        (said.since_on.is_some_and(|since| since > said.as_of), "/since_on", Misfit::SinceAfterWord),
        (!no_member && paid_before_since(said), "/paid_until", Misfit::PaidBeforeSince),
        (!no_member && paid_too_far(said), "/paid_until", Misfit::PaidTooFarAhead),
    ];
    checks.into_iter().filter(|(is, ..)| *is).map(|(_, pointer, misfit)| (pointer, misfit)).collect()
}

fn paid_before_since(said: &Said) -> bool {
    said.paid_until.zip(said.since_on).is_some_and(|(paid_until, since)| paid_until < Month::from_date(since))
}

fn paid_too_far(said: &Said) -> bool {
    let last = Month::from_date(said.as_of).plus(PAID_AHEAD_MONTHS);
    said.paid_until.zip(last).is_some_and(|(paid_until, last)| paid_until > last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::parse_day;

    fn said(state: MembershipState, programmes: ProgrammeSet, since: Option<&str>) -> Said {
        Said {
            state,
            programmes,
            since_on: since.map(|day| parse_day(day).unwrap()),
            paid_until: None,
            as_of: parse_day("2026-11-23").unwrap(),
        }
    }

    #[test]
    fn a_month_is_late_from_the_day_after_it() {
        let may = Month::parse("2026-05").unwrap();
        let on = |text| is_late(may, Some(parse_day(text).unwrap()));
        assert_eq!((on("2026-05-31"), on("2026-06-01"), is_late(may, None)), (false, true, false));
    }

    #[test]
    fn a_member_has_programmes_and_somebody_else_has_none() {
        assert_eq!(misfits(&said(MembershipState::Active, ProgrammeSet::ALL, Some("2026-11-23"))), []);
        assert_eq!(misfits(&said(MembershipState::NotMember, ProgrammeSet::EMPTY, None)), []);
        assert_eq!(
            misfits(&said(MembershipState::Lapsed, ProgrammeSet::EMPTY, None)),
            [("/programmes", Misfit::NoProgramme)]
        );
        let all = Said {
            paid_until: Some(Month::parse("2026-11").unwrap()),
            ..said(MembershipState::NotMember, ProgrammeSet::ALL, Some("2026-11-24"))
        };
        let pointers: Vec<_> = misfits(&all).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(pointers, ["/programmes", "/since_on", "/paid_until", "/since_on"]);
        for (paid_until, expected) in
            [("2031-11", vec![]), ("2031-12", vec![("/paid_until", Misfit::PaidTooFarAhead)])]
        {
            let paid_until = Some(Month::parse(paid_until).unwrap());
            let member = Said { paid_until, ..said(MembershipState::Active, ProgrammeSet::ALL, None) };
            assert_eq!(misfits(&member), expected);
        }
        for (paid_until, expected) in
            [("2026-03", vec![]), ("2026-02", vec![("/paid_until", Misfit::PaidBeforeSince)])]
        {
            let paid_until = Some(Month::parse(paid_until).unwrap());
            let member =
                Said { paid_until, ..said(MembershipState::Active, ProgrammeSet::ALL, Some("2026-03-15")) };
            assert_eq!(misfits(&member), expected);
        }
    }
}
