//! Which conditions hold where in an event.

/// How many conditions a pattern may have.
pub(super) const MOST: usize = 64 * WORDS;
const WORDS: usize = 8;

/// Conditions, by their numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Set([u64; WORDS]);

impl Set {
    pub(super) fn insert(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    pub(super) fn contains(self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }

    fn is_empty(self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    fn and(self, other: Self) -> Self {
        self.zip(other, |one, two| one & two)
    }

    fn or(self, other: Self) -> Self {
        self.zip(other, |one, two| one | two)
    }

    pub(super) fn minus(self, other: Self) -> Self {
        self.zip(other, |one, two| one & !two)
    }

    fn zip(mut self, other: Self, combine: impl Fn(u64, u64) -> u64) -> Self {
        self.0.iter_mut().zip(other.0).for_each(|(one, two)| *one = combine(*one, two));
        self
    }
}

/// The event, or an element of a list: what holds in it, and the lists inside. Objects make no difference.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub(super) hits: Set,
    lists: Vec<List>,
}

#[derive(Debug)]
struct List {
    /// What holds in any element.
    hits: Set,
    elements: Vec<Group>,
}

impl Group {
    pub(super) fn is_empty(&self) -> bool {
        self.hits.is_empty() && self.lists.is_empty()
    }

    /// Adds a list by its elements in which something holds.
    pub(super) fn add_list(&mut self, mut elements: Vec<Self>) {
        if elements.len() > 1 {
            let hits = elements.iter().fold(Set::default(), |hits, element| hits.or(element.all_hits()));
            self.lists.push(List { hits, elements });
        } else if let Some(only) = elements.pop() {
            // There is nothing to choose.
            self.hits = self.hits.or(only.hits);
            self.lists.extend(only.lists);
        }
    }

    fn all_hits(&self) -> Set {
        self.lists.iter().fold(self.hits, |hits, list| hits.or(list.hits))
    }

    /// Whether all conditions hold, with one element chosen from each list.
    ///
    /// Where an event spells one path in two ways (`a.b`, and `b` inside `a`) and has lists at both, the first list with
    /// a hit answers for the condition.
    pub(super) fn holds(&self, wanted: Set) -> bool {
        let mut open = wanted.minus(self.hits);
        for list in &self.lists {
            let here = open.and(list.hits);
            if !here.is_empty() && !list.elements.iter().any(|element| element.holds(here)) {
                return false;
            }
            open = open.minus(here);
        }
        open.is_empty()
    }
}
