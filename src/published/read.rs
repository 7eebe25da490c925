//! From the bytes of a file to its page, whatever it is called.

use std::borrow::Cow;

use super::office::Office;
use super::office::package::{Package, PackageError};
use super::{Page, docx, html, list, ofd, office, pdf, sheet, text};

/// Why a file cannot be read as a published report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// A web page that cannot be read.
    #[error(transparent)]
    Html(#[from] html::HtmlError),
    /// A Word file that cannot be read.
    #[error(transparent)]
    Docx(#[from] docx::DocxError),
    /// A workbook that cannot be read.
    #[error(transparent)]
    Sheet(#[from] sheet::SheetError),
    /// A PDF that cannot be read.
    #[error(transparent)]
    Pdf(#[from] pdf::PdfError),
    /// An OFD that cannot be read.
    #[error(transparent)]
    Ofd(#[from] ofd::OfdError),
    /// A list of this program that cannot be read.
    #[error(transparent)]
    List(#[from] list::ListError),
    /// A text that cannot be read.
    #[error(transparent)]
    Text(#[from] text::TextError),
    /// An archive that cannot be opened, whatever was in it.
    #[error(transparent)]
    Package(#[from] PackageError),
    /// A Word file of before 2007.
    #[error("这是旧格式的 Word 文件（.doc），读不出表格。请用 Word 或 WPS 打开，另存为 .docx 再试")]
    OldWord,
    /// A file with a password.
    #[error("这个文件设有密码，读不出内容。请打开后取消密码，另存一份再试")]
    Locked,
    /// A file of Office that holds no report.
    #[error(
        "这个文件不是 Word 文件或者电子表格，读不出年度报告。请换用报告的网页、Word、PDF 或者电子表格文件"
    )]
    OtherOffice,
    /// An archive of other files.
    #[error("这是压缩文件，读不了。请先解压，再换用里面的报告：网页、Word、PDF、OFD 或者电子表格文件")]
    Archive,
    /// A picture.
    #[error("这是图片，没有可以读取的文字。请换用报告的网页、Word、PDF 或者电子表格文件")]
    Picture,
    /// Text in no known encoding.
    #[error("文件里的文字是乱码，读不出来。请用原来的软件打开，另存一份再试")]
    Garbled,
    /// Nothing in it.
    #[error("文件是空的。请核对是不是这个文件")]
    Empty,
}

/// Beginnings of pictures.
const PICTURES: [&[u8]; 5] = [b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"BM", b"II*\0"];

/// Bytes within which a list shows that it is one.
const LIST_HEAD: usize = 4096;

/// Reads a file by its content.
///
/// # Errors
/// It is no file of a published report, or broken: why, and what to do, in plain words.
pub fn read(bytes: &[u8]) -> Result<Page, Unreadable> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Unreadable::Empty);
    }
    if is_pdf(bytes) {
        return Ok(pdf::read(bytes)?);
    }
    match office::kind_of(bytes) {
        Some(Office::Word) => return Ok(docx::read(bytes)?),
        Some(Office::Workbook | Office::OldWorkbook) => return Ok(sheet::read(bytes)?),
        Some(Office::OldWord) => return Err(Unreadable::OldWord),
        Some(Office::Locked) => return Err(Unreadable::Locked),
        Some(Office::Other) => return Err(Unreadable::OtherOffice),
        None if ofd::is_ofd(bytes) => return Ok(ofd::read(bytes)?),
        // A file of Office is an archive, too: one that does not open may be such a file, cut off on its way.
        None if bytes.starts_with(b"PK") => {
            return Err(Package::open(bytes).err().map_or(Unreadable::Archive, Unreadable::from));
        }
        None => {}
    }
    if PICTURES.iter().any(|start| bytes.starts_with(start)) {
        return Err(Unreadable::Picture);
    }
    // Words in a list may look like those of a web page.
    if let Some(page) = list_text(bytes).and_then(|text| list::read(&text)) {
        return Ok(page?);
    }
    if html::looks_like(bytes) {
        return Ok(html::read(bytes)?);
    }
    let text = html::decode(bytes).map_err(|_| Unreadable::Garbled)?;
    Ok(text::read(&text)?)
}

/// True for the bytes of a web page, a PDF, an OFD, a file of Office or a list of this program, whatever it says.
pub fn is_other_than_text(bytes: &[u8]) -> bool {
    let is_list = || list_text(bytes).is_some_and(|text| list::is_list(&text));
    is_pdf(bytes)
        || ofd::is_ofd(bytes)
        || office::kind_of(bytes).is_some()
        || html::looks_like(bytes)
        || is_list()
}

/// The text of what begins as a list of this program.
fn list_text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let head = bytes.get(..LIST_HEAD).unwrap_or(bytes);
    // A character that is cut in two would make another encoding likelier.
    let head = memchr::memrchr(b'\n', head).and_then(|end| head.get(..end)).unwrap_or(head);
    let may_be_list = html::decode(head).is_ok_and(|head| list::begins_as_list(&head));
    if may_be_list { html::decode(bytes).ok() } else { None }
}

/// Readers of PDF look for its mark within the first kilobyte.
fn is_pdf(bytes: &[u8]) -> bool {
    let head = bytes.get(..1024).unwrap_or(bytes);
    memchr::memmem::find(head, b"%PDF-").is_some_and(|at| at == 0 || !head.starts_with(b"<"))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write};

    use super::*;

    /// An archive with one part.
    fn archive(name: &str) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(b"<a/>").unwrap();
        archive.finish().unwrap().into_inner()
    }

    #[test]
    fn a_file_of_office_that_was_cut_off_is_damaged_and_another_archive_is_to_be_unpacked() {
        let word = archive("word/document.xml");
        assert_eq!(read(&word[..word.len() / 2]).unwrap_err(), PackageError::Broken.into());
        assert_eq!(read(&archive("报告.txt")).unwrap_err(), Unreadable::Archive);
    }
}
