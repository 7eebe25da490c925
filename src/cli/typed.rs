//! The command line as a person types it: with the dashes, quotes and digits of a Chinese keyboard, and with what
//! people call a command or a kind. Only what is certain is taken as it is meant, and each time that is said.

mod characters;

use std::ffi::OsString;
use std::iter::Peekable;
use std::path::{Path, PathBuf};
use std::vec::IntoIter;

use clap::builder::{PossibleValue, ValueParser};
use clap::{Arg, Command, value_parser};

use super::files;
use crate::report::Level;
use characters::{
    closes_quote, digits, is_and, is_dash, is_equals, is_separator, is_wide_blank, opens_quote, plain,
    unquoted,
};

/// Words in quotes with blanks between them are sought in so many arguments.
const MOST_WORDS: usize = 8;

/// A command line as the parser of arguments takes it.
pub(super) struct Typed {
    /// The arguments, the name of the program among them.
    pub arguments: Vec<OsString>,
    /// What was taken otherwise than it was typed, a line each.
    pub remarks: Vec<String>,
}

/// Reads a command line as it is meant. What is a file under exactly that name is left as it is.
pub(super) fn read(root: &Command, arguments: Vec<OsString>) -> Typed {
    let arguments = joined(split(root, arguments));
    let mut reader = Reader { root, called: root, out: Vec::new(), remarks: Vec::new() };
    let mut rest = arguments.into_iter().peekable();
    reader.out.extend(rest.next());
    reader.command(&mut rest);
    reader.words(&mut rest);
    Typed { arguments: reader.out, remarks: reader.remarks }
}

/// Cuts at the wide blanks between a command, its files and its options.
fn split(root: &Command, arguments: Vec<OsString>) -> Vec<OsString> {
    let cut = |(index, argument): (usize, OsString)| {
        let parts: Vec<&str> = match argument.to_str().filter(|_| index > 0) {
            Some(text) => text.split(is_wide_blank).filter(|part| !part.is_empty()).collect(),
            None => Vec::new(),
        };
        let is_command = || index == 1 && parts.first().is_some_and(|first| command(root, first).is_some());
        let has_option = || parts.iter().skip(1).any(|part| part.starts_with(is_dash));
        let are_files = || parts.iter().all(|part| files::exists(Path::new(part)));
        match parts.len() > 1 && !is_file(&argument) && (is_command() || has_option() || are_files()) {
            true => parts.into_iter().map(OsString::from).collect(),
            false => vec![argument],
        }
    };
    arguments.into_iter().enumerate().flat_map(cut).collect()
}

/// Puts together what stands in quotes that the shell took no notice of: `“2025` and `年报.toml”`.
fn joined(arguments: Vec<OsString>) -> Vec<OsString> {
    let texts: Vec<Option<&str>> = arguments.iter().map(|argument| argument.to_str()).collect();
    let (mut out, mut at) = (Vec::new(), 0);
    while let (Some(argument), Some(text)) = (arguments.get(at), texts.get(at)) {
        let opens = at > 0 && text.is_some_and(opens_quote) && !is_file(argument);
        let following = texts.get(at + 1..).unwrap_or_default().iter().take(MOST_WORDS);
        let end = if opens { following.flatten().position(|text| closes_quote(text)) } else { None };
        let count = end.map_or(1, |end| end + 2);
        let words = texts.get(at..at + count).unwrap_or_default().iter().flatten().copied();
        out.push(if count == 1 { argument.clone() } else { words.collect::<Vec<_>>().join(" ").into() });
        at += count;
    }
    out
}

/// The command of a name, or of what people call it.
fn command<'c>(root: &'c Command, word: &str) -> Option<&'c Command> {
    let word = plain(unquoted(word).unwrap_or(word));
    let is_called = |one: &&Command| one.get_name() == word || one.get_all_aliases().any(|name| name == word);
    root.get_subcommands().find(is_called)
}

/// True for the name of something that is there.
fn is_file(name: &OsString) -> bool {
    !name.is_empty() && files::exists(Path::new(name))
}

struct Reader<'c> {
    root: &'c Command,
    /// The command that is called, once it is known.
    called: &'c Command,
    out: Vec<OsString>,
    remarks: Vec<String>,
}

/// What begins with a dash, as it was typed.
struct Dashed<'t> {
    /// The dashes before it.
    dashes: &'t str,
    name: &'t str,
    /// What stands behind a sign of equality.
    value: Option<&'t str>,
}

impl<'t> Dashed<'t> {
    /// `None` for what is no option.
    fn read(word: &'t str) -> Option<Self> {
        let rest = word.trim_start_matches(is_dash);
        let dashes = word.get(..word.len() - rest.len()).filter(|dashes| !dashes.is_empty())?;
        let (name, value) = match rest.split_once(is_equals) {
            Some((name, value)) => (name, Some(value)),
            None => (rest, None),
        };
        Some(Self { dashes, name, value })
    }
}

impl<'c> Reader<'c> {
    /// Takes a token over as it was typed.
    fn keep(&mut self, token: OsString) {
        self.out.push(token);
    }

    /// Takes tokens as they are meant, and says so.
    fn take(&mut self, typed: &str, meant: Vec<String>) {
        let words = meant.join(" ");
        if words != typed {
            let is_unquoted = unquoted(typed).is_some_and(|inner| inner == words);
            self.remarks.push(match is_unquoted {
                _ if words.is_empty() => format!("“{typed}”不算在内"),
                true => format!("外面的引号不算在内：{words}"),
                false => format!("“{typed}”按“{words}”处理"),
            });
        }
        self.out.extend(meant.into_iter().map(OsString::from));
    }

    fn command(&mut self, rest: &mut Peekable<IntoIter<OsString>>) {
        const HELP: [&str; 6] = ["/?", "-?", "/h", "/help", "帮助", "help"];
        let Some(word) = rest.peek().and_then(|word| word.to_str()).map(str::to_owned) else { return };
        if let Some(called) = command(self.root, &word) {
            self.called = called;
            rest.next();
            self.take(&word, vec![called.get_name().to_owned()]);
        } else if HELP.contains(&plain(&word).as_str()) {
            // `nianbao help check` is what many try first.
            rest.next();
            self.command(rest);
            self.keep("--help".into());
        }
    }

    fn words(&mut self, rest: &mut Peekable<IntoIter<OsString>>) {
        while let Some(token) = rest.next() {
            let Some(word) = token.to_str().map(str::to_owned) else {
                self.keep(token);
                continue;
            };
            if word == "--" {
                self.keep(token);
                self.out.extend(rest);
                return;
            }
            match Dashed::read(&word).filter(|option| !option.name.is_empty()) {
                Some(option) => self.option(&word, &option, rest),
                None if is_file(&token) => self.keep(token),
                None => match (several(&word), unquoted(&word)) {
                    (Some(files), _) => self.take(&word, files),
                    (None, Some(inner)) => self.take(&word, vec![inner.to_owned()]),
                    (None, None) => self.keep(token),
                },
            }
        }
    }

    fn option(&mut self, word: &str, option: &Dashed<'_>, rest: &mut Peekable<IntoIter<OsString>>) {
        let argument = self.argument(option.name);
        let written = argument.map(|argument| (argument, spelling(argument, option.name)));
        let is_exact = written.as_ref().is_some_and(|(_, name)| {
            word == name || option.value.is_some_and(|value| *word == format!("{name}={value}"))
        });
        let exists = !is_exact && files::exists(Path::new(word));
        match written {
            // A name that begins with a dash would be read as an option.
            _ if exists && word.starts_with('-') => self.keep(format!("./{word}").into()),
            _ if exists => self.keep(word.into()),
            Some((argument, name)) => self.known(word, argument, &name, option.value, rest),
            // The parser says what is wrong with it, and what is like it.
            None if option.dashes.chars().all(|c| c == '-') => self.keep(word.into()),
            None => {
                let value = option.value.map(|value| format!("={value}")).unwrap_or_default();
                self.keep(format!("--{}{value}", option.name).into());
            }
        }
    }

    /// The option of the command that is called so.
    fn argument(&self, name: &str) -> Option<&'c Arg> {
        let plain = plain(name);
        let (called, root) = (self.called, self.root);
        let all = || called.get_arguments().chain(root.get_arguments().filter(|one| one.is_global_set()));
        let is_long = |one: &&Arg| {
            let aliases = one.get_all_aliases().unwrap_or_default();
            one.get_long() == Some(plain.as_str()) || aliases.contains(&plain.as_str())
        };
        let letter = || {
            let mut letters = name.chars();
            letters.next().filter(|_| letters.next().is_none()).map(crate::report::to_half_width)
        };
        let is_short = |one: &&Arg| letter().is_some_and(|letter| one.get_short() == Some(letter));
        all().find(is_long).or_else(|| all().find(is_short))
    }

    /// An option that there is, with its value.
    fn known(
        &mut self,
        word: &str,
        argument: &Arg,
        name: &str,
        attached: Option<&str>,
        rest: &mut Peekable<IntoIter<OsString>>,
    ) {
        if let Some(value) = attached {
            let (typed, value) = self.with_following(word, argument, value, rest);
            return self.take(&typed, vec![format!("{name}={value}")]);
        }
        let takes_value = argument.get_action().takes_values();
        let next = rest.peek().filter(|_| takes_value).and_then(|next| next.to_str()).map(str::to_owned);
        let is_value = |next: &String| {
            let is_choice = || choice(argument, next).is_some() && !files::exists(Path::new(next));
            !next.starts_with(is_dash) && (!argument.is_require_equals_set() || is_choice())
        };
        let Some(next) = next.filter(is_value) else { return self.take(word, vec![name.to_owned()]) };
        rest.next();
        let (typed, value) = self.with_following(&format!("{word} {next}"), argument, &next, rest);
        let meant = match argument.is_require_equals_set() {
            true => vec![format!("{name}={value}")],
            false => vec![name.to_owned(), value],
        };
        self.take(&typed, meant);
    }

    /// A value as it is meant, with the rest of a list that has blanks in it; and all of that as it was typed.
    fn with_following(
        &self,
        typed: &str,
        argument: &Arg,
        first: &str,
        rest: &mut Peekable<IntoIter<OsString>>,
    ) -> (String, String) {
        let (mut typed, mut value) = (typed.to_owned(), first.to_owned());
        while argument.get_value_delimiter().is_some()
            && let Some(next) = rest.peek().and_then(|next| next.to_str())
        {
            let goes_on = value.ends_with(is_separator) || next.starts_with(is_separator);
            let is_choice = || !files::exists(Path::new(next)) && all_choices(argument, next);
            if next.starts_with(is_dash) || !goes_on && !is_choice() {
                break;
            }
            typed = format!("{typed} {next}");
            value = format!("{value} {next}");
            rest.next();
        }
        let meant = meant(argument, &value);
        (typed, meant)
    }
}

/// The files of a list in one argument (`a.toml、b.toml`), if each of them can be meant.
fn several(word: &str) -> Option<Vec<String>> {
    let is_meant = |part: &String| {
        let path = Path::new(part);
        files::exists(path) || files::meant(path).is_some()
    };
    if word.chars().all(|c| is_separator(c) || is_and(c)) {
        return (!word.is_empty()).then(Vec::new);
    }
    let cut = |is_between: fn(char) -> bool| {
        let parts = word.split(is_between).map(|part| unquoted(part).unwrap_or(part).trim().to_owned());
        let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
        let is_list = word.contains(is_between) && !parts.is_empty();
        (is_list && parts.iter().all(is_meant)).then_some(parts)
    };
    // Names may have a blank in them, or 和.
    cut(|c| is_separator(c) && !c.is_whitespace())
        .or_else(|| cut(|c| is_separator(c) && !c.is_whitespace() || is_and(c)))
        .or_else(|| cut(is_separator))
}

/// How an option is written.
fn spelling(argument: &Arg, name: &str) -> String {
    match (argument.get_long(), argument.get_short()) {
        (_, Some(short)) if name.chars().count() == 1 => format!("-{short}"),
        (Some(long), _) => format!("--{long}"),
        (None, short) => format!("-{}", short.unwrap_or_default()),
    }
}

/// A value as it is meant; as it is where nothing else can be.
fn meant(argument: &Arg, value: &str) -> String {
    if holds(argument, value_parser!(PathBuf)) && files::exists(Path::new(value)) {
        return value.to_owned();
    }
    let value = unquoted(value).unwrap_or(value);
    if holds(argument, value_parser!(u16).into()) {
        return digits(value).unwrap_or_else(|| value.to_owned());
    }
    let chosen = |value: &str| choice(argument, value).unwrap_or_else(|| value.to_owned());
    match argument.get_value_delimiter() {
        Some(delimiter) => {
            let entries = value.split(is_separator).filter(|entry| !entry.is_empty());
            entries.map(chosen).collect::<Vec<_>>().join(&delimiter.to_string())
        }
        None => chosen(value),
    }
}

/// True for an argument whose values are of the type that this parser makes.
fn holds(argument: &Arg, parser: ValueParser) -> bool {
    argument.get_value_parser().type_id() == parser.type_id()
}

/// The name of the value that a word means; in a list, the names of all for a word that means all.
fn choice(argument: &Arg, word: &str) -> Option<String> {
    const ALL: [&str; 5] = ["全部", "所有", "全都", "都", "all"];
    let word = plain(unquoted(word).unwrap_or(word));
    let word = word.trim_start_matches('.');
    if holds(argument, value_parser!(Level).into()) {
        return Level::meant(word).map(|level| level.key().to_owned());
    }
    if let Some(delimiter) = argument.get_value_delimiter().filter(|_| ALL.contains(&word)) {
        let values = argument.get_possible_values();
        let names: Vec<&str> = values.iter().map(PossibleValue::get_name).collect();
        return Some(names.join(&delimiter.to_string())).filter(|names| !names.is_empty());
    }
    let values = argument.get_possible_values();
    let one = values.iter().find(|value| value.get_name_and_aliases().any(|name| name == word))?;
    Some(one.get_name().to_owned())
}

/// True for a list of values that there are.
fn all_choices(argument: &Arg, list: &str) -> bool {
    let mut entries = list.split(is_separator).filter(|entry| !entry.is_empty()).peekable();
    entries.peek().is_some() && entries.all(|entry| choice(argument, entry).is_some())
}
