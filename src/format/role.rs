//! What the parts of a form are, in words that no form changes: rules and the reader of the prose ask
//! for roles, and a form says which of its sections, rows, groups and columns has them.

use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};
use serde::{Deserialize, Serialize};

/// What a section is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionRole {
    /// 总体情况.
    Overview,
    /// 主动公开政府信息情况.
    Disclosure,
    /// 收到和处理政府信息公开申请情况.
    Requests,
    /// 行政复议、行政诉讼情况.
    Proceedings,
    /// 存在的主要问题及改进情况.
    Problems,
    /// 其他需要报告的事项.
    OtherMatters,
}

/// What a narrative section must speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopicRole {
    /// 主动公开.
    Disclosure,
    /// 依申请公开.
    Requests,
    /// 政府信息管理.
    Management,
    /// 政府信息公开平台建设.
    Platforms,
    /// 监督保障.
    Supervision,
    /// 信息处理费, which applicants may be charged.
    ProcessingFee,
}

/// What a row is, or a group of rows that are read together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowRole {
    /// 规章.
    Regulations,
    /// 行政规范性文件.
    NormativeDocuments,
    /// 行政许可.
    Licensing,
    /// 其他对外管理服务事项.
    OtherServices,
    /// 行政处罚.
    Penalties,
    /// 行政强制.
    CoerciveMeasures,
    /// 行政事业性收费.
    Fees,
    /// 政府集中采购.
    Procurement,
    /// 本年新收政府信息公开申请数量.
    Received,
    /// 上年结转政府信息公开申请数量.
    CarriedIn,
    /// 予以公开.
    Granted,
    /// 部分公开.
    PartlyGranted,
    /// 不予公开, with its grounds.
    Denied,
    /// 属于国家秘密.
    StateSecret,
    /// 其他法律行政法规禁止公开.
    ProhibitedByLaw,
    /// 危及“三安全一稳定”.
    SecurityStability,
    /// 保护第三方合法权益.
    ThirdPartyRights,
    /// 属于三类内部事务信息.
    InternalAffairs,
    /// 属于四类过程性信息.
    Deliberative,
    /// 属于行政执法案卷.
    EnforcementFiles,
    /// 属于行政查询事项.
    InquiryMatters,
    /// 无法提供, with its grounds.
    Unavailable,
    /// 本机关不掌握相关政府信息.
    NotHeld,
    /// 没有现成信息需要另行制作.
    NeedsCreation,
    /// 补正后申请内容仍不明确.
    Unclear,
    /// 不予处理, with its grounds.
    NotProcessed,
    /// 信访举报投诉类申请.
    Petition,
    /// 重复申请.
    Duplicate,
    /// 要求提供公开出版物.
    Publication,
    /// 无正当理由大量反复申请.
    Excessive,
    /// 要求行政机关确认或重新出具已获取信息.
    Reconfirmation,
    /// 其他处理: a row of its own, or with its grounds.
    OtherHandling,
    /// 逾期不补正、行政机关不再处理.
    NotCorrected,
    /// 逾期未缴纳费用、行政机关不再处理.
    FeeUnpaid,
    /// 其他处理之“其他”.
    OtherRest,
    /// （七）总计 of the results.
    Finished,
    /// 结转下年度继续办理.
    CarriedForward,
    /// 行政复议.
    Reconsideration,
    /// 行政诉讼, both kinds.
    Litigation,
    /// 未经复议直接起诉.
    DirectLitigation,
    /// 复议后起诉.
    LitigationAfterReconsideration,
}

/// What a column of a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    /// 本年制发件数, 本年新制作数量.
    Issued,
    /// 本年新公开数量.
    Disclosed,
    /// 本年废止件数.
    Repealed,
    /// 现行有效件数.
    InForce,
    /// 对外公开总数量.
    TotalPublic,
    /// 上一年项目数量.
    PreviousItems,
    /// 本年增/减.
    ItemsChange,
    /// 处理决定数量.
    Decisions,
    /// 收费金额, 采购总金额.
    Amount,
    /// 采购项目数量.
    Projects,
    /// 自然人.
    NaturalPerson,
    /// 商业企业.
    Enterprise,
    /// 科研机构.
    Research,
    /// 社会公益组织.
    PublicInterest,
    /// 法律服务机构.
    LegalService,
    /// 其他 among 法人或其他组织.
    OtherApplicant,
    /// 结果维持.
    Upheld,
    /// 结果纠正.
    Corrected,
    /// 其他结果.
    OtherResult,
    /// 尚未审结.
    Pending,
    /// 总计 of the row.
    Total,
}

/// The role of that name, as a form or the lexicon writes it.
pub(crate) fn named<'a, R: Deserialize<'a>>(name: &'a str) -> Option<R> {
    let name: StrDeserializer<'a, Error> = name.into_deserializer();
    R::deserialize(name).ok()
}
