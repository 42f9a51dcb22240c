//! A small seeded source of numbers (SplitMix64). It is ours, so that a seed means the same roster on
//! every machine and after every upgrade; it is not for anything secret.

/// A stream of numbers that its seed decides.
#[derive(Clone)]
pub struct Random(u64);

/// Something to choose from: never empty, so that choosing cannot fail.
pub struct Choice<T: 'static>(pub T, pub &'static [T]);

impl Random {
    /// A stream of its own for each label: adding a village leaves the others as they were.
    pub fn new(seed: u64, label: &str) -> Self {
        let start = label.bytes().fold(0xcbf2_9ce4_8422_2325 ^ seed, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        let mut random = Self(start);
        random.next();
        random
    }

    /// Sixty-four more bits.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: u32) -> u32 {
        let [a, b, c, d, ..] = self.next().to_be_bytes();
        let scaled = u64::from(u32::from_be_bytes([a, b, c, d])) * u64::from(end);
        let [a, b, c, d, ..] = scaled.to_be_bytes();
        u32::from_be_bytes([a, b, c, d])
    }

    /// True in `per_mille` of a thousand cases.
    pub fn chance(&mut self, per_mille: u32) -> bool {
        self.below(1000) < per_mille
    }

    /// A place in a row of `length` things; 0 when there are none.
    pub fn index(&mut self, length: usize) -> usize {
        let end = u32::try_from(length).unwrap_or(u32::MAX);
        usize::try_from(self.below(end)).unwrap_or(usize::MAX)
    }

    /// One of the things, each as likely as the others.
    pub fn pick<T: Copy>(&mut self, choice: &Choice<T>) -> T {
        // One place past the end of the rest stands for the first.
        let place = self.index(choice.1.len().saturating_add(1));
        choice.1.get(place).copied().unwrap_or(choice.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_seed_and_the_label_decide_the_stream() {
        let take = |seed, label| {
            let mut random = Random::new(seed, label);
            [random.next(), random.next(), random.next()]
        };
        assert_eq!(take(7, "35.29.01.1015"), take(7, "35.29.01.1015"));
        assert_ne!(take(7, "35.29.01.1015"), take(8, "35.29.01.1015"));
        assert_ne!(take(7, "35.29.01.1015"), take(7, "35.29.01.1016"));
    }

    #[test]
    fn numbers_stay_below_their_end_and_reach_all_of_it() {
        let mut random = Random::new(1, "below");
        let mut seen = [0_u32; 10];
        for _ in 0..10_000 {
            let number = usize::try_from(random.below(10)).unwrap_or(usize::MAX);
            assert!(number < 10);
            for (place, count) in seen.iter_mut().enumerate() {
                *count += u32::from(place == number);
            }
        }
        assert!(seen.iter().all(|count| (800..1200).contains(count)), "{seen:?}");
        assert_eq!(random.below(0), 0);
    }

    #[test]
    fn picking_reaches_the_first_and_the_rest() {
        let mut random = Random::new(1, "pick");
        let choice = Choice('a', &['b', 'c']);
        let picked: String = (0..100).map(|_| random.pick(&choice)).collect();
        assert!(['a', 'b', 'c'].iter().all(|letter| picked.contains(*letter)));
    }
}
