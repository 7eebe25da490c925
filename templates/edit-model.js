// What the program says of the file, and the fields that show it. A field that holds typing not yet saved is
// never overwritten; all others follow the file.
const Model = (() => {
  let layout = null;
  let state = null;
  // The value that the fields of an address were last given: a change says that it starts from there.
  const seen = new Map();
  const fields = new Map();
  const byInput = new WeakMap();
  // Fields in which something was typed: only these can hold what is not yet saved.
  const touched = new Set();
  const cells = new Map();
  const labels = new Map();
  const listeners = [];
  const asText = (value) => (value === null || value === undefined ? "" : value);
  const inFile = (address) => (state && state.values[address] !== undefined ? state.values[address] : null);

  // What is in the file or on its way there.
  function latest(address) {
    const queued = Send.queued(address);
    if (queued !== undefined) return queued;
    return seen.has(address) ? seen.get(address) : inFile(address);
  }

  // Ties an input to an address. `empty` is what an emptied input means, `same` whether typing differs from a
  // value at all; `read` and `put` are its value, `wrote` follows a new one, `draw` shows what the field is.
  function bind(address, input, more = {}) {
    const nothing = () => {};
    const read = () => input.value;
    const put = (text) => {
      input.value = text;
    };
    const usual = {
      empty: "",
      same: (typed, value) => typed === value,
      read,
      put,
      wrote: nothing,
      draw: nothing,
    };
    const field = { address, input, refusal: null, ...usual, ...more };
    const all = fields.get(address) || [];
    all.push(field);
    fields.set(address, all);
    byInput.set(input, field);
    if (!seen.has(address)) seen.set(address, inFile(address));
    write(field, latest(address));
    return field;
  }

  function unbind(field) {
    const rest = (fields.get(field.address) || []).filter((one) => one !== field);
    if (rest.length > 0) fields.set(field.address, rest);
    else fields.delete(field.address);
  }

  function write(field, value) {
    const text = asText(value);
    const isHeld = document.activeElement === field.input;
    const typed = field.read();
    // What is left out at the end of a text is not taken from under the hands of who types it.
    if (typed !== text && !(isHeld && field.same(typed, text))) {
      field.put(text);
      field.wrote();
    }
    field.refusal = null;
    field.draw();
  }

  const isDirty = (field) =>
    field.input.isConnected && !field.same(field.read(), asText(latest(field.address)));

  // A field is left, or its text is at rest: what was typed goes on its way.
  function commit(field) {
    if (!isDirty(field)) {
      if (field.refusal) takeBack(field);
      return;
    }
    const typed = field.read();
    if (field.refusal && field.refusal.typed === typed) return;
    field.refusal = null;
    Send.change(field.address, typed === "" ? field.empty : typed);
    field.draw();
  }

  function takeBack(field) {
    write(field, latest(field.address));
    Send.tell();
  }

  function refuse(address, typed, message) {
    const field = (fields.get(address) || [])[0];
    if (!field) return false;
    // Whoever goes on typing is not told of what stood there before.
    if (field.read() !== asText(typed)) return true;
    field.refusal = { typed: asText(typed), message };
    touched.add(field);
    field.draw();
    return true;
  }

  // The values of own changes as they now stand in the file.
  function settle(changes, next) {
    for (const { address, to } of changes) {
      const value = next.values[address] === undefined ? null : next.values[address];
      const was = seen.get(address);
      seen.set(address, value);
      for (const field of fields.get(address) || []) {
        // What was taken away may have left its address to the next of its kind.
        const isDone = field.read() === asText(to) || (to === null && field.read() === asText(was));
        if (isDone && Send.queued(address) === undefined) write(field, value);
        else field.draw();
      }
    }
  }

  function differing(before, after) {
    const changed = [];
    for (const address in after) if (!before || before[address] !== after[address]) changed.push(address);
    for (const address in before || {}) if (!(address in after)) changed.push(address);
    return changed;
  }

  // Takes a state in: only what differs is touched. Gives the addresses whose values have changed.
  function take(next) {
    const before = state;
    // A file that does not read has no values: the form keeps those that it had.
    if (next.faulty && before) next = { ...next, values: before.values, computed: before.computed };
    state = next;
    const changed = differing(before && before.values, next.values);
    for (const address of changed) {
      const all = fields.get(address) || [];
      if (Send.queued(address) !== undefined || all.some((field) => isDirty(field))) continue;
      seen.set(address, inFile(address));
      all.forEach((field) => write(field, inFile(address)));
    }
    const computed = differing(before && before.computed, next.computed);
    for (const listener of listeners) listener({ state: next, before, changed, computed });
    return before ? changed : [];
  }

  function touch(input) {
    const field = byInput.get(input);
    if (field) touched.add(field);
    return Boolean(field);
  }

  function drafts() {
    const all = [];
    for (const field of touched) {
      if (isDirty(field)) all.push({ address: field.address, to: field.read(), field });
      else touched.delete(field);
    }
    return all;
  }

  function setLayout(next) {
    layout = next;
    cells.clear();
    labels.clear();
    fields.clear();
    touched.clear();
    for (const path in next.labels || {}) labels.set(path, next.labels[path]);
    for (const group of next.fields) for (const field of group.fields) labels.set(field.address, field.label);
    for (const section of next.sections) {
      for (const text of section.texts) labels.set(text.address, `${section.title}：${text.label}`);
      if (!section.table) continue;
      for (const cell of section.table.rows.flat()) {
        if (!cell.address) continue;
        cells.set(cell.address, { ...cell, section: section.key });
        labels.set(cell.address, `${cell.row}，${cell.column}`);
      }
    }
  }

  // An address in words.
  function label(address) {
    if (labels.has(address)) return labels.get(address);
    if (address.startsWith("note:")) return `${label(address.slice(5))}（附注）`;
    if (address.startsWith("accept:")) return `${acceptance(address).code} 的书面说明`;
    return address;
  }

  function acceptance(address) {
    const [code, cell, words] = JSON.parse(address.slice("accept:".length));
    return { code, cell, words };
  }

  return {
    latestSaved: (address) => (seen.has(address) ? seen.get(address) : inFile(address)),
    bind,
    unbind,
    commit,
    takeBack,
    refuse,
    settle,
    take,
    touch,
    drafts,
    setLayout,
    label,
    acceptance,
    latest,
    isDirty,
    inFile,
    seen,
    fields,
    cells,
    fieldOf: (input) => byInput.get(input) || null,
    listen: (listener) => listeners.push(listener),
    get layout() {
      return layout;
    },
    get state() {
      return state;
    },
  };
})();
