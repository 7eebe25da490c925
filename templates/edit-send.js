// Changes on their way to the file: one after the other, none lost. What could not be saved stays at the head
// of the queue until it can.
const Send = (() => {
  const RETRY_MS = 3000;
  const queue = [];
  let isBusy = false;
  // Why nothing is sent just now: { kind: "lost" | "stranger" | "unsaved", words }.
  let hold = null;
  let timer = 0;
  const listeners = [];
  const tell = () => listeners.forEach((listener) => listener());

  function queued(address) {
    for (let at = queue.length - 1; at >= 0; at -= 1) {
      const change = (queue[at].changes || []).find((one) => one.address === address);
      if (change) return change.to;
    }
    return undefined;
  }

  function add(job) {
    const done = new Promise((resolve) => {
      job.resolve = resolve;
    });
    queue.push(job);
    tell();
    run();
    return done;
  }

  function change(address, to) {
    const last = queue[queue.length - 1];
    const isWaiting = last && !(isBusy && queue.length === 1);
    // Typing goes on while an earlier state of the same field waits.
    if (
      isWaiting &&
      last.path === "/change" &&
      last.changes.length === 1 &&
      last.changes[0].address === address
    ) {
      last.changes[0].to = to;
      tell();
      run();
      return;
    }
    const from = queued(address) === undefined ? Model.latest(address) : undefined;
    add({ path: "/change", changes: [{ address, from, to }] });
  }

  // Several changes, all or none.
  function changeAll(changes) {
    flush();
    return add({ path: "/change", changes });
  }

  // Anything but a change of fields: what was typed goes first.
  function ask(path, body) {
    flush();
    return add({ path, body });
  }

  function flush() {
    for (const { field } of Model.drafts()) Model.commit(field);
  }

  function body(job) {
    if (!job.changes) return job.body;
    // A change on top of an own one starts from what that one left.
    for (const one of job.changes) if (one.from === undefined) one.from = Model.latestSaved(one.address);
    return { changes: job.changes };
  }

  async function run() {
    if (isBusy || queue.length === 0 || (hold && hold.kind === "stranger")) return;
    isBusy = true;
    clearTimeout(timer);
    tell();
    try {
      while (queue.length > 0) {
        const job = queue[0];
        const answer = await post(job.path, body(job));
        if (!(await settle(job, answer))) break;
      }
    } finally {
      isBusy = false;
      tell();
    }
  }

  function drop(job, answer) {
    queue.splice(queue.indexOf(job), 1);
    job.resolve(answer);
  }

  function wait(kind, words) {
    hold = { kind, words };
    if (kind !== "stranger") timer = setTimeout(run, RETRY_MS);
    return false;
  }

  // What an answer means for the queue; false if it has to wait.
  async function settle(job, answer) {
    const wasHeld = hold !== null;
    if (answer.outcome === "lost") {
      // Asked twice, it might be done twice.
      if (!job.changes) {
        drop(job, answer);
        Notice.show("程序没有回答，刚才的操作可能没有完成，请核对后再做一次。", true);
      }
      return wait("lost", "程序没有回答");
    }
    if (answer.outcome === "stranger") return wait("stranger", "口令不对");
    if (answer.outcome === "unsaved") return wait("unsaved", answer.message);
    hold = null;
    if (answer.outcome === "conflict") return conflict(job, answer);
    if (answer.outcome === "saved") saved(job, answer);
    else {
      drop(job, answer);
      refused(job, answer);
    }
    if (wasHeld) tell();
    return true;
  }

  function saved(job, answer) {
    drop(job, answer);
    if (job.changes) Model.settle(job.changes, answer.state);
    // Where the findings become others, their number is said instead.
    Voice.say("已保存");
    answer.changed = Model.take(answer.state);
    if (answer.notes && answer.notes.length > 0) Notice.show(answer.notes.join(""), false);
    if (job.then) job.then(answer);
  }

  function refused(job, answer) {
    const one = job.changes && job.changes[0];
    const typed = one && one.address === answer.address ? one.to : undefined;
    if (typed !== undefined && Model.refuse(answer.address, typed, answer.message))
      Voice.say(`没有保存：${answer.message}`);
    else Notice.show(answer.message, true);
    if (job.then) job.then(answer);
  }

  // ---- Somebody changed the same value meanwhile

  const plain = (value) =>
    (value === null || value === undefined ? "" : value)
      .replace(/[０-９]/g, (digit) => String.fromCharCode(digit.charCodeAt(0) - 0xfee0))
      .replace(/[,，\s]/g, "");

  async function conflict(job, answer) {
    const { conflicts } = answer;
    // Saved before, but the answer was lost on its way (a browser may have asked again by itself); or another
    // window did the same.
    if (conflicts.every((one) => plain(one.now) === plain(one.to))) {
      saved(job, answer);
      return true;
    }
    const choice = await Question.ask({
      title: "文件在别处改过",
      body: [make("p", "", "下面的内容在打开以后又被别处改过，请选择用哪一个。"), ...conflicts.map(describe)],
      choices: [
        ["mine", "用我的"],
        ["file", "用文件里的"],
      ],
      mustChoose: true,
    });
    if (choice === "mine") {
      if (job.changes)
        for (const one of conflicts) job.changes.find((own) => own.address === one.address).from = one.now;
      else job.body = { ...job.body, over: conflicts.map(({ address, now }) => ({ address, now })) };
      return true;
    }
    drop(job, answer);
    for (const one of conflicts) {
      Model.seen.set(one.address, one.now);
      for (const field of Model.fields.get(one.address) || []) Model.takeBack(field);
    }
    Model.take(answer.state);
    return true;
  }

  function describe(one) {
    const list = make("dl", "conflict");
    const add = (name, value) => {
      const shown = value === null ? "（没有）" : value === "" ? "（空）" : value;
      const words = make("dd");
      if (shown.length <= 40) words.textContent = shown;
      else {
        const text = make("textarea");
        text.readOnly = true;
        text.rows = 4;
        text.value = shown;
        text.setAttribute("aria-label", name);
        words.append(text);
      }
      list.append(make("dt", "", name), words);
    };
    list.append(make("dt", "what", "项目"), make("dd", "what", Model.label(one.address)));
    add("原来", one.from);
    add("我的", one.to);
    add("文件里的", one.now);
    return list;
  }

  // What would be lost if the window were closed now.
  function unsaved() {
    const all = new Map();
    for (const job of queue) for (const one of job.changes || []) all.set(one.address, one.to);
    for (const { address, to } of Model.drafts()) all.set(address, to);
    return [...all].map(([address, to]) => ({ address, to }));
  }

  return {
    change,
    changeAll,
    ask,
    flush,
    run,
    queued,
    unsaved,
    tell,
    listen: (listener) => listeners.push(listener),
    get hold() {
      return hold;
    },
    get isBusy() {
      return isBusy;
    },
    get waiting() {
      return queue.length;
    },
  };
})();
