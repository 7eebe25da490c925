//! What of a heading is a heading: last year's statements and figures are none, wherever they stand.

/// A run-in heading with more characters, its ordinal not counted, is a statement.
const LONGEST_LEAD: usize = 20;
/// What is counted: a numeral before one of them is a figure.
const COUNTERS: &str = "条件项次个篇份场人家期起例名户宗类批套部处轮笔天日月年度万亿元倍成％%";
const NUMERALS: &str = "〇零○一二两三四五六七八九十百千万亿";

/// True if the words behind an ordinal, the report year not among them, state a figure.
pub(super) fn states_figure(words: &str) -> bool {
    if words.contains(is_digit) || words.contains("百分之") {
        return true;
    }
    let mut after_numeral = false;
    for c in words.chars() {
        if after_numeral && COUNTERS.contains(c) {
            return true;
        }
        // 八十余件
        after_numeral = is_numeral(c) || after_numeral && matches!(c, '余' | '多' | '几' | ' ');
    }
    false
}

/// True if a run-in heading is a sentence of last year's.
pub(super) fn is_statement(words: &str) -> bool {
    words.contains(['，', ',', '；', '：']) || words.chars().count() > LONGEST_LEAD
}

fn is_numeral(c: char) -> bool {
    NUMERALS.contains(c)
}

/// `8`, `８`, `⑧`, `٨`
fn is_digit(c: char) -> bool {
    c.is_numeric() && !is_numeral(c)
}

#[cfg(test)]
mod tests {
    use super::{is_statement, states_figure};

    #[test]
    fn figures_are_digits_of_any_width_and_counted_numerals() {
        for text in ["86件", "８６件", "办理八十六件", "开展十余次", "约⑨", "百分之九十", "二〇二三年"]
        {
            assert!(states_figure(text), "{text}");
        }
        for text in ["主动公开", "“一网通办”", "“十四五”规划", "三公经费", ""] {
            assert!(!states_figure(text), "{text}");
        }
        assert!(is_statement("全年公开及时，群众满意。") && !is_statement("主动公开政府信息情况。"));
    }
}
