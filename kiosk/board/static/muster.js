// The muster on a phone: ticks are put away first and sent afterwards, whether the host answers or not.
"use strict";
(() => {
  const part = document.getElementById("live");
  const address = part.dataset.muster;
  const said = document.getElementById("unsent");
  const signIn = document.getElementById("sign-in");
  const missing = document.getElementById("missing");
  const KEPT = "clockpost-muster";
  const OLD_MS = 48 * 3600 * 1000;
  const TICKS = `clockpost:ticks:${address}`;
  let reached = true;
  let sending = false;
  const held = new Set();

  // What was not sent, oldest first. Another window may have ticked too: read anew every time.
  const unsent = () => { try { return JSON.parse(localStorage.getItem(TICKS)) || []; } catch { return []; } };
  const put = (ticks) => { if (ticks.length) localStorage.setItem(TICKS, JSON.stringify(ticks)); else localStorage.removeItem(TICKS); };
  const id = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const rows = () => [...part.querySelectorAll("button[data-key]")].filter((row) => row.dataset.key);
  const isOn = (row) => row.getAttribute("aria-pressed") === "true";

  const count = () => {
    const all = rows();
    const on = all.filter(isOn).length;
    const write = (name, text) => { const place = part.querySelector(`[data-count="${name}"] b`); if (place) place.textContent = text; };
    write("missing", all.length - on);
    write("ticked", `${on}/${all.length}`);
    const waiting = address ? unsent().length : 0;
    said.textContent = waiting ? part.dataset.unsent.replace("{n}", waiting) : reached ? part.dataset.sent : part.dataset.keptHere;
    if (!address) said.textContent = "";
    if (!waiting) signIn.hidden = true;
  };

  const press = (row, on) => {
    row.setAttribute("aria-pressed", on ? "true" : "false");
    row.classList.toggle("held", held.has(row.dataset.key));
  };

  // What this phone knows and the host does not yet, over what the host told last.
  const overlay = () => {
    const own = new Map((address ? unsent() : []).map((tick) => [tick.key, tick.ticked]));
    for (const row of rows()) press(row, own.has(row.dataset.key) ? own.get(row.dataset.key) : isOn(row));
    count();
  };

  const keepPage = async () => {
    if (!address || !window.caches) return;
    try {
      const cache = await caches.open(KEPT);
      for (const request of await cache.keys()) {
        const at = Number((await cache.match(request)).headers.get("x-kept-at") || Date.now());
        if (Date.now() - at > OLD_MS) await cache.delete(request);
      }
      const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'";
      const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": policy, "x-kept-at": String(Date.now()) };
      const page = document.documentElement.cloneNode(true);
      for (const token of page.querySelectorAll("input[name=csrf]")) token.removeAttribute("value");
      await cache.put(address, new Response("<!doctype html>" + page.outerHTML, { headers }));
      const files = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon]")].map((one) => new URL(one.src || one.href).pathname);
      for (const file of files) if (!(await cache.match(file))) await cache.add(file);
    } catch (error) {
      // A browser that is full keeps no page; the ticks are put away apart from it.
      console.warn("not kept", error);
    }
  };

  const send = async () => {
    const ticks = address ? unsent() : [];
    if (!ticks.length || sending) { count(); return; }
    sending = true;
    try {
      const options = { headers: { "X-Fragment": "1", Accept: "application/json" }, cache: "no-store" };
      const state = await fetch(`${address}/state`, options);
      if (state.status === 401) { reached = true; signIn.hidden = false; return; }
      if (!state.ok) { reached = false; return; }
      const { csrf } = await state.json();
      const body = JSON.stringify({ now: Date.now(), ticks: ticks.slice(0, 400) });
      const headers = { "Content-Type": "application/json", "X-CSRF": csrf, Accept: "application/json" };
      const answer = await fetch(`${address}/ticks`, { method: "POST", headers, body });
      if (!answer.ok) { reached = answer.status < 500; return; }
      const settled = new Set((await answer.json()).settled);
      put(unsent().filter((tick) => !settled.has(tick.id)));
      reached = true;
    } catch {
      reached = false;
    } finally {
      sending = false;
      count();
    }
  };

  part.addEventListener("click", (event) => {
    const row = event.target.closest("button[data-key]");
    if (!row) return;
    event.preventDefault();
    if (!row.dataset.key) return;
    const on = !isOn(row);
    held.add(row.dataset.key);
    if (address) put([...unsent(), { id: id(), key: row.dataset.key, ticked: on, at: Date.now() }]);
    press(row, on);
    count();
    keepPage();
    send();
  });

  // Signing out clears this browser, and with it what was not sent.
  for (const out of document.querySelectorAll('form[action="/sign-out"]')) {
    out.addEventListener("submit", (event) => {
      if (address && unsent().length && !confirm(part.dataset.unsent.replace("{n}", unsent().length))) event.preventDefault();
    });
  }

  missing.hidden = false;
  missing.addEventListener("click", () => {
    held.clear();
    for (const row of rows()) row.classList.remove("held");
    missing.setAttribute("aria-pressed", String(part.classList.toggle("only-missing")));
  });

  document.addEventListener("clockpost:shown", () => { reached = true; overlay(); keepPage(); send(); });
  document.addEventListener("clockpost:signed-out", () => { if (unsent().length) signIn.hidden = false; });
  document.addEventListener("clockpost:lost", () => { reached = false; count(); });
  window.addEventListener("online", send);
  window.addEventListener("storage", overlay);
  setInterval(send, 5000);
  if (address && navigator.serviceWorker) navigator.serviceWorker.register("/sw.js").catch((error) => console.warn("no service worker", error));
  overlay();
  keepPage();
  send();
})();
