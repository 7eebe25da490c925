//! The compound file of Office before 2007 (MS-CFB), as far as it takes to tell a workbook from a Word file and to
//! take a stream out. Chains of sectors may be loops: none is followed further than the file has sectors.

use std::collections::BTreeMap;

/// What a compound file begins with.
const MAGIC: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// First of the numbers that are no sectors.
const NO_SECTOR: u32 = 0xFFFF_FFFA;

/// Length of the header; sectors are counted from its end.
const HEADER: usize = 512;

/// Length of an entry of the directory.
const ENTRY: usize = 128;

/// Length of a sector for small streams.
const SMALL_SECTOR: usize = 64;

/// Streams shorter than that lie in small sectors.
const SMALL_STREAM: usize = 4096;

/// Whether the bytes begin as a compound file.
pub fn is_ole(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// A stream as its entry in the directory tells of it.
#[derive(Clone, Copy)]
struct Stream {
    start: u32,
    len: usize,
}

/// An open compound file.
pub struct Ole<'a> {
    bytes: &'a [u8],
    sector: usize,
    next: Vec<u32>,
    next_small: Vec<u32>,
    streams: BTreeMap<String, Stream>,
    /// The sectors in which the small sectors lie.
    small: Vec<u32>,
}

impl<'a> Ole<'a> {
    /// Opens it; `None` if it is damaged.
    pub fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = 1_usize << u16_at(bytes, 30).filter(|shift| matches!(shift, 9 | 12))?;
        let mut ole = Self {
            bytes,
            sector,
            next: Vec::new(),
            next_small: Vec::new(),
            streams: BTreeMap::new(),
            small: Vec::new(),
        };
        // No more than there are sectors, or a table that is named many times would make all chains long.
        let sectors = bytes.len() / sector;
        for table in ole.tables()? {
            let numbers = numbers(ole.sector(table)?);
            ole.next.extend(numbers.take(sectors - ole.next.len()));
        }
        ole.directory(u32_at(bytes, 48)?)?;
        ole.next_small =
            ole.chain(u32_at(bytes, 60)?).iter().filter_map(|at| ole.sector(*at)).flat_map(numbers).collect();
        Some(ole)
    }

    /// Whether it has a stream of that name, in whatever case.
    pub fn has(&self, name: &str) -> bool {
        self.streams.contains_key(&name.to_ascii_lowercase())
    }

    /// The stream of that name.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let Stream { start, len } = *self.streams.get(&name.to_ascii_lowercase())?;
        let mut stream = Vec::new();
        if len < SMALL_STREAM {
            for at in chain(&self.next_small, start) {
                stream.extend_from_slice(self.small_sector(at)?);
            }
        } else {
            for at in self.chain(start) {
                stream.extend_from_slice(self.sector(at)?);
            }
        }
        if stream.len() < len {
            return None;
        }
        stream.truncate(len);
        Some(stream)
    }

    /// The sectors that hold the table of chains: the first 109 are named in the header, the others in a chain
    /// of sectors, each of which ends with the number of the next.
    fn tables(&self) -> Option<Vec<u32>> {
        let mut tables = numbers(self.bytes.get(76..HEADER)?).collect::<Vec<_>>();
        let mut at = u32_at(self.bytes, 68)?;
        let mut left = self.bytes.len() / self.sector;
        while at < NO_SECTOR {
            left = left.checked_sub(1)?;
            let mut more = numbers(self.sector(at)?).collect::<Vec<_>>();
            at = more.pop()?;
            tables.extend(more);
        }
        tables.retain(|table| *table < NO_SECTOR);
        (tables.len() <= self.bytes.len() / self.sector).then_some(tables)
    }

    fn directory(&mut self, start: u32) -> Option<()> {
        let mut root = None;
        for at in self.chain(start) {
            for entry in self.sector(at)?.chunks_exact(ENTRY) {
                let units = entry.get(..64)?.chunks_exact(2).map_while(|pair| u16_at(pair, 0));
                let name = char::decode_utf16(units.take_while(|unit| *unit != 0));
                let name: String = name.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
                let stream = Stream { start: u32_at(entry, 116)?, len: u32_at(entry, 120)? as usize };
                match entry.get(66)? {
                    5 => root = Some(stream),
                    2 => drop(self.streams.entry(name.to_ascii_lowercase()).or_insert(stream)),
                    _ => {}
                }
            }
        }
        self.small = self.chain(root?.start);
        Some(())
    }

    fn chain(&self, start: u32) -> Vec<u32> {
        chain(&self.next, start)
    }

    /// A sector; the last may be short.
    fn sector(&self, at: u32) -> Option<&'a [u8]> {
        let start = (at as usize).checked_add(1)?.checked_mul(self.sector)?;
        let end = start.checked_add(self.sector)?.min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    fn small_sector(&self, at: u32) -> Option<&'a [u8]> {
        let start = (at as usize).checked_mul(SMALL_SECTOR)?;
        let sector = self.sector(*self.small.get(start / self.sector)?)?;
        let within = start % self.sector;
        sector.get(within..within + SMALL_SECTOR)
    }
}

/// The sectors of a chain. One that comes back to a sector is a loop and ends where it has become longer than
/// the table.
fn chain(next: &[u32], start: u32) -> Vec<u32> {
    let mut all = Vec::new();
    let mut at = start;
    while at < NO_SECTOR && all.len() < next.len() {
        let Some(after) = next.get(at as usize) else { break };
        all.push(at);
        at = *after;
    }
    all
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.chunks_exact(4).filter_map(|four| u32_at(four, 0))
}

/// A new compound file with one stream, in sectors of 4096 bytes: the stream, the directory, the table of chains.
pub fn containing(name: &str, stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 4096;
    const END: u32 = 0xFFFF_FFFE;
    const TABLE: u32 = 0xFFFF_FFFD;
    const FREE: u32 = 0xFFFF_FFFF;
    // What is shorter would have to lie in small sectors.
    let len = stream.len().max(SMALL_STREAM);
    let sectors = len.div_ceil(SECTOR);
    let tables = (sectors + 1).div_ceil(SECTOR / 4 - 1);
    let number = |count: usize| u32::try_from(count).unwrap_or(END);

    let mut file = Vec::with_capacity((sectors + tables + 2) * SECTOR);
    file.extend_from_slice(MAGIC);
    file.resize(24, 0);
    for value in [0x3E, 4, 0xFFFE, 12, 6, 0, 0, 0] {
        file.extend_from_slice(&u16::to_le_bytes(value));
    }
    for value in [1, number(tables), number(sectors), 0, 4096, END, 0, END, 0] {
        file.extend_from_slice(&value.to_le_bytes());
    }
    for table in 0..109 {
        let at = if table < tables { number(sectors + 1 + table) } else { FREE };
        file.extend_from_slice(&at.to_le_bytes());
    }
    file.resize(SECTOR, 0);
    file.extend_from_slice(stream);
    file.resize((1 + sectors) * SECTOR, 0);
    entry(&mut file, "Root Entry", 5, 0, 0);
    entry(&mut file, name, 2, 0, len);
    file.resize((2 + sectors) * SECTOR, 0);
    let chained = (1..sectors).map(number).chain([END, END]).chain((0..tables).map(|_| TABLE));
    for after in chained {
        file.extend_from_slice(&after.to_le_bytes());
    }
    file.resize((2 + sectors + tables) * SECTOR, 0xFF);
    file
}

/// Writes an entry of the directory.
fn entry(file: &mut Vec<u8>, name: &str, kind: u8, start: u32, len: usize) {
    let begin = file.len();
    file.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
    file.resize(begin + 64, 0);
    let bytes = u16::try_from(2 * name.len() + 2).unwrap_or(64);
    file.extend_from_slice(&bytes.to_le_bytes());
    file.extend_from_slice(&[kind, 1]);
    file.resize(begin + 116, 0xFF);
    file.extend_from_slice(&start.to_le_bytes());
    file.extend_from_slice(&(len as u64).to_le_bytes());
}
