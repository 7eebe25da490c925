//! Which cells the numbers of the narrative can mean.
//!
//! A number is bound only where every word between it and its term is known; what is unknown, or
//! speaks of another time, matter or part, leaves it unbound. A false alarm costs more than a miss.

use std::ops::Range;

use rust_decimal::Decimal;

use super::Prose;
use super::lexicon::Word;
use super::number::{Figure, Precision};
use super::resolve::{Context, Meant, Topic, meaning};
use super::token::{Kind, Token, tokens};
use crate::format::CellId;
use crate::report::Report;

/// A statement of the narrative on cells of the tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The number, or the words that say none.
    pub range: Range<usize>,
    /// From the words that bind it up to its end.
    pub words: Range<usize>,
    /// The number.
    pub figure: Figure,
    /// Readings: cell paths, or sums of them with ` + ` and ` - `.
    pub candidates: Vec<String>,
    /// True if one of the readings must hold.
    pub certain: bool,
    /// The sentence.
    pub sentence: Range<usize>,
}

impl Binding {
    /// The stated number in the unit of the tables.
    pub fn value(&self) -> Decimal {
        self.figure.value
    }
}

/// The value of a reading; `None` if a cell has none.
pub fn reading_value(report: &Report, reading: &str) -> Option<Decimal> {
    let (mut sum, mut sign) = (Decimal::ZERO, Decimal::ONE);
    for part in reading.split(' ') {
        match part {
            "+" => sign = Decimal::ONE,
            "-" => sign = -Decimal::ONE,
            path => sum += sign * report.target_value(&report.form.target(path).ok()?)?,
        }
    }
    Some(sum)
}

/// The cells of a reading; `None` if the form lacks one.
pub fn reading_cells(report: &Report, reading: &str) -> Option<Vec<CellId>> {
    let paths = reading.split(' ').filter(|part| !matches!(*part, "+" | "-"));
    let cells: Option<Vec<Vec<CellId>>> =
        paths.map(|path| report.form.target(path).ok().map(|target| target.cells)).collect();
    Some(cells?.concat())
}

/// Every number of a narrative that speaks of cells, in its order.
pub fn bindings(prose: &Prose, report: &Report) -> Vec<Binding> {
    let mut reader =
        Reader { prose, report, found: Vec::new(), state: State::default(), heading: State::default() };
    let mut last_end = 0;
    for sentence in prose.sentences() {
        let between = prose.text.get(last_end..sentence.start).unwrap_or_default();
        if between.contains('\n')
            || prose.text.get(..last_end).is_some_and(|t| t.ends_with('\n'))
            || last_end == 0
        {
            reader.state = reader.heading.clone();
        }
        last_end = sentence.end;
        reader.sentence(sentence);
    }
    reader.found
}

/// What earlier words say about later ones.
#[derive(Debug, Clone, Default)]
struct State {
    context: Context,
    other_time: bool,
    other_matter: bool,
    apart: bool,
    /// Words on proceedings that still wait for their number, with where they start.
    pending: Vec<Word>,
}

struct Reader<'a> {
    prose: &'a Prose,
    report: &'a Report,
    found: Vec<Binding>,
    state: State,
    heading: State,
}

impl Reader<'_> {
    fn sentence(&mut self, sentence: Range<usize>) {
        let text = self.prose.text.get(sentence.clone()).unwrap_or_default();
        // Rows of a table, drawn or pasted, are no sentences.
        if text.starts_with('|') || text.contains('\t') {
            return;
        }
        let tokens = tokens(&self.prose.text, sentence.clone(), self.report.agency_name());
        let is_heading = text.starts_with('#');
        let state = &mut self.state;
        state.context.among = false;
        state.context.last_row = None;
        state.context.both = false;
        state.context.is_disclosure |= text.contains("信息公开") || text.contains("依申请");
        (state.apart, state.pending) = (false, Vec::new());
        if !text.starts_with("其中") {
            (state.other_time, state.other_matter) = (false, false);
        }
        for segment in tokens.split_inclusive(|token| matches!(token.kind, Kind::Stop(_))) {
            let start = segment.first().map_or(0, |token| token.range.start);
            let index = tokens.iter().position(|token| token.range.start == start).unwrap_or_default();
            self.segment(segment, tokens.get(index..).unwrap_or_default(), &sentence);
        }
        if is_heading {
            self.heading = State::default();
            self.heading.context.topic = if text.contains("申请") { Topic::Requests } else { Topic::None };
            self.heading.context.is_disclosure = text.contains("申请公开") || text.contains("复议");
        }
    }

    fn segment(&mut self, segment: &[Token], rest: &[Token], sentence: &Range<usize>) {
        let has = |wanted: Word| segment.iter().any(|token| token.kind == Kind::Word(wanted));
        let text = |token: &Token| self.prose.text.get(token.range.clone()).unwrap_or_default();
        if has(Word::OtherMatter) {
            self.state.other_matter = true;
            self.state.context.topic = Topic::None;
        } else if has(Word::Object(true)) || has(Word::Reconsideration) {
            self.state.other_matter = false;
        }
        let is_by_all = segment.iter().any(|t| text(t) == "渠道" || text(t) == "方式")
            && segment.iter().any(|t| text(t) == "等");
        let is_part = has(Word::Part) && !is_by_all;
        let mut compared = false;
        for (index, token) in segment.iter().enumerate() {
            match &token.kind {
                Kind::Year(year) => self.state.other_time = *year != self.report.year(),
                Kind::Word(Word::OtherTime) => self.state.other_time = true,
                Kind::Word(Word::WholeYear) => self.state.other_time = false,
                Kind::Word(Word::Compare) => compared = true,
                Kind::Word(Word::Apart) => self.state.apart = true,
                Kind::Word(Word::Among) => self.state.context.among = true,
                Kind::Word(word @ (Word::Neg | Word::NegAfter)) if !self.is_off(is_part || compared) => {
                    self.none(*word, segment, index, rest, sentence);
                }
                Kind::Word(word) => self.speak(*word),
                Kind::Number(figure) if !self.is_off(is_part || compared) => {
                    self.number(figure, segment, index, sentence);
                }
                _ => {}
            }
        }
        let counts = segment.iter().any(|token| matches!(token.kind, Kind::Number(_)));
        if counts || !matches!(segment.last().map(|token| &token.kind), Some(Kind::Stop('、'))) {
            self.state.pending.clear();
        }
    }

    fn is_off(&self, here: bool) -> bool {
        here || self.state.other_time || self.state.other_matter || self.state.apart
    }

    /// Notes what a word speaks of.
    fn speak(&mut self, word: Word) {
        let State { context, pending, .. } = &mut self.state;
        let before = context.topic;
        match word {
            Word::Object(true) => context.topic = Topic::Requests,
            Word::Row(row) if row.row.starts_with("requests.") && before != Topic::Requests => {
                context.topic = Topic::Requests;
            }
            Word::Reconsideration => {
                context.both |= before == Topic::Litigation;
                context.topic = Topic::Reconsideration;
                pending.push(word);
            }
            Word::Litigation(_) => {
                context.both |= before == Topic::Reconsideration;
                context.topic = Topic::Litigation;
                context.is_disclosure |= before == Topic::Reconsideration && context.is_disclosure;
                pending.push(word);
            }
            Word::Document(row) => context.topic = Topic::Document(row),
            _ => {}
        }
    }

    fn number(&mut self, figure: &Figure, segment: &[Token], index: usize, sentence: &Range<usize>) {
        let before = segment.get(..index).unwrap_or_default();
        let after = segment.get(index + 1..).unwrap_or_default();
        let (mut words, mut from) = words_of(before.iter().rev());
        let (right, _) = words_of(after.iter());
        if words.is_empty() {
            // “对29件予以公开”; but the words before a second number are that number's.
            let is_row = matches!(right.first(), Some(Word::Row(_)));
            if !is_row || after.iter().any(|token| matches!(token.kind, Kind::Number(_) | Kind::Unknown)) {
                return;
            }
            words.extend(right.iter().rev());
        } else if matches!(words.first(), Some(Word::Verb(_) | Word::Act(_)))
            && let Some(object @ (Word::Object(_) | Word::Document(_))) = right.first()
        {
            words.push(*object);
        }
        let is_each = before.iter().any(|token| token.kind == Kind::Word(Word::Each));
        let is_case = matches!(words.first(), Some(Word::Reconsideration | Word::Litigation(_)));
        let listed: Vec<Word> =
            self.state.pending.iter().copied().filter(|word| !words.contains(word)).collect();
        let Some(mut meant) = meaning(&words, self.state.context) else { return };
        if is_each && is_case {
            for word in &listed {
                if let Some(other) = meaning(&[*word], self.state.context) {
                    self.push(figure.clone(), figure.range.clone(), other, figure.range.clone(), sentence);
                }
            }
        } else if is_case && !listed.is_empty() {
            let all: Vec<Word> = words.iter().chain(&listed).copied().collect();
            meant.readings.extend(meaning(&all, self.state.context).unwrap_or_default().readings);
            if words.len() > 1 {
                meant.certain = false;
            }
        }
        let used = before.len() - from;
        from = from.min(before.len());
        let prefix = before.get(..used).unwrap_or_default();
        let Some(certain) = self.prefix(prefix, &words) else { return };
        meant.certain &= certain && from > 0;
        if !fits_unit(figure, &meant) {
            return;
        }
        let start = before.get(used).map_or(figure.range.start, |token| token.range.start);
        self.state.context.last_row = meant.row.or(self.state.context.last_row);
        self.state.pending.clear();
        self.push(figure.clone(), figure.range.clone(), meant, start..figure.range.end, sentence);
    }

    /// Whether the words before a term leave it the whole body's; `None` if they may be a part's.
    fn prefix(&self, prefix: &[Token], words: &[Word]) -> Option<bool> {
        let agency = self.report.agency_name();
        let mut certain = true;
        for token in prefix {
            let text = self.prose.text.get(token.range.clone()).unwrap_or_default();
            match token.kind {
                Kind::Unknown if text.chars().all(|c| agency.contains(c)) => {}
                Kind::Unknown => {
                    let is_body = [
                        "局", "委", "镇", "乡", "街道", "中心", "院", "办", "处", "所", "站", "科", "股",
                        "室", "队",
                    ];
                    let is_narrow = words.iter().all(|word| matches!(word, Word::Verb(_) | Word::Object(_)))
                        && !words.contains(&Word::Object(true));
                    if is_narrow || is_body.iter().any(|body| text.ends_with(body)) {
                        return None;
                    }
                    certain = false;
                }
                Kind::Number(_) => certain = false,
                _ => {}
            }
        }
        Some(certain)
    }

    /// Words that say none: of what follows, or of what came before.
    fn none(&mut self, word: Word, segment: &[Token], index: usize, rest: &[Token], sentence: &Range<usize>) {
        let Some(neg) = segment.get(index) else { return };
        let mut words = Vec::new();
        let mut end = neg.range.end;
        for token in rest.iter().skip_while(|token| token.range.start <= neg.range.start) {
            match &token.kind {
                Kind::Word(Word::Fill | Word::WholeYear | Word::Each) => {}
                Kind::Word(
                    word @ (Word::Object(_)
                    | Word::Reconsideration
                    | Word::Litigation(_)
                    | Word::Verb(_)
                    | Word::Row(_)
                    | Word::Document(_)
                    | Word::Act(_)),
                ) => words.push(*word),
                Kind::Stop('、') => {}
                Kind::Stop(_) => break,
                _ => return,
            }
            end = token.range.end;
        }
        let before = segment.get(..index).unwrap_or_default();
        let is_back = words.is_empty() || word == Word::NegAfter;
        if is_back {
            words = std::mem::take(&mut self.state.pending);
        }
        let Some(certain) = self.prefix(before, &[Word::Object(true)]) else { return };
        let zero = Figure {
            range: neg.range.start..end,
            value: Decimal::ZERO,
            step: Decimal::ONE,
            precision: Precision::Exact,
            unit: "",
        };
        for meant in self.denied(&words) {
            let meant = Meant { certain: meant.certain && certain, ..meant };
            self.push(zero.clone(), zero.range.clone(), meant, zero.range.clone(), sentence);
        }
    }

    /// What each of the words after 未收到, 没有, 无 names.
    fn denied(&self, words: &[Word]) -> Vec<Meant> {
        let context = self.state.context;
        let is_case = |word: &&Word| matches!(word, Word::Reconsideration | Word::Litigation(_));
        let cases: Vec<Meant> =
            words.iter().filter(is_case).filter_map(|word| meaning(&[*word], context)).collect();
        if !cases.is_empty() {
            let mut all = cases;
            if words.contains(&Word::Object(true)) {
                all.extend(meaning(&[Word::Object(true)], context));
            }
            return all;
        }
        let reversed: Vec<Word> = words.iter().rev().copied().collect();
        let is_done = reversed.iter().any(|word| match word {
            Word::Verb(verb) => !verb.row.starts_with("requests.received"),
            _ => false,
        });
        let rows: Vec<Word> = reversed.iter().copied().filter(|word| matches!(word, Word::Row(_))).collect();
        if is_done || rows.len() > 1 {
            return Vec::new();
        }
        if let [row] = rows.as_slice() {
            return meaning(&[*row], context).into_iter().collect();
        }
        if reversed.iter().all(|word| matches!(word, Word::Verb(_) | Word::Object(_))) {
            let speaks = reversed.contains(&Word::Object(true)) || context.topic == Topic::Requests;
            let mut meant = if speaks && reversed.iter().any(|w| matches!(w, Word::Object(_))) {
                meaning(&[Word::Object(true)], Context { among: false, ..context })
            } else {
                None
            };
            if let Some(meant) = &mut meant {
                // None received: the row of new applications is the one that is meant.
                meant.readings.truncate(1);
                meant.certain = true;
            }
            return meant.into_iter().collect();
        }
        meaning(&reversed, context).into_iter().collect()
    }

    fn push(
        &mut self,
        figure: Figure,
        range: Range<usize>,
        meant: Meant,
        words: Range<usize>,
        sentence: &Range<usize>,
    ) {
        let mut candidates: Vec<String> = Vec::new();
        for reading in meant.readings {
            if reading_cells(self.report, &reading).is_some() && !candidates.contains(&reading) {
                candidates.push(reading);
            }
        }
        if candidates.is_empty() {
            return;
        }
        self.found.push(Binding {
            range,
            words,
            figure,
            candidates,
            certain: meant.certain,
            sentence: sentence.clone(),
        });
    }
}

/// The words beside a number up to the first unknown one, and how many tokens they take.
fn words_of<'t>(tokens: impl Iterator<Item = &'t Token>) -> (Vec<Word>, usize) {
    let (mut words, mut taken) = (Vec::new(), 0);
    for (index, token) in tokens.enumerate() {
        match token.kind {
            Kind::Word(Word::Fill | Word::WholeYear | Word::Each) | Kind::Year(_) => {}
            Kind::Word(Word::Among | Word::Neg | Word::NegAfter) => break,
            Kind::Word(word) => {
                words.push(word);
                taken = index + 1;
            }
            Kind::Stop(_) | Kind::Number(_) | Kind::Unknown => break,
        }
    }
    (words, taken)
}

/// Whether a number with that unit can be a figure of those cells.
fn fits_unit(figure: &Figure, meant: &Meant) -> bool {
    let is_amount = |path: &String| path == "disclosure.fees" || path.ends_with(".amount");
    match figure.unit {
        "万元" | "元" | "亿元" => figure.unit == "万元" && meant.readings.iter().any(is_amount),
        "件" | "宗" | "份" | "例" | "起" | "个" | "件次" => {
            !meant.readings.iter().any(|p| p == "disclosure.fees")
        }
        "" => figure.step >= Decimal::ONE && !meant.readings.iter().any(is_amount),
        "条" | "次" => meant.readings.iter().all(|path| path.starts_with("requests.")),
        _ => false,
    }
}
