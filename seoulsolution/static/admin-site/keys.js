/*
 * Keys of the admin's forms: work begins in the first field, Enter in a field saves nothing by accident, and Ctrl+S
 * (on a Mac Command+S) presses the first button, which publishes nothing. On a Korean keyboard the key S writes ㄴ.
 */
"use strict";
{
  const FILLED_IN = "input:not([type=submit], [type=button], [type=reset], [type=file])";
  const S = ["s", "ㄴ"];
  const WRITTEN = "input:not([type=hidden], [type=checkbox], [type=radio], [type=file]), textarea, select";

  function start() {
    const form = document.getElementById("admin-words")?.closest("form");
    const save = form?.querySelector(".submit-row input[type=submit]");
    if (!save) return;
    form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing && event.target.matches(FILLED_IN)) event.preventDefault();
    });
    document.addEventListener("keydown", (event) => {
      if (!S.includes(event.key?.toLowerCase()) || event.altKey || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      if (!document.querySelector("dialog[open]")) save.click();
    });
    if (document.activeElement !== document.body || window.location.hash) return;
    const fields = [...form.querySelectorAll(`fieldset :is(${WRITTEN})`)];
    fields.find((field) => field.checkVisibility())?.focus({ preventScroll: true });
  }

  // Behind the script that shows one language's fields (tabs.js).
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
}
