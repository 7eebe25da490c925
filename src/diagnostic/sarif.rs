//! Findings as SARIF 2.1.0, the exchange format of checking tools.

use serde_json::{Value, json};

use super::{Diagnostic, Fix};
use crate::source::{Source, Span};

/// What SARIF says of a rule.
#[derive(Debug, Clone)]
pub struct RuleText {
    /// Code.
    pub code: &'static str,
    /// What it finds, in a few words.
    pub title: &'static str,
    /// What it looks at and finds.
    pub what: &'static str,
    /// Why it is a fault, with examples.
    pub help: String,
}

/// The language of all messages.
const LANGUAGE: &str = "zh-CN";

/// The findings of a file.
pub fn results(source: &Source, findings: &[Diagnostic], rules: &[RuleText]) -> Vec<Value> {
    findings.iter().map(|finding| result(source, finding, rules)).collect()
}

/// The findings of several files as one run, with the problems of files that could not be read.
pub fn log(results: Vec<Value>, problems: &[String], rules: &[RuleText]) -> Value {
    let notifications: Vec<Value> =
        problems.iter().map(|problem| json!({ "level": "error", "message": message(problem) })).collect();
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "nianbao",
                "version": env!("CARGO_PKG_VERSION"),
                "language": LANGUAGE,
                "rules": rules.iter().map(rule).collect::<Vec<_>>(),
            }},
            "language": LANGUAGE,
            "columnKind": "unicodeCodePoints",
            "invocations": [{
                "executionSuccessful": problems.is_empty(),
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
        }],
    })
}

fn rule(rule: &RuleText) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": message(rule.title),
        "fullDescription": message(rule.what),
        "help": message(&rule.help),
    })
}

/// A message; SARIF reads single braces in one as the place of an argument.
fn message(text: &str) -> Value {
    json!({ "text": text.replace('{', "{{").replace('}', "}}") })
}

fn result(source: &Source, finding: &Diagnostic, rules: &[RuleText]) -> Value {
    // A place in a published file is no region of its bytes.
    let place = finding.place.as_ref().map(|place| place.words.as_str()).filter(|words| !words.is_empty());
    let place = place.map(|place| format!("（{place}）")).unwrap_or_default();
    let words = match finding.advice() {
        Some(help) => format!("{}{place}。改法：{help}", finding.message),
        None => format!("{}{place}", finding.message),
    };
    let mut result = json!({
        "ruleId": finding.code.0,
        "level": finding.severity.id(),
        "message": message(&words),
        "locations": [location(source, finding.span, finding.place.is_some())],
        "relatedLocations": finding.cells.iter().enumerate().map(|(id, cell)| {
            let mut place = location(source, cell.span, finding.place.is_some());
            set(&mut place, "id", json!(id));
            set(&mut place, "message", message(&format!("{} = {}", cell.path, cell.value)));
            place
        }).collect::<Vec<_>>(),
    });
    if let Some(index) = rules.iter().position(|rule| rule.code == finding.code.0) {
        set(&mut result, "ruleIndex", json!(index));
    }
    if let Some(fix) = &finding.fix {
        set(&mut result, "fixes", json!([self::fix(source, fix)]));
    }
    if let Some(reason) = &finding.accepted {
        set(&mut result, "suppressions", json!([{ "kind": "inSource", "justification": reason }]));
    }
    result
}

fn set(object: &mut Value, key: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

/// A fix as replacements of the file's text; what is put in is text, and no message.
fn fix(source: &Source, fix: &Fix) -> Value {
    let replacements = fix.edits.iter().map(|edit| {
        json!({
            "deletedRegion": region(source, edit.span),
            "insertedContent": { "text": edit.text },
        })
    });
    json!({
        "description": message(&fix.words()),
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(source.name()) },
            "replacements": replacements.collect::<Vec<_>>(),
        }],
    })
}

/// A published file has no lines to which a region could lead.
fn location(source: &Source, span: Span, is_published: bool) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(source.name()) } });
    if !is_published {
        set(&mut physical, "region", region(source, span));
    }
    json!({ "physicalLocation": physical })
}

/// A stretch of the text, in lines and characters from 1; a byte-order mark does not count.
fn region(source: &Source, span: Span) -> Value {
    let (from, to) = (source.position(span.start), source.position(span.end));
    json!({
        "startLine": from.line,
        "startColumn": from.column,
        "endLine": to.line,
        "endColumn": to.column,
    })
}

/// A file name as a relative URI reference: what a URI cannot hold is percent-encoded.
fn uri(name: &str) -> String {
    let mut out = String::new();
    for byte in name.replace('\\', "/").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte))
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;

    #[test]
    fn a_finding_has_its_rule_level_place_and_reason() {
        let source = Source::new("年 报.toml", "a\n年报b\n");
        let mut finding = Diagnostic::error(Code("T101"), Span::new(2, 8), "错").help("写成 {{ year }}");
        finding.accepted = Some("已核实".into());
        let rules = [RuleText { code: "T101", title: "t", what: "w", help: "h".into() }];
        let log = log(results(&source, &[finding], &rules), &[], &rules);
        assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], true);
        let result = &log["runs"][0]["results"][0];
        assert_eq!(result["message"]["text"], "错。改法：写成 {{{{ year }}}}");
        assert_eq!(result["ruleId"], "T101");
        assert_eq!(result["ruleIndex"], 0);
        assert_eq!(result["suppressions"][0]["justification"], "已核实");
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], "%E5%B9%B4%20%E6%8A%A5.toml");
        assert_eq!(
            place["region"],
            json!({ "startLine": 2, "startColumn": 1, "endLine": 2, "endColumn": 3 })
        );
    }

    #[test]
    fn a_file_that_could_not_be_read_is_said() {
        let log = log(Vec::new(), &["无法读取“a{1}.toml”".to_owned()], &[]);
        let invocation = &log["runs"][0]["invocations"][0];
        assert_eq!(invocation["executionSuccessful"], false);
        assert_eq!(invocation["toolExecutionNotifications"][0]["message"]["text"], "无法读取“a{{1}}.toml”");
    }
}
