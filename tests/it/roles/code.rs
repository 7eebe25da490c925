//! What stands in Rust code: its literals, without comments, tests and the explanations of rules.

/// A literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Literal {
    pub line: usize,
    /// The words of a text in quotes, or the digits of a number.
    pub text: String,
    pub is_number: bool,
}

/// The literals of a file. Left out are tests, what a rule says of itself (it speaks of the national
/// forms), and the names that values have in a message.
pub fn literals(code: &str) -> Vec<Literal> {
    let code = &without_explanation(code.split("#[cfg(test)]\nmod tests").next().unwrap());
    let chars: Vec<char> = code.chars().collect();
    let (mut found, mut line, mut at) = (Vec::new(), 1, 0);
    while at < chars.len() {
        let (token, text) = token(&chars, at);
        let name_of_value = chars[..at].ends_with(&['.', 'v', 'a', 'l', 'u', 'e', '(']);
        match token {
            Token::Text if !name_of_value => found.push(Literal { line, text, is_number: false }),
            Token::Number => found.push(Literal { line, text, is_number: true }),
            _ => {}
        }
        let end = at + length(&chars, at);
        line += chars[at..end].iter().filter(|c| **c == '\n').count();
        at = end;
    }
    found
}

enum Token {
    Text,
    Number,
    Other,
}

/// The token that begins at a place, with what it says.
fn token(chars: &[char], at: usize) -> (Token, String) {
    let end = at + length(chars, at);
    let whole: String = chars[at..end].iter().collect();
    match chars[at] {
        '"' => (Token::Text, unescaped(&whole[1..whole.len() - 1])),
        'r' if whole.ends_with(['"', '#']) && end > at + 1 => {
            (Token::Text, whole[1..].trim_matches('#').trim_matches('"').to_owned())
        }
        c if c.is_ascii_digit() => (Token::Number, whole.replace('_', "")),
        _ => (Token::Other, String::new()),
    }
}

/// How many characters the token has that begins at a place.
fn length(chars: &[char], at: usize) -> usize {
    let rest = &chars[at..];
    let until = |end: &str| {
        let end: Vec<char> = end.chars().collect();
        let place = (1..rest.len()).find(|&place| rest[place..].starts_with(&end));
        place.map_or(rest.len(), |place| place + end.len())
    };
    match rest {
        ['/', '/', ..] => until("\n"),
        ['/', '*', ..] => until("*/"),
        ['r', '#', '"', ..] => until("\"#"),
        ['r', '"', ..] => 1 + rest[2..].iter().position(|c| *c == '"').map_or(0, |place| place + 2),
        ['"', ..] => {
            let mut end = 1;
            while end < rest.len() && rest[end] != '"' {
                end += 1 + usize::from(rest[end] == '\\');
            }
            end + 1
        }
        ['\'', '\\', 'u', ..] => until("}'"),
        ['\'', '\\', _, '\'', ..] => 4,
        ['\'', _, '\'', ..] => 3,
        [c, ..] if c.is_ascii_alphanumeric() || *c == '_' => {
            rest.iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '_').count()
        }
        _ => 1,
    }
}

fn unescaped(text: &str) -> String {
    text.replace("\\\"", "\"").replace("\\n", "\n").replace("\\\\", "\\")
}

/// The code without the value of `RULE`, its lines kept.
fn without_explanation(code: &str) -> String {
    let Some((before, rule)) = code.split_once("const RULE: Rule = Rule {") else { return code.to_owned() };
    let end = rule.find("\n};").unwrap();
    let lines = "\n".repeat(rule[..end].matches('\n').count());
    format!("{before}{lines}{}", &rule[end..])
}

#[test]
fn literals_are_told_from_comments_tests_and_explanations() {
    let code = "//! \"no\"\nconst RULE: Rule = Rule {\n    why: \"no\",\n};\nlet a = (\"一\\\"\\n\", '\"', 2_019, r\"b\", r#\"c\"#);\n\
                fn f<'a>(x: &'a str) {} // \"no\"\n/* \"no\" */ f.value(\"no\", '\\'', k2019, '\\u{FEFF}');\n\
                #[cfg(test)]\nmod tests {\n    \"no\"\n}\n";
    let found: Vec<(usize, String, bool)> =
        literals(code).into_iter().map(|found| (found.line, found.text, found.is_number)).collect();
    let expected = [(5, "一\"\n", false), (5, "2019", true), (5, "b", false), (5, "c", false)];
    assert_eq!(found, expected.map(|(line, text, is_number)| (line, text.to_owned(), is_number)));
}
