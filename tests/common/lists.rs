//! The two national forms as lists, typed in from 国办公开办函〔2019〕60号 and 〔2021〕30号.
//!
//! Nothing here comes from `formats/`: a slip in one of the two places shows as a difference.

/// What the tests know of a national form.
#[derive(Debug)]
pub struct National {
    /// Identifier in the data file.
    pub id: &'static str,
    /// A report year for which it is in force.
    pub year: u16,
    /// Rows of section two with their columns; a row with one unnamed column is its own cell.
    pub disclosure: &'static [(&'static str, &'static [&'static str])],
    /// Rows of section three that add up to （七）总计.
    pub handled: &'static [&'static str],
    /// How many figures the form prints.
    pub figures: usize,
}

/// Columns of section three that are stated; 总计 follows.
pub const APPLICANTS: &[&str] =
    &["natural_person", "enterprise", "research", "public_interest", "legal_service", "other"];

/// Columns of section four that are stated; 总计 follows.
pub const RESULTS: &[&str] = &["upheld", "corrected", "other", "pending"];

/// Rows of section four.
pub const PROCEEDINGS: &[&str] =
    &["reconsideration", "litigation.direct", "litigation.after_reconsideration"];

/// The column that is the sum of the others, in both sections; and the row （七）总计.
pub const TOTAL: &str = "total";

/// The sections with a table, and their printed titles.
pub const TITLES: &[(&str, &str)] = &[
    ("disclosure", "二、主动公开政府信息情况"),
    ("requests", "三、收到和处理政府信息公开申请情况"),
    ("proceedings", "四、政府信息公开行政复议、行政诉讼情况"),
];

pub const FORM_2019: National = National {
    id: "2019",
    year: 2020,
    disclosure: &[
        ("regulations", &["made", "disclosed", "total_public"]),
        ("normative_documents", &["made", "disclosed", "total_public"]),
        ("licensing", &["previous", "change", "decisions"]),
        ("other_services", &["previous", "change", "decisions"]),
        ("penalties", &["previous", "change", "decisions"]),
        ("coercive_measures", &["previous", "change", "decisions"]),
        ("fees", &["previous", "change"]),
        ("procurement", &["projects", "amount"]),
    ],
    handled: &[
        "granted",
        "partly_granted",
        "denied.state_secret",
        "denied.prohibited_by_law",
        "denied.security_stability",
        "denied.third_party_rights",
        "denied.internal_affairs",
        "denied.deliberative",
        "denied.enforcement_files",
        "denied.inquiry_matters",
        "unavailable.not_held",
        "unavailable.needs_creation",
        "unavailable.unclear",
        "not_processed.petition",
        "not_processed.duplicate",
        "not_processed.publication",
        "not_processed.excessive",
        "not_processed.reconfirmation",
        "other_handling",
    ],
    figures: 198,
};

pub const FORM_2021: National = National {
    id: "2021",
    year: 2024,
    disclosure: &[
        ("regulations", &["issued", "repealed", "in_force"]),
        ("normative_documents", &["issued", "repealed", "in_force"]),
        ("licensing", &[""]),
        ("penalties", &[""]),
        ("coercive_measures", &[""]),
        ("fees", &[""]),
    ],
    handled: &[
        "granted",
        "partly_granted",
        "denied.state_secret",
        "denied.prohibited_by_law",
        "denied.security_stability",
        "denied.third_party_rights",
        "denied.internal_affairs",
        "denied.deliberative",
        "denied.enforcement_files",
        "denied.inquiry_matters",
        "unavailable.not_held",
        "unavailable.needs_creation",
        "unavailable.unclear",
        "not_processed.petition",
        "not_processed.duplicate",
        "not_processed.publication",
        "not_processed.excessive",
        "not_processed.reconfirmation",
        "other_handling.not_corrected",
        "other_handling.fee_unpaid",
        "other_handling.rest",
    ],
    figures: 200,
};

/// Both forms.
pub const NATIONAL: [&National; 2] = [&FORM_2019, &FORM_2021];

impl National {
    /// The form of that name.
    pub fn of(id: &str) -> &'static Self {
        NATIONAL.into_iter().find(|form| form.id == id).unwrap()
    }

    /// Rows of section three in printed order.
    pub fn requests(&self) -> Vec<&'static str> {
        let handled = self.handled.iter().copied();
        ["received", "carried_in"].into_iter().chain(handled).chain([TOTAL, "carried_forward"]).collect()
    }

    /// Every row of the data file with its stated columns.
    pub fn rows(&self) -> Vec<(&'static str, &'static str, &'static [&'static str])> {
        let disclosure = self.disclosure.iter().map(|(key, columns)| ("disclosure", *key, *columns));
        let requests = self.requests().into_iter().map(|key| ("requests", key, APPLICANTS));
        let proceedings = PROCEEDINGS.iter().map(|key| ("proceedings", *key, RESULTS));
        disclosure.chain(requests).chain(proceedings).collect()
    }
}
