//! A share of a class: the same students for everybody who asks, whatever else is in the folder.
//!
//! Must not know: how shares are graded or joined.

use serde::{Deserialize, Serialize};

use super::digest::Hasher;

/// Share `number` of `of`, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Shard {
    /// Which one, from 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
}

impl Shard {
    /// The whole class.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// Whether a student belongs to it.
    #[must_use]
    pub fn has(self, student: &str) -> bool {
        self.of <= 1
            || Hasher::default().with(student.as_bytes()).number() % u64::from(self.of) + 1 == u64::from(self.number)
    }
}

impl std::str::FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match parts {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Self { number, of }),
            _ => Err("`3/8`처럼 1부터 세는 번호와 전체 수를 적으십시오.".to_owned()),
        }
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_student_is_in_exactly_one_share_and_shares_are_fair() {
        let mut sizes = [0; 8];
        for student in (0..2000).map(|n| format!("학생{n}")) {
            let shares: Vec<u32> = (1..=8).filter(|&number| Shard { number, of: 8 }.has(&student)).collect();
            assert_eq!(shares.len(), 1, "{student}");
            sizes[shares[0] as usize - 1] += 1;
        }
        assert!(sizes.iter().all(|size| (200..300).contains(size)), "{sizes:?}");
        assert!(Shard { number: 3, of: 8 }.has("학생7") == Shard { number: 3, of: 8 }.has("학생7"));
    }

    #[test]
    fn a_share_is_written_as_a_fraction() {
        assert_eq!("3/8".parse(), Ok(Shard { number: 3, of: 8 }));
        for bad in ["", "3", "0/8", "9/8", "3/0", "-1/2", "1/2/3", "a/b"] {
            assert!(bad.parse::<Shard>().is_err(), "{bad}");
        }
    }
}
