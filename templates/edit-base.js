"use strict";

// Small tools of the form page: elements, questions, words that are said. All text of the file goes in as
// text, never as HTML.
const $ = (id) => document.getElementById(id);

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function makeButton(words, className, onClick) {
  const button = make("button", className, words);
  button.type = "button";
  button.addEventListener("click", onClick);
  return button;
}

// Makes a row of buttons one stop of the Tab key; the arrows go through it.
function asToolbar(element, label) {
  const buttons = [...element.querySelectorAll("button")];
  const rest = (held) => {
    for (const button of buttons) button.tabIndex = button === held ? 0 : -1;
  };
  rest(buttons[0]);
  element.setAttribute("role", "toolbar");
  element.setAttribute("aria-label", label);
  element.addEventListener("focusin", (event) => rest(event.target));
  element.addEventListener("keydown", (event) => {
    const [at, step] = [buttons.indexOf(event.target), { ArrowLeft: -1, ArrowRight: 1 }[event.key]];
    if (at < 0 || !step) return;
    event.preventDefault();
    buttons[(at + step + buttons.length) % buttons.length].focus();
  });
}

// Sets what has changed only: each write costs a layout, and a screen reader may say it again.
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function setHidden(element, isHidden) {
  if (element.hidden !== isHidden) element.hidden = isHidden;
}

// Does what may wait until what is marked can be seen.
function afterPaint(work) {
  if (document.hidden) setTimeout(work, 0);
  else requestAnimationFrame(() => setTimeout(work, 0));
}

const Secret = (() => {
  const NAME = "nianbao-key";
  const given = decodeURIComponent(location.hash.slice(1));
  if (/^[\w-]{16,}$/.test(given)) {
    sessionStorage.setItem(NAME, given);
    // The address can be read over a shoulder and is kept in the browser's history.
    history.replaceState(null, "", location.pathname + location.search);
  }
  // An address that was pasted into this window changes nothing but its end.
  window.addEventListener("hashchange", () => {
    if (location.hash.length > 16) location.reload();
  });
  return { key: () => sessionStorage.getItem(NAME) };
})();

// Asks the server for a change; every failure is an outcome.
async function post(path, body, more) {
  const headers = { "X-Nianbao-Key": Secret.key() || "", "Content-Type": "application/json", ...more };
  let response;
  try {
    response = await fetch(path, { method: "POST", headers, body: more ? body : JSON.stringify(body) });
    if (response.ok) return await response.json();
  } catch {
    return { outcome: "lost" };
  }
  if (response.status === 403) return { outcome: "stranger" };
  const words = (await response.text().catch(() => "")) || `程序没有接受（${response.status}）`;
  return { outcome: "refused", address: null, message: words };
}

// Words for a screen reader; the last ones of a moment are said.
const Voice = (() => {
  let timer = 0;
  function say(words) {
    clearTimeout(timer);
    $("live").textContent = "";
    timer = setTimeout(() => setText($("live"), words), 60);
  }
  return { say };
})();

// A quiet note at the top, or a refusal that belongs to no field.
const Notice = (() => {
  const SHOWN_MS = 10000;
  let timer = 0;

  function show(words, isRefusal) {
    if (words === "") return;
    setText($("notice-words"), words);
    $("notice").className = isRefusal ? "refusal" : "";
    setHidden($("notice"), false);
    Voice.say(words);
    clearTimeout(timer);
    // A refusal stays until it is read.
    if (!isRefusal) timer = setTimeout(hide, SHOWN_MS);
  }

  function hide() {
    clearTimeout(timer);
    if ($("notice").contains(document.activeElement)) $("form").focus();
    setHidden($("notice"), true);
  }
  return { show, hide };
})();

// Questions, one after the other. Gives what was chosen; `null` if it was closed without a choice.
const Question = (() => {
  let last = Promise.resolve();

  function open({ title, body, choices, mustChoose, focus }) {
    const dialog = $("ask");
    const before = document.activeElement;
    setText($("ask-title"), title);
    $("ask-body").replaceChildren(...body);
    const buttons = choices.map(([value, words]) => makeButton(words, "", () => dialog.close(value)));
    buttons[0].className = "main";
    $("ask-choices").replaceChildren(...buttons);
    dialog.returnValue = "";
    dialog.showModal();
    (focus || buttons[0]).focus();
    if (focus && focus.select) focus.select();
    return new Promise((resolve) => {
      const cancel = (event) => {
        if (mustChoose) event.preventDefault();
      };
      // A browser lets a second Esc through: then it is asked again.
      const close = () => {
        if (mustChoose && dialog.returnValue === "") {
          dialog.showModal();
          return;
        }
        dialog.removeEventListener("cancel", cancel);
        dialog.removeEventListener("close", close);
        if (before && before.isConnected) before.focus({ preventScroll: true });
        resolve(dialog.returnValue || null);
      };
      dialog.addEventListener("cancel", cancel);
      dialog.addEventListener("close", close);
    });
  }

  function ask(question) {
    const next = last.then(() => open(question));
    last = next.catch(() => {});
    return next;
  }
  return { ask };
})();
