//! Offices with narratives of their own, drawn from a seed: as many as one asks for, no two alike. Each sentence is
//! composed of many independent choices, so that two offices hardly ever share thirty letters in a row, but for the
//! sentences that everybody repeats. Used by tests within `src` and by benchmarks: it needs nothing else.

/// Draws numbers; the same ones for the same seed.
#[derive(Clone)]
pub struct Random(u64);

impl Random {
    pub fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    /// A number below that one.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    pub fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    /// One of the words of a line, which stand between blanks.
    fn word<'a>(&mut self, line: &'a str) -> &'a str {
        let words: Vec<&str> = line.split_whitespace().collect();
        self.pick(&words)
    }
}

/// An office of a county or district.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    pub place: String,
    pub name: String,
    /// 我局, 我委.
    pub own: &'static str,
}

const FIRST: &str = "青 云 白 南 东 长 平 安 永 清 石 金 龙 凤 临 武 新 高 广 和";
const SECOND: &str = "禾 溪 石 川 山 宁 阳 原 河 源 泉 湖 岭 江 桥 林 田 湾 陵 谷";
const BODIES: &str = "林业局 水利局 教育局 民政局 司法局 财政局 审计局 统计局 医疗保障局 应急管理局 农业农村局 交通运输局 \
    自然资源局 生态环境局 市场监督管理局 人力资源和社会保障局 住房和城乡建设局 文化广电和旅游局 科学技术局 城市管理局 \
    卫生健康委员会 发展和改革委员会";

/// Numbers of offices of one city.
const CITY: usize = 17_600;

/// The office of that number: below 400 times 17,600 no two are the same.
pub fn office(number: usize) -> Office {
    let word = |line: &'static str, at: usize| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words[at % words.len()]
    };
    let stem = number / 22;
    let kind = if (stem / 400).is_multiple_of(2) { "县" } else { "区" };
    let place = format!("{}{}{kind}", word(FIRST, stem), word(SECOND, stem / 20));
    let body = word(BODIES, number);
    let own = if body.ends_with('局') { "我局" } else { "我委" };
    let city = match number / CITY {
        0 => String::new(),
        city => format!("{}{}市", word(SECOND, city), word(FIRST, city / 20)),
    };
    Office { name: format!("{city}{place}{body}"), place, own }
}

/// Sentences, in which `@agency`, `@place`, `@own` and `@number` stand for what is the writer's own.
pub type Paragraph = Vec<String>;

/// What an office writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Narrative {
    pub overview: Vec<Paragraph>,
    pub problems: Vec<Paragraph>,
    pub other: Vec<Paragraph>,
}

/// What everybody writes.
const STANDARD: [&str; 3] = [
    "2024年，@agency坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻党的二十大和二十届三中全会精神，全面落实党中央、国务院关于政务公开工作的决策部署，严格执行《中华人民共和国政府信息公开条例》，以公开促落实、促规范、促服务，各项任务按期完成。",
    "按照国务院办公厅的要求，严格落实信息发布“三审三校”制度，坚持“谁公开、谁审查、谁负责”，做到先审后发、一事一审，全年未发生因信息发布引起的失泄密事件和重大表述错误，信息安全得到切实保障。",
    "按照《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）规定的标准，2024年@own没有因政府信息公开申请收取信息处理费的情况，也没有发出收费通知；除此以外，没有其他需要报告的事项。",
];

const WHEN: &str = "年初 年中 三月起 四月起 五月里 六月以来 七月间 八月底 九月起 十月份 入冬后 岁末 每逢季末 每个季度 每月月初 每周一 上半年 下半年 \
    汛期前 任务下达后 机构调整后 换届以后 开学前后 春耕时节";
const WHO: &str = "办公室 法规股 综合科 信息中心 分管负责人 党组书记 主要负责同志 值班室 窗口工作人员 政策研究室 各业务股室 机关党委 宣传专班 督查组 \
    基层站所 下属事业单位 联络员 档案室 审批股 新闻发言人 调研组 老科长 驻村干部 财务股";
const HOW: &str = "逐件 逐项 分批 当面 连夜 上门 集中 轮流 按月 按旬 反复 先行 对照清单 依照底册 结合实际 带着问题 会同司法部门 联合网信部门 邀请律师 \
    借助表格 利用例会 通过座谈 采取抽样 围绕热点";
const VERB: &str = "梳理 核对 校对 整理 编排 更新 归集 讲解 评查 复核 回访 清点 比对 汇编 登记 征集 研判 答复 跟踪 公示 通报 修订 补录 翻拍";
const WHAT: &str = "政策文件 办事指南 权责清单 预算科目 招标公告 抽检结果 补贴名册 救助标准 收费项目 工程进度 处罚文书 服务热线 学区划分 医保目录 河道整治方案 \
    林权档案 灌溉计划 公交线路 职称名单 养老机构评级 地灾隐患点 危房改造台账 农机补贴额度 环评批复 执法事项 年度计划 统计公报 听证笔录 应急预案 示范案例";
const SCALE: &str = "共@number件 累计@number条 涉及@number项 合计@number份 前后@number轮 覆盖@number个村 惠及@number户 涵盖@number个窗口 计@number批 达@number篇 \
    不少于@number次 较上年多@number件";
const THEN: &str = "随后 并 同时 接着 此外 由此 进而 另外 之后 当月 同步 据此 相应地 一并 次日 月内";
const TO: &str = "在门户网站首页 在村务公开栏 在政务新媒体 在办事大厅电子屏 在县报专版 在广播节目里 在社区宣传栏 在图书馆查阅点 在乡镇便民中心 在微信公众号 \
    在短视频账号 在企业座谈会上 在校园公告栏 在医院导诊台 在集市摊位旁 在车站候车厅";
const DONE: &str = "公布 张贴 推送 直播 演示 回应 说明 解读 展示 刊登 连载 发放 更正 置顶 链接 标注";
const RESULT: &str = "群众少跑了冤枉路 来电询问明显减少 企业反映查找更快 老年人也看得明白 误解得以消除 办件时间缩短近半 投诉随之下降 村民当场提出建议 \
    历史遗留的空白得到填补 栏目点击稳步上升 兄弟单位前来观摩 差错当日即改 口径前后一致 旧文件不再被引用 代表委员给予好评 数据来源一目了然 \
    外地务工人员也能查到 复议案件没有增加 申请人撤回了起诉 咨询台不再排长队";
const LACK: &str = "形式单一 更新迟缓 图表偏少 口径不一 检索不便 数据零散 说理不足 归档较晚 覆盖不全 互动偏少 人手紧张 培训不够 术语过多 审核偏慢 链接失效 样本太少 \
    标题笼统 反馈滞后 层级过深 解读雷同";
const WHY: &str = "经办人员更换频繁 系统尚未打通 基层报送不及时 年度经费有限 对新规理解不透 历史资料缺失 职责边界不清 技术力量薄弱 重办理轻公开 考核权重偏低 \
    部门之间沟通不足 采编流程较长 模板沿用多年 缺少专业人才 依赖外包维护 调研走访偏少";
const NEXT: &str =
    "下一步将 今后要 来年准备 明年一季度拟 新的一年将 接下来计划 后续将 拟于汛期后 争取在年内 打算从春季起";
const MEND: &str = "增设专人专岗 引入图解视频 建立月度会商 改造检索功能 编写答复范本 开展交叉评查 压缩审核环节 打通数据接口 邀请群众试读 补录历史文件 组织跟班学习 \
    设立意见信箱 细化考核细则 聘请法律顾问 推行首问负责 合并重复栏目";

/// A sentence on the work of the year.
fn work(random: &mut Random) -> String {
    let mut line = |words| random.word(words);
    let (when, who, how, verb, what, scale) =
        (line(WHEN), line(WHO), line(HOW), line(VERB), line(WHAT), line(SCALE));
    let (then, to, done, other, result) = (line(THEN), line(TO), line(DONE), line(WHAT), line(RESULT));
    match random.below(5) {
        0 => format!("{when}，{who}{how}{verb}{what}，{scale}，{then}{to}{done}{other}，{result}。"),
        1 => format!("{who}{when}{how}{verb}{what}和{other}，{then}{to}{done}，{scale}，{result}。"),
        2 => format!("针对{what}，@own由{who}{how}{verb}，{when}{to}{done}{other}，{scale}；{result}。"),
        3 => format!("{to}{done}{what}{scale}，其中{other}由{who}{when}{how}{verb}，{result}。"),
        _ => {
            format!("@place的{what}{when}改由{who}{verb}，{how}{done}{other}，{then}{to}留出位置，{result}。")
        }
    }
}

/// A sentence on what is wanting.
fn problem(random: &mut Random) -> String {
    let mut line = |words| random.word(words);
    let (what, lack, why, next, mend) = (line(WHAT), line(LACK), line(WHY), line(NEXT), line(MEND));
    let (who, how, verb, other, result) = (line(WHO), line(HOW), line(VERB), line(WHAT), line(RESULT));
    match random.below(3) {
        0 => format!("{what}{lack}，主要是{why}，{next}由{who}{how}{verb}{other}，{mend}。"),
        1 => format!("由于{why}，{who}在{what}方面{lack}；{next}{mend}，{how}{verb}{other}，力求{result}。"),
        _ => format!("{who}反映{what}{lack}，@own{next}{mend}，并{how}{verb}{other}。"),
    }
}

/// Sentences of that kind.
fn paragraph(random: &mut Random, count: usize, sentence: fn(&mut Random) -> String) -> Paragraph {
    (0..count).map(|_| sentence(random)).collect()
}

impl Narrative {
    /// What an office writes by itself: some 1,500 letters.
    pub fn own(random: &mut Random) -> Self {
        let mut overview: Vec<Paragraph> = (0..5)
            .map(|_| {
                let count = 4 + random.below(3);
                paragraph(random, count, work)
            })
            .collect();
        let count = 5 + random.below(3);
        let problems = vec![paragraph(random, count, problem)];
        let mut other = vec![paragraph(random, 2, work)];
        // The first sentence is everybody's, the others most offices'.
        overview[0].insert(0, STANDARD[0].to_owned());
        if random.below(4) > 0 {
            overview[2].push(STANDARD[1].to_owned());
        }
        if random.below(4) > 0 {
            other.insert(0, vec![STANDARD[2].to_owned()]);
        }
        Self { overview, problems, other }
    }

    /// The data file of an office with that narrative, made from a sound one.
    pub fn data_file(&self, sound: &str, office: &Office, random: &mut Random) -> String {
        const SOUND: &str = "青禾县住房和城乡建设局";
        assert!(sound.contains(SOUND));
        let mut file = sound.replace(SOUND, &office.name);
        let sections = [
            ("[overview]", &self.overview),
            ("[problems]", &self.problems),
            ("[other_matters]", &self.other),
        ];
        for (section, paragraphs) in sections {
            let from = file.find(section).unwrap();
            let start = from + file[from..].find("'''\n").unwrap() + 4;
            let end = start + file[start..].find("'''").unwrap();
            file.replace_range(start..end, &written(paragraphs, office, random));
        }
        file
    }
}

/// The words of paragraphs, one a line.
fn written(paragraphs: &[Paragraph], office: &Office, random: &mut Random) -> String {
    let mut text = String::new();
    for paragraph in paragraphs {
        let words = paragraph.concat().replace("@agency", &office.name).replace("@own", office.own);
        let words = words.replace("@place", &office.place);
        let mut parts = words.split("@number");
        text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            text.push_str(&(random.below(900) + 2).to_string());
            text.push_str(part);
        }
        text.push('\n');
    }
    text
}
