//! A long narrative as an office could write it: the sentences of the prose corpus that fit the tables,
//! the texts of the examples, and sentences without any figure, in turn, each a little different.

/// Sentences, each with its tables, its section and what is found in it; `-` is nothing.
const CORPUS: &str = include_str!("../../tests/prose/own/corpus.tsv");
/// What stands before a sentence that fits the tables of the example.
const SOUND: &str = "qinghe-2024\tother_matters\t-\t";

/// Work that is reported without the words of the tables; `@` is a number that changes.
const WORK: &[&str] = &[
    "坚持把政务公开纳入年度重点工作，召开专题会议@次，研究解决信息发布、政策解读和平台建设中的具体问题。",
    "围绕优化营商环境、保障性住房、老旧小区改造等重点领域，发布政策文件和解读材料@篇，图解、视频等多样化解读占比逐步提高。",
    "依托政务服务大厅设立公开查询点@处，配备查询终端和纸质资料，安排专人引导群众查阅、复制政府信息。",
    "举办政府开放日活动@场，邀请人大代表、政协委员、企业和群众代表走进办事窗口，现场征求意见建议。",
    "组织业务培训@期，覆盖各股室、各下属单位的信息员，重点讲解公开属性认定、答复文书规范和隐私信息保护。",
    "12345热线转办事项@件，均按时办结；办理人大代表建议和政协委员提案@件，办理结果全部向社会公开。",
    "政府信息管理方面，健全信息发布审核制度，落实先审后发，全年开展网站内容自查@次，及时整改错别字和失效链接。",
    "下一步，我局将健全常态化沟通机制，加强对基层的业务指导，进一步提升公开内容的针对性和可读性。",
];

/// At least so many characters, cut after a sentence.
pub fn narrative(characters: usize) -> String {
    let sound = CORPUS.lines().filter_map(|line| line.strip_prefix(SOUND)).collect::<Vec<_>>();
    let (mut text, mut length) = (String::new(), 0);
    for number in 0.. {
        if length >= characters {
            break;
        }
        let work = WORK[number % WORK.len()].replace('@', &(number % 97 + 2).to_string());
        // Each table sentence is read within a paragraph of its own.
        let stated = sound.get(number % (sound.len() * 3)).map_or(String::new(), |s| s.replace("\\n", "\n"));
        let paragraph = format!("{work}\n{stated}\n");
        length += paragraph.chars().count();
        text.push_str(&paragraph);
    }
    text
}
