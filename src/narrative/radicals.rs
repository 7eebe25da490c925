//! Characters of the radical blocks, which text copied from a PDF has in place of ordinary ones: `⼯⼈⺠` for
//! `工人民`. They look the same, and no search or comparison finds them.

/// The ordinary characters for U+2E80–2EF3; a blank for the code point that is not assigned. Unicode
/// decomposes only two of them, so the table is our own.
const SUPPLEMENT: &str = "々厂乛乚乙亻冂几刀刂卜㔾小小兀尣尢尣巳幺彑彐忄㣺扌攵　旡日月歺母\
    民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒网网网羊羊羊耂肀聿肉臼艹艹\
    艹虎衤覀西见角角讠贝足车辶辶辶阝钅长长长门阜阝雨青韦页风飞食食食\
    饣首马骨鬼鱼鸟卤麦黄黾齐齐齿齿龙龙龟龟龟";

/// The ordinary characters for U+2F00–2FD5, simplified where the mainland writes them so.
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土\
    士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈户手\
    支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉\
    瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳\
    聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾见角言谷豆豕豸贝赤走足身车辛\
    辰辵邑酉釆里金长门阜隶隹雨青非面革韦韭音页风飞食首香马骨高髟斗鬯\
    鬲鬼鱼鸟卤鹿麦麻黄黍黑黹黾鼎鼓鼠鼻齐齿龙龟龠";

/// Bytes of each character of the blocks and of the tables, so that putting one for the other moves nothing.
pub const WIDTH: usize = 3;

/// The ordinary character that a character of the radical blocks looks like; `None` for any other.
pub fn ordinary(c: char) -> Option<char> {
    let (table, first) = match c {
        '\u{2E80}'..='\u{2EF3}' => (SUPPLEMENT, '\u{2E80}'),
        '\u{2F00}'..='\u{2FD5}' => (KANGXI, '\u{2F00}'),
        _ => return None,
    };
    let at = (c as usize - first as usize) * WIDTH;
    table.get(at..at + WIDTH)?.chars().next().filter(|c| !c.is_whitespace())
}

/// True if a text has a character of the radical blocks.
pub fn has_any(text: &str) -> bool {
    // All of them begin with these two bytes; most texts have none.
    let bytes = text.as_bytes();
    let may_begin = |at: usize| matches!(bytes.get(at + 1), Some(0xBA..=0xBF));
    memchr::memchr_iter(0xE2, bytes).any(may_begin) && text.chars().any(|c| ordinary(c).is_some())
}

/// A text with the ordinary characters, as long as before.
pub fn plain(text: &str) -> String {
    text.chars().map(|c| ordinary(c).unwrap_or(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_assigned_code_point_has_an_ordinary_character_of_the_same_length() {
        for code in 0x2E00..0x3000 {
            let c = char::from_u32(code).unwrap();
            let is_assigned = matches!(code, 0x2E80..=0x2E99 | 0x2E9B..=0x2EF3 | 0x2F00..=0x2FD5);
            let found = ordinary(c);
            assert_eq!(found.is_some(), is_assigned, "{code:X}");
            if let Some(ordinary) = found {
                assert_eq!(ordinary.len_utf8(), c.len_utf8(), "{code:X}");
                assert!(super::ordinary(ordinary).is_none(), "{code:X}");
            }
        }
    }

    #[test]
    fn the_tables_are_in_step_with_the_blocks() {
        // Ends and middles of both tables: one character too few or too many would shift the rest.
        for (radicals, words) in [
            ("⼀⼆⼈⼤⼯⼿⽅⽇⽉⽔⽤⽬⽴⾏⾏⾔⾥⾦⾯⾼⿓⿕", "一二人大工手方日月水用目立行行言里金面高龙龠"),
            ("⼾⾒⾙⾞⾧⾨⾴⾵⾶⾺⿂⿃⿈⿑⿒⿔", "户见贝车长门页风飞马鱼鸟黄齐齿龟"),
            (
                "⺀⺁⺙⺛⺟⺠⻄⻅⻆⻉⻋⻓⻔⻘⻚⻛⻜⻢⻥⻩⻬⻮⻰⻳",
                "々厂攵旡母民西见角贝车长门青页风飞马鱼黄齐齿龙龟",
            ),
        ] {
            assert_eq!(plain(radicals), words);
            assert!(has_any(radicals) && !has_any(words));
        }
        assert_eq!(plain("⼯作“⼈⺠”→〈二〉"), "工作“人民”→〈二〉");
        assert!(!has_any("⺚→☆"), "an unassigned code point is none of them");
    }
}
