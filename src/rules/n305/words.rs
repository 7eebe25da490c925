//! The words by which N305 tells what is left over from what belongs to another year.

/// Kinds of bodies and areas that 我…, 本…, 全… and 各… stand before.
const BODIES: &str = "局委办厅院县市区省州盟旗镇乡街处中部署会机单社站所队园系级科股校";
/// What a report says of the body that writes it, by its first character.
const SELF: &str = "我本全各";

/// True if a clause starts with the body that writes the report, or with the area that it serves.
pub(super) fn is_own(clause: &str, agency: &str) -> bool {
    let mut chars = clause.chars();
    let (Some(first), Some(second)) = (chars.next(), chars.next()) else { return false };
    if SELF.contains(first) {
        return BODIES.contains(second);
    }
    // 青禾县 of 青禾县住房和城乡建设局, 行政服务中心 of 宝山区行政服务中心.
    let head: String = clause.chars().take(3).collect();
    if head.chars().count() == 3 && agency.contains(&head) {
        return true;
    }
    // 中心 of 宝山区行政服务中心.
    let kind: String = clause.chars().take(2).collect();
    if kind.chars().count() == 2 && agency.ends_with(&kind) {
        return true;
    }
    // 县住建局 for 青禾县住房和城乡建设局; 市委、市政府 stand above a county.
    let is_short = "局委办厅院".contains(second) || clause.chars().take(8).any(|c| "局办厅".contains(c));
    let is_lower = agency.contains(['县', '区', '旗', '镇', '乡']);
    "县区旗镇乡街".contains(first) && agency.contains(first) && is_short
        || first == '市' && agency.contains('市') && !is_lower && is_short
        || first == '局' && second != '部' && agency.ends_with('局')
}

/// Others who act in a year: what they did then is history.
pub(super) const OTHERS: &[&str] = &[
    "国务院",
    "国家",
    "党中央",
    "中央",
    "中共",
    "全国",
    "省委",
    "省政府",
    "省人",
    "省里",
    "自治区党委",
    "自治区政府",
    "上级",
    "市委",
    "市政府",
    "县委",
    "县政府",
    "区委",
    "区政府",
    "财政部",
    "国办",
    "省办公",
    "修订",
    "新修订",
    "因",
    "由于",
];

/// What a report says that it did, where it follows the year without a comma.
pub(super) const ACTS: &[&str] = &[
    "共收",
    "共受理",
    "共办",
    "共接",
    "共主动",
    "共公开",
    "共发布",
    "共新收",
    "共答复",
    "共制",
    "共组织",
    "共开展",
    "累计",
    "新收",
    "收到",
    "受理",
    "接收",
    "办理",
    "办结",
    "答复",
    "主动公开",
    "公开政府信息",
    "公开各类",
    "发布各类",
    "发布信息",
    "发布政府信息",
    "未收",
    "未发生",
    "未受理",
    "未产生",
    "没有收",
    "没有发生",
    "没有受理",
    "无政府信息公开",
    "政府信息公开工作",
    "政务公开工作",
    "信息公开工作",
    "依申请公开",
    "政府信息公开申请",
    "收取信息处理费",
    "行政复议",
];

/// Figures that no plan states beforehand, with what states that there were none.
pub(super) const DONE: &[&str] = &[
    "收到",
    "受理",
    "新收",
    "接收",
    "办结",
    "答复",
    "主动公开",
    "共公开",
    "共发布",
    "累计",
    "未发生",
    "取得",
    "完成了",
];

/// How a paragraph on the year opens.
pub(super) const OPENINGS: &[&str] = &[
    "认真",
    "深入",
    "全面",
    "坚持",
    "围绕",
    "严格",
    "高度重视",
    "积极",
    "持续",
    "切实",
    "不断",
    "扎实",
    "着力",
    "领导下",
    "指导下",
    "为指导",
    "按照",
    "根据",
    "始终",
    "有序",
    "稳步",
    "贯彻",
    "落实",
    "坚决",
    "大力",
    "面对",
    "结合",
    "克服",
    "主动",
];

/// Events that are told once and for all, in whatever year they came.
pub(super) const EVENTS: &[&str] = &[
    "评为",
    "评选",
    "荣获",
    "获评",
    "授予",
    "表彰",
    "称号",
    "优秀",
    "先进",
    "示范",
    "排名",
    "列为",
    "列入",
    "确定为",
    "被确定",
    "成立",
    "组建",
    "挂牌",
    "揭牌",
    "建成",
    "启用",
    "开通",
    "上线",
    "启动",
    "试运行",
    "机构改革",
    "更名",
    "改名",
    "撤销",
    "合并",
    "划转",
    "划入",
    "搬迁",
    "投入使用",
    "投入运行",
    "换届",
    "入选",
    "设立",
    "首次",
    "引入",
];

/// Events only where another body acts, or longer ago: a report also says so of its own year.
pub(super) const ISSUED: &[&str] = &["印发", "出台", "颁布", "修订", "施行", "制定"];

/// Words by which a sentence looks back from the report year.
pub(super) const LOOKING_BACK: &[&str] = &[
    "目前",
    "至今",
    "现已",
    "沿用",
    "已整改",
    "整改完成",
    "整改到位",
    "完成整改",
    "上述",
    "当时",
    "当年",
    "同期",
    "以来",
    "去年",
    "连续",
    "此前",
    "曾",
    "原有",
    "往年",
    "历年",
    "后续",
    "跨年",
];

/// Words for the report year; beside figures they show that two years are compared.
pub(super) const THIS_YEAR: &[&str] = &["今年", "本年"];

/// Things that bear a year of their own: 2023年部门决算.
pub(super) const BEARERS: &[&str] = &[
    "决算",
    "预算",
    "考核",
    "评估",
    "测评",
    "评议",
    "年报",
    "年度报告",
    "工作报告",
    "情况报告",
    "规划",
    "计划",
    "目标",
    "问题",
    "审计",
    "巡察",
    "普查",
    "统计公报",
    "年鉴",
    "同期",
    "结转",
    "转入",
    "遗留",
    "延续",
];

/// Words of a plan.
pub(super) const PLANS: &[&str] = &[
    "将",
    "拟",
    "计划",
    "下一步",
    "下一年",
    "打算",
    "力争",
    "争取",
    "预计",
    "确保",
    "目标",
    "安排",
    "部署",
    "要",
    "继续",
    "进一步",
    "不少于",
    "以上",
    "达到",
    "推动",
    "着力",
    "重点",
    "明年",
    "来年",
    "今后",
];

/// Words that introduce the report itself.
pub(super) const ANNOUNCED: &[&str] = &[
    "现将",
    "现就",
    "现公布",
    "现予",
    "特公布",
    "特此",
    "报告如下",
    "公布如下",
    "汇报如下",
    "公开如下",
    "公告如下",
];

/// Words that introduce the report in its first lines.
pub(super) const COMPILED: &[&str] = &["编制", "编写", "本报告", "本年报", "撰写"];

/// Words by which an earlier report is spoken of.
pub(super) const EARLIER: &[&str] = &["已", "上年", "上一年", "去年", "此前", "按期", "按时", "及时", "了"];

/// Words that speak of the period of the figures.
pub(super) const PERIODS: &[&str] = &[
    "统计期限",
    "统计时间",
    "统计时段",
    "统计周期",
    "统计范围",
    "统计期间",
    "统计数据",
    "数据统计",
    "统计口径",
    "统计时限",
    "统计截止",
    "统计截至",
    "数据期限",
    "数据的期限",
    "所列数据",
    "报告期",
    "报告时段",
    "数据时间",
    "数据时段",
    "数据范围",
    "涉及数据",
    "期限从",
    "期限自",
    "时间跨度",
];

/// What shows that a sentence or heading is about this work at all.
pub(super) const SUBJECTS: &[&str] = &["公开", "申请", "政务", "信息", "工作", "复议", "诉讼"];

/// What a heading on the year ends with.
pub(super) const HEADINGS: &[&str] = &["情况", "概况", "成效", "回顾", "总结", "做法", "进展", "工作"];
