//! Why the system refused, in plain words.

use std::io::{self, ErrorKind};

/// Why the system refused, in plain words.
pub(in crate::cli) fn reason(error: &io::Error) -> String {
    let code = error.raw_os_error();
    let known = code.and_then(by_code).or_else(|| by_kind(error.kind()));
    match (known, code) {
        (Some(words), _) => words.to_owned(),
        (None, Some(code)) => format!("读写失败（系统代码 {code}）"),
        (None, None) => "读写失败".to_owned(),
    }
}

fn by_kind(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::NotFound => "文件或文件夹不存在",
        ErrorKind::PermissionDenied => "没有权限，或文件被占用",
        ErrorKind::AlreadyExists => "已经存在",
        ErrorKind::StorageFull => "磁盘已满",
        ErrorKind::QuotaExceeded => "超出了分配的磁盘空间",
        ErrorKind::FileTooLarge => "文件超出了磁盘允许的大小",
        ErrorKind::ReadOnlyFilesystem => "磁盘不可写",
        ErrorKind::InvalidFilename => "文件名不合要求（可能太长）",
        ErrorKind::InvalidInput => "文件名不合要求",
        ErrorKind::NotADirectory => "路径中有一段不是文件夹",
        ErrorKind::IsADirectory => "这是文件夹",
        ErrorKind::DirectoryNotEmpty => "文件夹不是空的",
        ErrorKind::CrossesDevices => "不在同一个磁盘上",
        ErrorKind::TooManyLinks => "文件的链接太多",
        ErrorKind::ExecutableFileBusy => "文件是正在运行的程序",
        ErrorKind::ResourceBusy | ErrorKind::Deadlock | ErrorKind::WouldBlock => "文件或磁盘正被占用",
        ErrorKind::StaleNetworkFileHandle => "网络磁盘上的文件已经失效，请重新打开文件夹",
        ErrorKind::TimedOut => "等待超时，请检查磁盘或网络",
        ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown
        | ErrorKind::NotConnected
        | ErrorKind::ConnectionRefused
        | ErrorKind::ConnectionReset
        | ErrorKind::ConnectionAborted => "网络不通，请检查网络磁盘的连接",
        ErrorKind::AddrInUse => "端口已被占用",
        ErrorKind::AddrNotAvailable => "网络地址不能使用",
        ErrorKind::OutOfMemory => "内存不足",
        ErrorKind::BrokenPipe => "接收结果的程序已经关闭",
        ErrorKind::Interrupted => "读写被中断",
        ErrorKind::UnexpectedEof | ErrorKind::WriteZero => "没有读写完整",
        ErrorKind::NotSeekable => "这不是普通的文件",
        ErrorKind::Unsupported => "磁盘或系统不支持这样读写",
        _ => return None,
    })
}

/// What the standard library gives no stable name to.
#[cfg(unix)]
fn by_code(code: i32) -> Option<&'static str> {
    use rustix::io::Errno;
    let is = |errors: &[Errno]| errors.iter().any(|error| error.raw_os_error() == code);
    if is(&[Errno::LOOP]) {
        Some("链接互相指向，没有尽头")
    } else if is(&[Errno::MFILE, Errno::NFILE]) {
        Some("同时打开的文件太多，请关闭一些程序")
    } else if is(&[Errno::IO]) {
        Some("磁盘读写出错，请检查磁盘")
    } else if is(&[Errno::NXIO, Errno::NODEV]) {
        Some("设备不存在，或者这不是普通的文件")
    } else {
        None
    }
}

#[cfg(windows)]
fn by_code(code: i32) -> Option<&'static str> {
    match code {
        // Sharing and lock violations.
        32 | 33 => Some("文件正被其他程序占用"),
        4 => Some("同时打开的文件太多，请关闭一些程序"),
        21 => Some("磁盘没有准备好"),
        23 | 1117 => Some("磁盘读写出错，请检查磁盘"),
        1920 | 1921 => Some("链接互相指向，没有尽头"),
        _ => None,
    }
}

#[cfg(not(any(unix, windows)))]
fn by_code(_code: i32) -> Option<&'static str> {
    None
}

#[cfg(target_os = "linux")]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_said_in_words() {
        // ENOENT EINTR EIO ENXIO EBUSY EACCES EEXIST EXDEV ENODEV ENOTDIR EISDIR EINVAL ENFILE EMFILE
        // ETXTBSY EFBIG ENOSPC EROFS EMLINK ENAMETOOLONG ELOOP ENOMEM ESTALE EDQUOT ETIMEDOUT ENETDOWN
        // ENOTCONN EHOSTUNREACH ESPIPE EPIPE EPERM EOPNOTSUPP EDEADLK EAGAIN ENOTEMPTY
        for code in [
            2, 4, 5, 6, 16, 13, 17, 18, 19, 20, 21, 22, 23, 24, 26, 27, 28, 30, 31, 36, 40, 12, 116, 122,
            110, 100, 107, 113, 29, 32, 1, 95, 35, 11, 39,
        ] {
            let words = reason(&io::Error::from_raw_os_error(code));
            assert!(
                !words.is_empty() && !words.chars().any(|c| c.is_ascii_alphanumeric()),
                "{code}: {words}"
            );
        }
        assert_eq!(reason(&io::Error::from_raw_os_error(9_999)), "读写失败（系统代码 9999）");
        assert_eq!(reason(&io::Error::other("x")), "读写失败");
    }
}
