//! Many files at a time, their results in order.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, PoisonError, mpsc};

/// So many items may be under way or wait for one before them: what is kept does not grow with their number.
const AHEAD: usize = 64;

/// How far the work has come.
#[derive(Default)]
struct Progress {
    /// The item that is to be taken next.
    next: usize,
    /// The item whose result is to be handed on next.
    due: usize,
}

/// Shares out the items.
#[derive(Default)]
struct Queue {
    progress: Mutex<Progress>,
    moved: Condvar,
}

impl Queue {
    fn update<T>(&self, change: impl FnOnce(&mut Progress) -> T) -> T {
        let changed = change(&mut self.progress.lock().unwrap_or_else(PoisonError::into_inner));
        self.moved.notify_all();
        changed
    }

    /// The next item, once it is not too far ahead of the one that is due.
    fn take(&self) -> usize {
        let progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        let is_far = |progress: &mut Progress| progress.next.saturating_sub(progress.due) >= AHEAD;
        let waited = self.moved.wait_while(progress, is_far);
        let mut progress = waited.unwrap_or_else(PoisonError::into_inner);
        progress.next += 1;
        progress.next - 1
    }
}

/// Ends the waiting of all when one of them ends: one that has failed would never hand on what is due.
struct Worker<'q>(&'q Queue);

impl Drop for Worker<'_> {
    fn drop(&mut self) {
        self.0.update(|progress| progress.due = usize::MAX);
    }
}

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
    let queue = Queue::default();
    let (send, receive) = mpsc::channel();
    // A fault of the program in one of the threads ends the whole scope with it: it must not pass for a
    // file without findings.
    std::thread::scope(|scope| {
        for _ in 0..workers {
            let (send, queue, work) = (send.clone(), &queue, &work);
            scope.spawn(move || {
                let _worker = Worker(queue);
                loop {
                    let index = queue.take();
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
                queue.update(|progress| progress.due = progress.due.max(due));
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

    use super::*;

    #[test]
    fn no_worker_runs_far_ahead() {
        let items: Vec<usize> = (0..1_000).collect();
        let (taken, handed) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let work = |_: &usize| {
            let ahead = taken.fetch_add(1, Relaxed).saturating_sub(handed.load(Relaxed));
            assert!(ahead <= AHEAD, "{ahead}");
        };
        in_order(&items, work, |()| {
            std::thread::sleep(std::time::Duration::from_micros(50));
            handed.fetch_add(1, Relaxed);
        });
        assert_eq!(handed.into_inner(), items.len());
    }

    #[test]
    fn a_fault_of_the_program_ends_the_work() {
        let items: Vec<usize> = (0..1_000).collect();
        let work = |item: &usize| assert_ne!(*item, 3);
        let outcome = std::panic::catch_unwind(|| in_order(&items, work, |()| {}));
        assert!(outcome.is_err());
    }

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
