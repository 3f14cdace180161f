/*
 * While a form is open: keep on the server what is not saved, after a few seconds without a change, and tell who else
 * has the record open and whether somebody has saved it. The server answers in sentences (seoulsolution/admin/editing.py).
 */
"use strict";
{
  const { form, part, words, read, differs, keep, hidden, wasSent } = window.unsavedForm;
  const LOOK_EVERY = 2_000;
  const REPORT_EVERY = 20_000;
  const status = part.querySelector(".admin-editing-status");
  let seen = ""; // the fields at the last look
  let kept = "isBound" in words ? null : ""; // what the server has; "" for nothing
  let reportedAt = 0;
  let isBusy = false;

  function say(sentences) {
    const text = sentences.join(" ");
    if (status.textContent !== text) status.textContent = text;
  }

  function message(extra) {
    const data = new FormData();
    const fields = {
      csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value,
      _key: hidden("_key"),
      _continues: hidden("_continues"),
      _revision: hidden("_revision"),
      ...extra,
    };
    for (const [name, value] of Object.entries(fields)) data.set(name, value);
    return data;
  }

  const fallBack = (text) => say([differs() && !keep() ? `${text} ${words.notKept}` : text]);

  /* The form token is not valid any more, or nobody is signed in: return whether it is worth another try. */
  async function renew() {
    const known = await window.keptForms.status();
    if (known?.account === words.account) {
      form.elements.csrfmiddlewaretoken.value = known.token;
      return true;
    }
    fallBack(known ? words.otherAccount : words.signedOut);
    return false;
  }

  const post = (extra) => fetch(words.url, { method: "POST", body: message(extra), redirect: "manual" });

  /* Report that the form is open; `text` is what to keep, undefined for nothing new. Return whether it is kept. */
  async function report(text) {
    const extra = text === undefined ? {} : { data: text };
    let response = await post(extra);
    if (response.status === 403 || response.type === "opaqueredirect") {
      if (!(await renew())) return false;
      response = await post(extra);
    }
    const isAnswer = response.headers.get("Content-Type")?.startsWith("application/json");
    if (!isAnswer) {
      fallBack(words.offline);
      return false;
    }
    const answer = await response.json();
    const isKept = response.ok && answer.is_kept;
    if (!isKept && differs()) keep();
    say(answer.messages);
    return isKept;
  }

  /* Return what the server should keep: "" for nothing. */
  function current() {
    const all = read();
    return differs({ ...all, files: [] }) ? JSON.stringify(all.fields) : "";
  }

  async function tell(text) {
    isBusy = true;
    reportedAt = Date.now();
    try {
      if (text && new Blob([text]).size > Number(words.most) - 10_000) fallBack(words.tooLong);
      else if ((await report(text)) && text !== undefined) {
        kept = text;
        window.keptForms.remove({ key: hidden("_key") }); // the server has it
      }
    } catch {
      fallBack(words.offline);
    } finally {
      isBusy = false;
    }
  }

  function look() {
    if (document.hidden || isBusy || wasSent()) return;
    const now = current();
    const isQuiet = now === seen;
    seen = now;
    const isDue = Date.now() - reportedAt > REPORT_EVERY;
    if (isQuiet && now !== kept) tell(now);
    else if (isDue) tell(undefined);
  }

  /*
   * The page goes out of sight and may never come back. A tab that is closed may send both messages, and the server may
   * answer them in any order: only `leaving` says who has the form open.
   */
  function leave(reason) {
    const now = current();
    const isNew = now !== kept && !wasSent();
    if (!isNew && reason === "hiding") return;
    const extra = isNew ? { [reason]: "1", data: now } : { [reason]: "1" };
    const isSent = navigator.sendBeacon(words.url, message(extra));
    if (isSent && isNew) kept = now;
    else if (isNew && now) keep();
    // Too long for a beacon.
    if (!isSent && reason === "leaving") navigator.sendBeacon(words.url, message({ leaving: "1" }));
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? leave("hiding") : tell(undefined)));
  window.addEventListener("pagehide", () => leave("leaving"));
  setInterval(look, LOOK_EVERY);
  tell(undefined);
}
