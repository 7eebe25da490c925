//! Faces made for the purpose: a few tables, and one glyph.

use std::path::{Path, PathBuf};

use super::find::{Found, Shelf};
use super::names::faces;
use super::table;
use crate::cli::files::{self, Pieces};
use crate::layout::{Style, Wanted, wanted};

/// What a face says of itself.
#[derive(Clone)]
struct Made {
    /// Platform, encoding, number and bytes of each name.
    names: Vec<(u16, u16, u16, Vec<u8>)>,
    weight: u16,
    licence: u16,
    selection: u16,
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_be_bytes).collect()
}

/// A face of a family, named in any languages.
fn made(families: &[&str], weight: u16) -> Made {
    let names = families.iter().map(|family| (3, 1, 1, utf16(family))).collect();
    Made { names, weight, licence: 0, selection: 0 }
}

fn words(numbers: &[u16]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
}

impl Made {
    fn named(mut self, number: u16, name: &str) -> Self {
        self.names.push((3, 1, number, utf16(name)));
        self
    }

    fn tables(&self) -> Vec<([u8; 4], Vec<u8>)> {
        let mut name = words(&[0, self.names.len() as u16, 6 + 12 * self.names.len() as u16]);
        let mut texts: Vec<u8> = Vec::new();
        for (platform, encoding, number, bytes) in &self.names {
            let (length, start) = (bytes.len() as u16, texts.len() as u16);
            name.extend(words(&[*platform, *encoding, 0x0804, *number, length, start]));
            texts.extend(bytes);
        }
        name.extend(texts);
        let mut traits = words(&[0, 500, self.weight, 5, self.licence]);
        traits.resize(78, 0);
        traits[62..64].copy_from_slice(&self.selection.to_be_bytes());
        let mut head = vec![0_u8; 54];
        head[18..20].copy_from_slice(&1000_u16.to_be_bytes());
        let mut across = vec![0_u8; 36];
        across[34..36].copy_from_slice(&2_u16.to_be_bytes());
        let glyphs = words(&[0, 0x5000, 2]);
        // One group: 一 is glyph 1.
        let characters = words(&[0, 1, 3, 10, 0, 12, 12, 0, 0, 28, 0, 0, 0, 1, 0, 0x4E00, 0, 0x4E00, 0, 1]);
        let widths = words(&[1000, 0, 1000, 0]);
        vec![
            (*b"OS/2", traits),
            (*b"cmap", characters),
            (*b"head", head),
            (*b"hhea", across),
            (*b"hmtx", widths),
            (*b"maxp", glyphs),
            (*b"name", name),
        ]
    }

    /// The face as a file.
    fn bytes(&self) -> Vec<u8> {
        self.bytes_from(0)
    }

    /// The same to stand in a file from a place on.
    fn bytes_from(&self, place: usize) -> Vec<u8> {
        let tables = self.tables();
        let mut directory = [&[0, 1, 0, 0][..], &words(&[tables.len() as u16, 0, 0, 0])].concat();
        let mut start = place + 12 + 16 * tables.len();
        for (tag, bytes) in &tables {
            directory.extend(tag);
            for number in [0, start as u32, bytes.len() as u32] {
                directory.extend(number.to_be_bytes());
            }
            start += bytes.len();
        }
        directory.extend(tables.into_iter().flat_map(|(_, bytes)| bytes));
        directory
    }
}

/// Several faces in one file.
fn collection(all: &[Made]) -> Vec<u8> {
    let mut bytes = [&b"ttcf\0\x01\0\0"[..], &(all.len() as u32).to_be_bytes()].concat();
    let mut start = 12 + 4 * all.len();
    let mut bodies = Vec::new();
    for one in all {
        bytes.extend((start as u32).to_be_bytes());
        let body = one.bytes_from(start);
        start += body.len();
        bodies.push(body);
    }
    [bytes, bodies.concat()].concat()
}

/// A folder with files.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        #[expect(clippy::disallowed_methods, reason = "a file of the test")]
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn paths(folder: &Path) -> Vec<PathBuf> {
    files::fonts_in(folder).unwrap()
}

fn standard() -> Vec<Wanted> {
    wanted(&Style::built_in().unwrap())
}

/// What is found for the standard's style in the folder of the user and on the system.
fn find(own: &[(&str, &[u8])], system: &[(&str, &[u8])]) -> (Found, tempfile::TempDir, tempfile::TempDir) {
    let (own, system) = (folder(own), folder(system));
    let found = Shelf::new(&paths(own.path()), &paths(system.path())).find(standard());
    (found, own, system)
}

/// Name and file of what was found for a role.
fn taken(found: &Found, role: &str) -> Option<(String, String)> {
    let row = found.rows.iter().find(|row| row.wanted.role == role).unwrap();
    let file = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    row.taken.as_ref().map(|taken| (taken.name.clone(), file(&taken.path)))
}

fn is_taken(found: &Found, role: &str, name: &str, file: &str) -> bool {
    taken(found, role) == Some((name.to_owned(), file.to_owned()))
}

#[test]
fn a_face_is_known_by_its_names_in_every_language() {
    let gbk = encoding_rs::GBK.encode("方正小标宋简体").0.into_owned();
    let mut old = made(&["FZXiaoBiaoSong-B05S"], 5);
    old.names.push((3, 3, 1, gbk));
    let two = [old, made(&["仿宋", "FangSong"], 400).named(4, "仿宋 常规").named(6, "FangSong-X")];
    let folder = folder(&[("两种.ttc", &collection(&two))]);
    let all = faces(&mut Pieces::open(&folder.path().join("两种.ttc")).unwrap()).unwrap();
    assert_eq!(all.iter().map(|face| face.index).collect::<Vec<_>>(), [0, 1]);
    for (at, names) in [
        (0, &["方正小标宋简体", "fzxiaobiaosong-b05s"][..]),
        (1, &["仿宋", "FANGSONG", "仿宋 常规", "FangSong-X"]),
    ] {
        for name in names {
            assert!(all[at].distance(name).is_some() && all[1 - at].distance(name).is_none(), "{name}");
        }
    }
}

#[test]
fn text_is_never_set_in_a_bold_a_slanted_or_a_thin_face() {
    let family = |weight| made(&["Noto Serif CJK SC"], weight);
    let slanted = Made { selection: 1, ..family(400) };
    let bytes = collection(&[family(900), family(700), family(500), slanted, family(400), family(200)]);
    let (found, ..) = find(&[], &[("a.ttc", &bytes)]);
    let number = |role: &str| {
        let row = found.rows.iter().find(|row| row.wanted.role == role).unwrap();
        found.fonts.face(found.fonts.named(&row.wanted.font).unwrap()).unwrap().index()
    };
    assert_eq!((number("仿宋"), number("宋体"), number("小标宋")), (4, 4, 1));
    let (found, ..) = find(&[], &[("a.ttc", &collection(&[family(700), family(200)]))]);
    assert_eq!(taken(&found, "仿宋"), None);
    assert!(found.fonts.check(&Style::built_in().unwrap()).is_err());
}

#[test]
fn the_folder_of_the_user_comes_first_and_a_font_of_the_kind_before_one_that_stands_in() {
    let (fang_song, of_system) = (made(&["华文仿宋"], 400).bytes(), made(&["仿宋_GB2312"], 400).bytes());
    let noto = made(&["Noto Serif CJK SC"], 400).bytes();
    let own: &[(&str, &[u8])] = &[("里/stfangso.TTF", &fang_song), ("noto.otf", &noto)];
    let (found, ..) = find(own, &[("simfang.ttf", &of_system), ("noto.otf", &noto)]);
    assert!(is_taken(&found, "仿宋", "华文仿宋", "stfangso.TTF"));
    assert!(is_taken(&found, "楷体", "Noto Serif CJK SC", "noto.otf"));
    let (found, ..) = find(&[("noto.otf", &noto)], &[("simfang.ttf", &of_system)]);
    assert!(is_taken(&found, "仿宋", "仿宋_GB2312", "simfang.ttf"));
    assert_eq!(taken(&found, "西文"), None);
}

#[test]
fn what_stands_in_and_what_was_passed_over_is_said() {
    let forbidden = Made { licence: 2, ..made(&["方正小标宋简体"], 400) }.bytes();
    let stand_in = made(&["华文中宋"], 400).bytes();
    let whole = made(&["仿宋"], 400).bytes();
    let cut = &made(&["黑体"], 400).bytes()[..300];
    // Its names are whole, its widths are not.
    let mut broken = made(&["仿宋_GB2312"], 400).bytes();
    let widths = broken.windows(4).position(|tag| tag == b"hmtx").unwrap();
    broken[widths..widths + 4].copy_from_slice(b"xxxx");
    let own: &[(&str, &[u8])] = &[
        ("小标宋.ttf", &forbidden),
        ("坏.ttf", cut),
        ("空.ttf", b""),
        ("假.ttf", b"not a font at all"),
        ("缺.ttf", &broken),
    ];
    let (found, ..) = find(own, &[("中宋.ttf", &stand_in), ("simfang.ttf", &whole)]);
    assert!(
        is_taken(&found, "小标宋", "华文中宋", "中宋.ttf") && is_taken(&found, "仿宋", "仿宋", "simfang.ttf")
    );
    let remarks = found.remarks(" --fonts 字体");
    let says =
        |words: &[&str]| remarks.iter().filter(|one| words.iter().all(|word| one.contains(word))).count();
    assert_eq!(says(&["小标宋.ttf", "方正小标宋简体", "许可不允许"]), 1, "{remarks:#?}");
    for name in ["坏.ttf", "空.ttf", "假.ttf", "缺.ttf"] {
        assert_eq!(says(&[name, "读不出字体", "重新取得"]), 1, "{name} {remarks:#?}");
    }
    assert_eq!(
        says(&["小标宋（方正小标宋简体）用“华文中宋”", "西文", "nianbao fonts --fonts 字体"]),
        1,
        "{remarks:#?}"
    );
    assert!(!remarks.iter().any(|one| one.contains("仿宋（")), "{remarks:#?}");
    assert_eq!(remarks.len(), 6, "{remarks:#?}");
}

#[test]
fn fonts_of_the_standard_need_no_word() {
    let names = ["方正小标宋_GBK", "仿宋", "SimHei", "楷体", "宋体", "Times New Roman"];
    let bytes = collection(&names.map(|name| made(&[name], 400)));
    let (found, ..) = find(&[], &[("a.ttc", &bytes)]);
    assert_eq!(found.remarks(""), [""; 0]);
    assert!(found.fonts.check(&Style::built_in().unwrap()).is_ok());
    let text = table::text(&found);
    assert!(text.contains("字体齐全") && !text.contains("从哪里得到"), "{text}");
}

#[test]
fn the_table_names_each_role_with_its_file_and_where_to_get_the_rest() {
    let bytes = collection(&[made(&["仿宋"], 400), made(&["Noto Sans CJK SC"], 400)]);
    let (found, _own, system) = find(&[], &[("a.ttc", &bytes)]);
    let text = table::text(&found);
    let path = files::shown(&system.path().join("a.ttc"));
    for line in [
        "小标宋  方正小标宋简体   没有，也没有可以代替的",
        "仿宋    仿宋_GB2312      仿宋",
        "黑体    黑体             没有，用“Noto Sans CJK SC”代替",
        "西文    Times New Roman  没有，用汉字的字体",
        &format!("                         {path}"),
        "还不能生成 OFD、PDF：缺少小标宋、楷体、宋体",
    ] {
        assert!(text.lines().any(|one| one == line), "{line}\n{text}");
    }
    let get = text.split("从哪里得到").nth(1).unwrap();
    assert!(
        get.contains("  小标宋：方正小标宋简体可在") && get.contains("  黑体：") && !get.contains("  仿宋：")
    );
}

#[test]
fn licences_that_allow_a_part_of_the_font_in_a_document_are_no_hindrance() {
    for (licence, allows) in
        [(0, true), (4, true), (8, true), (0x0A, true), (2, false), (0x100, false), (0x208, false)]
    {
        let folder = folder(&[("a.ttf", &Made { licence, ..made(&["仿宋"], 400) }.bytes())]);
        let all = faces(&mut Pieces::open(&folder.path().join("a.ttf")).unwrap()).unwrap();
        assert_eq!(all[0].is_restricted, !allows, "{licence:#x}");
    }
}

#[test]
fn no_file_of_any_content_breaks_the_reader() {
    let whole = collection(&[made(&["仿宋"], 400), made(&["黑体"], 400)]);
    for at in 0..whole.len().min(400) {
        let mut spoilt = whole.clone();
        spoilt[at] ^= 0xFF;
        let folder = folder(&[("a.ttc", &spoilt), ("b.ttc", &whole[..at])]);
        let found = Shelf::new(&paths(folder.path()), &[]).find(standard());
        // What ends too early is no font.
        assert!(found.passed.iter().any(|words| words.contains("b.ttc")), "{at}");
    }
}
