// The live parts of the page. All else works without.
"use strict";

(() => {
  const WAIT = 300;
  const state = document.getElementById("live-state");
  const live = () => document.querySelectorAll("[data-live]");
  let due = 0;
  let stale = false;

  const say = (kind, text) => {
    if (state) {
      state.dataset.kind = kind;
      state.textContent = text;
    }
  };

  // Whoever reads on in a list, or marks a text in it, is not disturbed.
  const busy = () => {
    const chosen = document.getSelection();
    return document.hidden || (chosen && !chosen.isCollapsed);
  };

  const refresh = async () => {
    due = 0;
    if (busy()) {
      stale = true;
      return;
    }
    stale = false;
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const next = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of live()) {
      const other = next.getElementById(part.id);
      if (!other || other.innerHTML === part.innerHTML) continue;
      const known = new Set([...part.querySelectorAll("[data-row]")].map((row) => row.id));
      const focused = part.contains(document.activeElement) && document.activeElement.getAttribute("href");
      part.replaceChildren(...document.importNode(other, true).childNodes);
      for (const row of part.querySelectorAll("[data-row]")) {
        if (known.size && !known.has(row.id)) row.classList.add("fresh");
      }
      if (focused) {
        const again = [...part.querySelectorAll("a[href]")].find((a) => a.getAttribute("href") === focused);
        if (again) again.focus({ preventScroll: true });
      }
    }
  };

  const soon = () => {
    if (!due) due = setTimeout(() => refresh().catch(() => say("off", "cannot be reached")), WAIT);
  };

  if (live().length && window.EventSource) {
    const source = new EventSource("/live");
    source.addEventListener("open", () => {
      say("on", "live");
      soon();
    });
    source.addEventListener("changed", soon);
    source.addEventListener("error", () => say("off", "not connected"));
    for (const event of ["visibilitychange", "selectionchange"]) {
      document.addEventListener(event, () => stale && !busy() && soon());
    }
  }

  const rows = () => [...document.querySelectorAll("[data-row] a[data-main]")];
  const move = (by) => {
    const all = rows();
    const at = all.findIndex((a) => a === document.activeElement);
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    if (next) {
      next.focus();
      next.closest("[data-row]").scrollIntoView({ block: "nearest" });
    }
  };

  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
    if (event.key === "Escape" && typing) event.target.blur();
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const does = {
      "/": () => document.getElementById("q")?.focus(),
      j: () => move(1),
      k: () => move(-1),
    }[event.key];
    if (does) {
      event.preventDefault();
      does();
    }
  });
})();
