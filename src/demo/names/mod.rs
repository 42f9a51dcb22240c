//! Names as they stand in village lists: single names, a leading Moh. or Sitti, a father's name after one's own, a hajj title.

mod javanese;
mod madurese;

use super::random::Random;
use crate::domain::Sex;

/// A name for a person of this sex.
pub fn person(random: &mut Random, sex: Sex) -> String {
    let name = if random.chance(130) { javanese(random, sex) } else { madurese(random, sex) };
    if random.chance(60) { format!("{} {name}", hajj_title(sex)) } else { name }
}

/// How neighbours call the keeper of a stall: title and one name.
pub fn called(random: &mut Random, sex: Sex) -> String {
    let name = match sex {
        Sex::Male => random.pick(&madurese::MEN),
        Sex::Female => random.pick(&madurese::WOMEN),
    };
    if random.chance(150) {
        return format!("{} {name}", hajj_title(sex));
    }
    match sex {
        Sex::Male => format!("Pak {name}"),
        Sex::Female => format!("Bu {name}"),
    }
}

const fn hajj_title(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "H.",
        Sex::Female => "Hj.",
    }
}

fn madurese(random: &mut Random, sex: Sex) -> String {
    let (own, first) = match sex {
        Sex::Male => (random.pick(&madurese::MEN), random.pick(&madurese::MENS_FIRST)),
        Sex::Female => (random.pick(&madurese::WOMEN), random.pick(&madurese::WOMENS_FIRST)),
    };
    match random.below(100) {
        0..=44 => own.to_owned(),
        45..=74 => format!("{first} {own}"),
        75..=89 => format!("{own} {}", random.pick(&madurese::MEN)),
        _ => format!("{first} {own} {}", random.pick(&madurese::MEN)),
    }
}

fn javanese(random: &mut Random, sex: Sex) -> String {
    let (own, second) = match sex {
        Sex::Male => (random.pick(&javanese::MEN), random.pick(&javanese::MENS_SECOND)),
        Sex::Female => (random.pick(&javanese::WOMEN), random.pick(&javanese::WOMENS_SECOND)),
    };
    if random.chance(450) { own.to_owned() } else { format!("{own} {second}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_many_and_a_third_are_single() {
        let mut random = Random::new(3, "names");
        let names: Vec<String> = (0..2000)
            .map(|turn| person(&mut random, if turn % 2 == 0 { Sex::Male } else { Sex::Female }))
            .collect();
        let distinct: HashSet<&String> = names.iter().collect();
        let single = names.iter().filter(|name| !name.contains(' ')).count();
        assert!(distinct.len() > 900, "{} distinct names", distinct.len());
        assert!((600..1100).contains(&single), "{single} single names");
        assert!(names.iter().all(|name| (3..=60).contains(&name.chars().count())));
    }

    #[test]
    fn hajj_titles_follow_the_sex() {
        let mut random = Random::new(3, "titles");
        let men: Vec<String> = (0..500).map(|_| person(&mut random, Sex::Male)).collect();
        let women: Vec<String> = (0..500).map(|_| person(&mut random, Sex::Female)).collect();
        assert!(
            men.iter().any(|name| name.starts_with("H. "))
                && men.iter().all(|name| !name.starts_with("Hj. "))
        );
        assert!(
            women.iter().any(|name| name.starts_with("Hj. "))
                && women.iter().all(|name| !name.starts_with("H. "))
        );
    }
}
