//! The words that the narrative uses for rows, columns and scopes, and the cells that each can mean.
//!
//! Data, not code: a reading is a cell path, or a sum of paths with ` + ` and ` - `. A path that the
//! form does not have is no reading.

/// What a word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// Adds nothing: 共, 依法, 我局.
    Fill,
    /// A row of section three, with its readings in the 总计 column.
    Row(&'static Meaning),
    /// 收到, 办理, 答复 and the like: a row only where applications are spoken of.
    Verb(&'static Meaning),
    /// An applicant column.
    Applicant(&'static [&'static str]),
    /// 政府信息公开申请 as an object; `true` if the word says so by itself.
    Object(bool),
    /// 行政复议.
    Reconsideration,
    /// 行政诉讼 as a whole, without reconsideration before it, or after it.
    Litigation(&'static str),
    /// A result column of section four.
    Outcome(&'static str),
    /// 规范性文件 or 规章: row of section two.
    Document(&'static str),
    /// 制发, 废止, 现行有效: columns of section two, any form.
    Act(&'static [&'static str]),
    /// 行政许可 and the like: single cells of section two.
    Decision(&'static Meaning),
    /// Says none: 未, 没有, 无.
    Neg,
    /// Says none of what came before: 均未发生.
    NegAfter,
    /// 均为, 都是: said of each in a list.
    Each,
    /// 分别为: which number is whose is not read.
    Apart,
    /// 其中.
    Among,
    /// Another time than the report year.
    OtherTime,
    /// The report year as a whole.
    WholeYear,
    /// Another matter: hotlines, proposals, petitions.
    OtherMatter,
    /// A comparison or a share: the number is a difference.
    Compare,
    /// One part only: an organisation, a channel.
    Part,
}

/// A row and its readings.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    /// Readings, the nearest first.
    pub(super) readings: &'static [&'static str],
    /// The row without a column, for an applicant column named beside it.
    pub(super) row: &'static str,
    /// True if a number that fits no reading is certainly wrong.
    pub(super) certain: bool,
}

const fn sure(readings: &'static [&'static str], row: &'static str) -> Meaning {
    Meaning { readings, row, certain: true }
}

const fn loose(readings: &'static [&'static str], row: &'static str) -> Meaning {
    Meaning { readings, row, certain: false }
}

macro_rules! rows {
    ($($name:ident = $make:ident($row:literal $(, $reading:literal)* $(,)?);)*) => {
        $(static $name: Meaning = $make(&[concat!("requests.", $row, ".total") $(, $reading)*], concat!("requests.", $row));)*
    };
}

rows! {
    NEW = sure("received");
    RECEIVED = sure("received", "requests.received.total + requests.carried_in.total");
    HANDLED = sure("total", "requests.received.total + requests.carried_in.total", "requests.received.total");
    FINISHED = sure("total", "requests.total.total - requests.carried_in.total");
    ANSWERED = loose("total", "requests.total.total - requests.carried_in.total", "requests.received.total",
        "requests.total.total - requests.other_handling.total",
        "requests.total.total - requests.other_handling.total - requests.not_processed.total");
    CARRIED_IN = sure("carried_in");
    FORWARD = sure("carried_forward");
    GRANTED = sure("granted");
    PARTLY = sure("partly_granted");
    DENIED = sure("denied");
    SECRET = sure("denied.state_secret");
    LAW = sure("denied.prohibited_by_law");
    STABILITY = sure("denied.security_stability");
    THIRD = sure("denied.third_party_rights");
    INTERNAL = sure("denied.internal_affairs");
    DELIBERATIVE = sure("denied.deliberative");
    FILES = sure("denied.enforcement_files");
    INQUIRY = sure("denied.inquiry_matters");
    UNAVAILABLE = sure("unavailable");
    NOT_HELD = sure("unavailable.not_held");
    CREATION = sure("unavailable.needs_creation");
    UNCLEAR = sure("unavailable.unclear");
    NOT_PROCESSED = sure("not_processed");
    PETITION = sure("not_processed.petition");
    DUPLICATE = sure("not_processed.duplicate");
    PUBLICATION = sure("not_processed.publication");
    EXCESSIVE = sure("not_processed.excessive");
    RECONFIRM = sure("not_processed.reconfirmation");
    OTHER = sure("other_handling");
    UNCORRECTED = sure("other_handling.not_corrected");
    UNPAID = sure("other_handling.fee_unpaid");
}

static CARRIED: Meaning =
    loose(&["requests.carried_forward.total", "requests.carried_in.total"], "requests.carried_forward");
static LICENSING: Meaning =
    loose(&["disclosure.licensing", "disclosure.licensing.decisions"], "disclosure.licensing");
static LICENSED: Meaning =
    sure(&["disclosure.licensing", "disclosure.licensing.decisions"], "disclosure.licensing");
static PENALTIES: Meaning =
    loose(&["disclosure.penalties", "disclosure.penalties.decisions"], "disclosure.penalties");
static PENALISED: Meaning =
    sure(&["disclosure.penalties", "disclosure.penalties.decisions"], "disclosure.penalties");
static COERCIVE: Meaning = loose(
    &["disclosure.coercive_measures", "disclosure.coercive_measures.decisions"],
    "disclosure.coercive_measures",
);
static FEES: Meaning = sure(&["disclosure.fees"], "disclosure.fees");
static PURCHASE: Meaning =
    loose(&["disclosure.procurement.amount", "disclosure.procurement.projects"], "disclosure.procurement");

const ISSUED: &[&str] = &["issued", "made", "disclosed"];
const REPEALED: &[&str] = &["repealed"];
const IN_FORCE: &[&str] = &["in_force", "total_public"];
const ORGANISATIONS: &[&str] = &["enterprise", "research", "public_interest", "legal_service", "other"];

/// Every word, grouped by meaning. The longest that fits counts, whatever its place here.
pub(super) const WORDS: &[(Word, &[&str])] = &[
    (
        Word::Fill,
        &[
            "共计",
            "总计",
            "合计",
            "累计",
            "总共",
            "一共",
            "共有",
            "共",
            "全部",
            "均",
            "已",
            "都",
            "也",
            "有",
            "了",
            "的",
            "为",
            "是",
            "计",
            "达",
            "达到",
            "于",
            "并",
            "和",
            "与",
            "及",
            "以及",
            "或",
            "被",
            "因",
            "由",
            "对",
            "在",
            "作",
            "作出",
            "做出",
            "给予",
            "决定",
            "答复书",
            "案件",
            "数量",
            "总数",
            "总量",
            "情形",
            "情况",
            "事项",
            "类",
            "依法",
            "依规",
            "全县",
            "全市",
            "全区",
            "全镇",
            "全省",
            "全局",
            "全系统",
            "本行政区域",
            "各级行政机关",
            "县政府",
            "市政府",
            "区政府",
            "镇政府",
            "公民、法人和其他组织",
            "公民、法人或其他组织",
            "公民、法人或者其他组织",
            "公民、法人及其他组织",
            "公民法人和其他组织",
            "提出",
            "提交",
            "引起",
            "引发",
            "导致",
            "产生",
            "发生",
            "涉及",
            "提起",
            "申请行政",
            "被申请",
            "结果",
            "件",
            "起",
            "宗",
            "（次）",
            "数",
            "量",
            "数为",
            "总的",
            "还",
            "另",
            "另有",
            "另外",
            "同时",
            "期间",
            "予以",
            "工作",
            "政府信息公开",
            "信息公开",
            "至",
            "日",
            "行政机关",
            "各部门",
            "各单位",
            "我单位",
            "本单位",
            "本部门",
            "我部门",
            "我中心",
            "本中心",
            "我街道",
            "度",
            "其",
            "所",
            "全年共",
            "而",
            "止",
            "末",
            "各级",
            "相关",
            "有关",
            "一审",
            "新增",
            "经",
            "后",
            "书面",
            "各类",
            "各种",
            "各项",
            "截至年底",
            "截至",
            "截止",
            "年底",
            "底",
            "其余",
            "余",
            "直接",
            "尚有",
            "仍有",
            "尚",
            "则",
            "按规定",
            "按时",
            "按期",
            "全",
            "实施",
            "采取",
            "办件",
            "数字",
            "金额",
            "收取",
            "收入",
            "总额",
            "我局办",
            "机关",
            "本机关",
            "处理决定",
            "处罚决定",
            "申请人",
            "等",
            "：",
            ":",
            "请求",
        ],
    ),
    (Word::WholeYear, &["全年", "本年度", "本年", "年内", "当年", "今年", "一年来"]),
    (
        Word::Object(true),
        &[
            "政府信息公开申请",
            "信息公开申请",
            "政府信息公开的申请",
            "依申请公开政府信息",
            "依申请公开信息",
            "依申请公开申请",
            "依申请公开",
            "公开政府信息申请",
            "公开政府信息的申请",
            "依申请公开件",
            "依申请件",
            "依申请公开政府信息申请",
            "政府信息依申请公开",
            "依申请信息公开",
        ],
    ),
    (Word::Object(false), &["申请", "申请件"]),
    (Word::Verb(&NEW), &["新收", "新收到", "新受理", "新接收", "本年新收", "新增申请", "当年新收"]),
    (Word::Verb(&RECEIVED), &["收到", "受理", "接收", "接到", "收悉", "收件", "接收到", "登记受理"]),
    (Word::Verb(&HANDLED), &["办理", "处理", "应办", "应办理", "需办理", "应办申请", "承办", "收到并办理"]),
    (Word::Verb(&FINISHED), &["办结", "办理完毕", "办理完结", "办结完毕", "办理完成", "已办结", "办结申请"]),
    (
        Word::Verb(&ANSWERED),
        &["答复", "回复", "答复申请人", "予以答复", "作出答复", "办理答复", "办理并答复"],
    ),
    (
        Word::Row(&CARRIED_IN),
        &[
            "上年结转",
            "上年度结转",
            "上一年结转",
            "上一年度结转",
            "去年结转",
            "上年转入",
            "上年度转入",
            "上年结转办理",
            "结转上年",
            "结转上年度",
            "上年度结转办理",
            "从上年度结转",
            "由上年结转",
            "上年遗留",
        ],
    ),
    (
        Word::Row(&FORWARD),
        &[
            "结转下年度继续办理",
            "结转下年",
            "结转下年度",
            "结转至下年度",
            "结转下一年度",
            "结转至下一年度",
            "结转到下年度",
            "转下年度",
            "转入下年度",
            "转至下年度",
            "顺延至下年度",
            "结转至下年",
            "结转下一年",
            "顺延下年度",
            "结转到下一年度",
            "转下一年度",
            "转下年",
            "结转下年度办理",
            "结转至下年度继续办理",
            "转入下一年度",
            "结转到下年",
            "转结下年度",
            "结转下一年度继续办理",
            "结转至下年度办理",
            "顺延到下年度",
            "结转明年",
            "转入下年",
        ],
    ),
    (Word::Row(&CARRIED), &["结转", "结转件", "结转数"]),
    (Word::Row(&GRANTED), &["予以公开", "同意公开", "全部公开"]),
    (Word::Row(&PARTLY), &["部分公开", "予以部分公开", "同意部分公开"]),
    (Word::Row(&DENIED), &["不予公开", "决定不予公开"]),
    (Word::Row(&SECRET), &["属于国家秘密", "涉及国家秘密"]),
    (Word::Row(&LAW), &["其他法律行政法规禁止公开", "法律行政法规禁止公开", "法律、行政法规禁止公开"]),
    (Word::Row(&STABILITY), &["危及“三安全一稳定”", "危及三安全一稳定"]),
    (Word::Row(&THIRD), &["保护第三方合法权益", "损害第三方合法权益"]),
    (Word::Row(&INTERNAL), &["属于三类内部事务信息", "三类内部事务信息", "内部事务信息"]),
    (Word::Row(&DELIBERATIVE), &["属于四类过程性信息", "四类过程性信息", "过程性信息"]),
    (Word::Row(&FILES), &["属于行政执法案卷", "行政执法案卷", "行政执法案卷信息"]),
    (Word::Row(&INQUIRY), &["属于行政查询事项", "行政查询事项"]),
    (Word::Row(&UNAVAILABLE), &["无法提供", "无法提供信息", "无法提供政府信息"]),
    (Word::Row(&NOT_HELD), &["本机关不掌握相关政府信息", "不掌握相关政府信息", "不掌握相关信息"]),
    (Word::Row(&CREATION), &["没有现成信息需要另行制作", "需要另行制作", "没有现成信息"]),
    (Word::Row(&UNCLEAR), &["补正后申请内容仍不明确", "补正后内容仍不明确"]),
    (Word::Row(&NOT_PROCESSED), &["不予处理", "决定不予处理"]),
    (
        Word::Row(&PETITION),
        &["信访举报投诉类申请", "信访举报投诉类", "信访、举报、投诉类", "信访、举报、投诉类申请"],
    ),
    (Word::Row(&DUPLICATE), &["重复申请"]),
    (Word::Row(&PUBLICATION), &["要求提供公开出版物"]),
    (Word::Row(&EXCESSIVE), &["无正当理由大量反复申请", "大量反复申请"]),
    (Word::Row(&RECONFIRM), &["要求行政机关确认或重新出具已获取信息", "重新出具已获取信息"]),
    (Word::Row(&OTHER), &["其他处理", "作其他处理", "其他方式处理"]),
    (Word::Row(&UNCORRECTED), &["逾期不补正", "申请人无正当理由逾期不补正", "逾期未补正"]),
    (Word::Row(&UNPAID), &["逾期未缴费", "逾期未缴纳费用", "逾期不缴费"]),
    (Word::Applicant(&["natural_person"]), &["自然人", "公民个人"]),
    (
        Word::Applicant(ORGANISATIONS),
        &[
            "法人或其他组织",
            "法人和其他组织",
            "法人及其他组织",
            "法人或者其他组织",
            "法人、其他组织",
            "法人组织",
        ],
    ),
    (Word::Applicant(&["enterprise"]), &["商业企业"]),
    (Word::Applicant(&["research"]), &["科研机构"]),
    (Word::Applicant(&["public_interest"]), &["社会公益组织"]),
    (Word::Applicant(&["legal_service"]), &["法律服务机构"]),
    (Word::Reconsideration, &["行政复议", "复议", "行政复议申请", "申请行政复议", "被申请行政复议"]),
    (Word::Litigation(""), &["行政诉讼", "诉讼", "提起行政诉讼", "被提起行政诉讼", "行政应诉"]),
    (Word::Litigation("direct"), &["未经复议直接起诉", "直接起诉", "未经行政复议直接起诉"]),
    (Word::Litigation("after_reconsideration"), &["复议后起诉", "经复议后起诉", "行政复议后起诉"]),
    (Word::Outcome("upheld"), &["维持", "结果维持", "被维持", "维持原答复"]),
    (Word::Outcome("corrected"), &["纠正", "结果纠正", "被纠正", "纠错", "被纠错"]),
    (Word::Outcome("other"), &["其他结果"]),
    (Word::Outcome("pending"), &["未审结", "尚未审结", "尚未办结", "正在审理"]),
    (Word::Document("normative_documents"), &["规范性文件", "行政规范性文件"]),
    (Word::Document("regulations"), &["规章", "政府规章", "地方政府规章"]),
    (
        Word::Act(ISSUED),
        &[
            "制发",
            "制定",
            "印发",
            "制定印发",
            "制定发布",
            "出台",
            "新制定",
            "新制发",
            "新出台",
            "制发出台",
            "制作",
            "新制作",
            "新印发",
            "制定出台",
        ],
    ),
    (Word::Act(REPEALED), &["废止", "宣布废止"]),
    (Word::Act(IN_FORCE), &["现行有效", "继续有效", "有效"]),
    (Word::Decision(&LICENSING), &["行政许可"]),
    (Word::Decision(&LICENSED), &["行政许可决定", "行政许可处理决定", "许可决定"]),
    (Word::Decision(&PENALTIES), &["行政处罚"]),
    (Word::Decision(&PENALISED), &["行政处罚决定", "行政处罚处理决定"]),
    (Word::Decision(&COERCIVE), &["行政强制", "行政强制措施", "行政强制决定"]),
    (Word::Decision(&FEES), &["行政事业性收费"]),
    (Word::Decision(&PURCHASE), &["政府集中采购", "集中采购"]),
    (
        Word::Neg,
        &[
            "未",
            "没有",
            "无",
            "未有",
            "未收到",
            "没有收到",
            "未接到",
            "未发生",
            "没有发生",
            "未出现",
            "未产生",
            "没有出现",
            "不存在",
            "未受理",
            "没有受理",
            "未发生过",
            "未收到过",
            "无人",
            "未接收",
            "未接收到",
            "暂无",
            "暂未收到",
            "尚未收到",
            "均未发生",
            "均未收到",
            "没有产生",
        ],
    ),
    (Word::NegAfter, &["均无", "均没有", "未发生", "均未发生", "均未出现"]),
    (Word::Each, &["均为", "都为", "都是", "均是"]),
    (Word::Apart, &["分别", "各有", "各为", "依次"]),
    (Word::Among, &["其中"]),
    (
        Word::OtherTime,
        &[
            "上半年",
            "下半年",
            "季度",
            "去年",
            "前三季度",
            "历年",
            "近年来",
            "近三年",
            "五年来",
            "上年度",
            "上年",
            "上一年",
            "上一年度",
            "月份",
            "当月",
            "下一步",
            "明年",
            "累年",
            "往年",
            "去年同期",
            "上年同期",
            "以来累计",
        ],
    ),
    (
        Word::OtherMatter,
        &[
            "12345",
            "热线",
            "建议",
            "提案",
            "来信来访",
            "信访件",
            "信访事项",
            "投诉",
            "举报",
            "咨询",
            "留言",
            "信箱",
            "网民",
            "办件量",
            "点击",
            "浏览",
            "阅读",
            "培训",
            "网上办",
            "诉求",
            "工单",
            "解读",
            "备案",
            "合法性审查",
            "审核",
            "新闻",
            "会议",
            "好差评",
            "事项清单",
            "答记者问",
            "问政",
            "意见",
        ],
    ),
    (
        Word::Compare,
        &[
            "同比",
            "较上年",
            "较去年",
            "比上年",
            "比去年",
            "相比",
            "增长",
            "增加",
            "减少",
            "下降",
            "上升",
            "增幅",
            "降幅",
            "多于",
            "较",
            "占",
            "至少",
            "不少于",
            "目标",
            "计划",
            "应当",
            "如",
            "若",
            "避免",
            "防止",
            "每",
            "平均",
            "人均",
            "降低",
            "少于",
        ],
    ),
    (
        Word::Part,
        &[
            "网络",
            "网上",
            "信函",
            "邮寄",
            "当面",
            "现场",
            "邮件",
            "传真",
            "在线",
            "线上",
            "线下",
            "平台",
            "当场",
            "所属",
            "乡镇",
            "街道",
            "镇",
            "部门",
            "单位",
            "延期",
            "超期",
            "逾期",
            "电话",
            "口头",
            "补正",
            "撤回",
            "部门间",
            "转办",
            "渠道",
            "方式",
            "窗口",
            "第三方",
            "征求",
        ],
    ),
];
