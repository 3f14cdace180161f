/*
 * Rows of an inline in the order of a number: each gets a handle to drag it by, or to move it with the arrow keys.
 *
 * Without this script the order is that of the numbers, which stay in the form. With it they are numbered again from 1
 * whenever a row moves, also to a number that is typed. Around the inline is an element with data-ordered, the name of the field with the number, and
 * the words data-move (what the handle does) and data-moved (said after a move, with {place} and {count}).
 */
"use strict";
{
  const ENDS = ["pointerup", "pointercancel"];
  const ROW = "tr.form-row:not(.empty-form), .inline-related:not(.tabular, .empty-form)";
  const rowsOf = (group) => [...group.querySelectorAll(ROW)];
  const numberOf = (group, row) => row.querySelector(`input[name$="-${group.dataset.ordered}"]`);

  function renumber(group) {
    rowsOf(group).forEach((row, at) => {
      const input = numberOf(group, row);
      if (!input || input.disabled || input.value === String(at + 1)) return;
      input.value = at + 1;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  function say(group, row) {
    const rows = rowsOf(group);
    const text = group.dataset.moved.replace("{place}", rows.indexOf(row) + 1).replace("{count}", rows.length);
    group.querySelector("[data-ordering-status]").textContent = text;
  }

  function move(group, row, by) {
    const rows = rowsOf(group);
    const other = rows[rows.indexOf(row) + by];
    if (!other) return;
    if (by < 0) other.before(row);
    else other.after(row);
    renumber(group);
    say(group, row);
  }

  /* Move a row to the place whose number was typed in it. */
  function follow(group, row, input) {
    const rows = rowsOf(group);
    const at = rows.indexOf(row);
    const to = Math.min(Math.max(Number(input.value), 1), rows.length) - 1;
    if (!input.value || !Number.isInteger(to) || to === at) return;
    if (to < at) rows[to].before(row);
    else rows[to].after(row);
    renumber(group);
    say(group, row);
    input.focus();
  }

  function drag(group, row, handle, event) {
    event.preventDefault();
    handle.focus();
    row.classList.add("admin-dragged");
    const go = ({ clientY }) => {
      const rows = rowsOf(group);
      const at = rows.indexOf(row);
      const box = (each) => each.getBoundingClientRect();
      const middle = (each) => box(each).top + box(each).height / 2;
      if (rows[at - 1] && clientY < middle(rows[at - 1])) rows[at - 1].before(row);
      else if (rows[at + 1] && clientY > middle(rows[at + 1])) rows[at + 1].after(row);
    };
    const drop = () => {
      document.removeEventListener("pointermove", go);
      for (const end of ENDS) document.removeEventListener(end, drop);
      row.classList.remove("admin-dragged");
      renumber(group);
      say(group, row);
    };
    // Of the document: the handle is taken out of it for a moment whenever its row moves.
    document.addEventListener("pointermove", go);
    for (const end of ENDS) document.addEventListener(end, drop);
  }

  function addHandle(group, row) {
    const input = numberOf(group, row);
    if (!input || input.disabled || row.querySelector(".admin-handle")) return;
    const handle = document.createElement("button");
    handle.type = "button";
    handle.className = "admin-handle";
    handle.title = group.dataset.move;
    handle.setAttribute("aria-label", group.dataset.move);
    handle.addEventListener("pointerdown", (event) => drag(group, row, handle, event));
    handle.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      move(group, row, by);
      handle.focus();
    });
    input.before(handle);
    input.addEventListener("change", ({ isTrusted }) => isTrusted && follow(group, row, input));
  }

  function begin(group) {
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    status.dataset.orderingStatus = "";
    group.append(status);
    rowsOf(group).forEach((row) => addHandle(group, row));
    group.addEventListener("formset:added", ({ target }) => addHandle(group, target));
  }

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("[data-ordered]").forEach(begin));
}
