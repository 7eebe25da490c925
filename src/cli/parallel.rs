//! Many files at a time, their results in order.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// Works on items with as many threads as the machine has processors, and hands on each result as
/// soon as it and those of all items before it are there.
pub(super) fn in_order<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&T) -> R + Sync,
    mut result: impl FnMut(R),
) {
    let workers = std::thread::available_parallelism().map_or(1, usize::from).min(items.len());
    if workers <= 1 {
        items.iter().map(work).for_each(result);
        return;
    }
    let next = AtomicUsize::new(0);
    let (send, receive) = mpsc::channel();
    // A fault of the program in one of the threads ends the whole scope with it: it must not pass for a
    // file without findings.
    std::thread::scope(|scope| {
        for _ in 0..workers {
            let (send, next, work) = (send.clone(), &next, &work);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(item) = items.get(index) else { return };
                    // Nobody listens any more only if the other side has failed.
                    let _ = send.send((index, work(item)));
                }
            });
        }
        drop(send);
        let (mut waiting, mut due) = (BTreeMap::new(), 0);
        for (index, done) in receive {
            waiting.insert(index, done);
            while let Some(done) = waiting.remove(&due) {
                result(done);
                due += 1;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for count in [0, 1, 2, 500] {
            let items: Vec<usize> = (0..count).collect();
            let mut results = Vec::new();
            // The first ones take longest.
            let work =
                |&item: &usize| (0..(count - item) * 50).fold(item, |sum, _| std::hint::black_box(sum));
            in_order(&items, work, |result| results.push(result));
            assert_eq!(results, items);
        }
    }
}
