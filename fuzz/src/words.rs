//! Sentences out of words. Random bytes hardly ever make a sentence that the prose reader reads to its
//! end; random words of the kind that reports use do.

use std::sync::LazyLock;

/// The lexicon of the prose reader.
const LEXICON: &str = include_str!("../../src/prose/lexicon.txt");

/// Files whose quoted strings are words: the official labels.
const QUOTED: &[&str] = &[include_str!("../../formats/2019.toml"), include_str!("../../formats/2021.toml")];

/// Sentences whose clauses are words, too.
const SENTENCES: &[&str] = &[
    include_str!("../../tests/prose/own/corpus.tsv"),
    include_str!("../../tests/prose/departments/corpus.tsv"),
    include_str!("../../tests/prose/regions/corpus.tsv"),
];

/// What neither has: numbers of every shape, marks, references.
const OTHERS: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "０",
    "９",
    "零",
    "〇",
    "一",
    "两",
    "三",
    "十",
    "百",
    "千",
    "万",
    "亿",
    "余",
    "多",
    "约",
    "近",
    ".",
    ",",
    "．",
    "，",
    "%",
    "％",
    "‰",
    "75",
    "76",
    "79",
    "29",
    "1,234",
    "2024",
    "2023",
    "2025",
    "１２",
    "二〇二四",
    "99999999999999999999",
    "79228162514264337593543950335",
    "0.0000000000000000000000000001",
    "100%",
    "44.7%",
    "2.8万",
    "15286",
    "1037",
    "万元",
    "亿元",
    "元",
    "件",
    "。",
    "；",
    "、",
    "：",
    "（",
    "）",
    "(",
    ")",
    "《",
    "》",
    "“",
    "”",
    "【",
    "】",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    " ",
    "　",
    "- ",
    "1. ",
    "### ",
    "（一）",
    "（十二）",
    "**",
    "*",
    "|",
    "|---|\n",
    "`",
    "[",
    "](",
    "<",
    "\\",
    "{{",
    "}}",
    "{{ requests.received.total }}",
    "{{ year }}",
    "{{ last.requests.total.total }}",
    "{{ requests.granted.total | percent(of=requests.total.total) }}",
    "{{ disclosure.fees | wan }}",
    "{{ requests.received.total | change(from=last.requests.received.total) }}",
    "其中",
    "分别为",
    "合计",
    "同比增长",
    "较上年",
    "上半年",
    "我局",
    "本年度",
    "去年",
    "今年",
    "截至12月31日",
    "\u{200B}",
    "\u{1F600}",
    "11010119900307123X",
    "13800138000",
    "ICP备",
    "××",
    "TODO",
];

static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lexicon =
        LEXICON.lines().filter(|line| !line.starts_with(['@', '#'])).flat_map(str::split_whitespace);
    let quoted = QUOTED.iter().flat_map(|text| text.lines()).flat_map(strings);
    let clauses = SENTENCES.iter().flat_map(|text| text.lines()).flat_map(|line| {
        line.rsplit('\t').next().unwrap_or_default().split_inclusive(['，', '。', '；', '、', '：'])
    });
    let mut words: Vec<&str> = lexicon.chain(quoted).chain(clauses).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.dedup();
    // Three times each: an input names them as often as all clauses together.
    words.extend(OTHERS.iter().cycle().take(OTHERS.len() * 3));
    words
});

/// The quoted strings of a line, but for its comment.
fn strings(line: &'static str) -> impl Iterator<Item = &'static str> {
    let code = line.split("//").next().unwrap_or_default();
    code.split('"').skip(1).step_by(2)
}

/// The text that an input stands for: two bytes a word, or the bytes themselves.
pub fn written(bytes: &[u8], in_words: bool) -> String {
    if !in_words {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let word = |pair: &[u8]| {
        let number = pair.iter().fold(0, |number, &byte| number * 256 + usize::from(byte));
        WORDS[number % WORDS.len()]
    };
    bytes.chunks(2).map(word).collect()
}
