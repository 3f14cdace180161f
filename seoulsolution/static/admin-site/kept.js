/*
 * Texts of forms that were sent and perhaps not saved, kept in this browser.
 *
 * Each page of the admin loads this script. It forgets what was saved and what is of another account; signing out
 * forgets everything. static/admin-site/unsaved.js keeps what a form sends and offers it again.
 */
"use strict";
{
  const PREFIX = "unsaved-form:";
  const { account, statusUrl, logoutUrl } = document.currentScript.dataset;

  /* Return all entries: {name, account, path, key, at, number, fields}; the newest first. */
  function all() {
    try {
      const names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
      const found = names.map((name) => ({ ...JSON.parse(localStorage.getItem(name)), name }));
      return found.sort((one, other) => other.at - one.at);
    } catch {
      return []; // storage is off
    }
  }

  const remove = (entry) => localStorage.removeItem(entry.name ?? PREFIX + entry.key);

  /* Keep `entry`; return false where the browser cannot. */
  function keep(entry) {
    try {
      localStorage.setItem(PREFIX + entry.key, JSON.stringify({ ...entry, at: Date.now() }));
      return true;
    } catch {
      return false;
    }
  }

  /* Ask the server who is signed in: {account, token, saved}, or null where nobody is or it cannot be reached. */
  async function status(keys = []) {
    try {
      const query = new URLSearchParams(keys.map((key) => ["key", key]));
      const response = await fetch(`${statusUrl}?${query}`, { redirect: "manual", cache: "no-store" });
      return response.ok ? await response.json() : null;
    } catch {
      return null;
    }
  }

  /* Forget what may not stay here; return what may. */
  async function tidy() {
    if (location.pathname === logoutUrl) all().forEach(remove);
    if (!account) return [];
    all()
      .filter((entry) => entry.account !== account)
      .forEach(remove);
    const keys = all().map((entry) => entry.key);
    if (!keys.length) return [];
    const known = await status(keys.slice(0, 50));
    if (known?.account !== account) return [];
    all()
      .filter((entry) => known.saved.includes(entry.key))
      .forEach(remove);
    return all();
  }

  /* The page for signing in, and the one that refuses a form, say that the text is there. */
  function say() {
    const next = new URLSearchParams(location.search).get("next") ?? location.pathname;
    const path = next.split("?")[0];
    for (const place of document.querySelectorAll("[data-kept-here]")) {
      place.hidden = !all().some((entry) => entry.path === path);
    }
  }

  const tidied = tidy();
  document.addEventListener("DOMContentLoaded", say);
  window.keptForms = { account, all, keep, remove, status, tidied };
}
