// Keeps the moving part of a page true. Without this script the page works too: it is reloaded by hand.
"use strict";
(() => {
  document.documentElement.classList.add("scripted");
  const part = document.getElementById("live");
  const lost = document.getElementById("lost");
  const clock = () => new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  let shownAt = clock();
  let shown = part ? part.dataset.version : "";
  let lateness = null;
  let asking = null;

  const connected = (is) => {
    if (is) { clearTimeout(lateness); lateness = null; lost.hidden = true; return; }
    document.dispatchEvent(new CustomEvent("clockpost:lost"));
    // A blink of the network is nobody's concern; the browser's own attempts do not begin the wait anew.
    lateness ??= setTimeout(() => { lost.textContent = lost.dataset.text.replace("{time}", shownAt); lost.hidden = false; }, 3000);
  };

  const focused = () => {
    const at = document.activeElement;
    return at && part.contains(at) && at.getAttribute("href");
  };

  const show = (html) => {
    const href = focused();
    part.innerHTML = html;
    if (href) {
      const same = [...part.querySelectorAll("a[href]")].find((one) => one.getAttribute("href") === href);
      if (same) same.focus({ preventScroll: true });
    }
    const moving = part.firstElementChild;
    const badge = document.getElementById("waiting");
    if (badge && moving && moving.dataset.waiting !== undefined) badge.textContent = Number(moving.dataset.waiting) || "";
    shownAt = clock();
    document.dispatchEvent(new CustomEvent("clockpost:shown"));
  };

  const refresh = async (version) => {
    if (asking) asking.abort();
    const mine = asking = new AbortController();
    try {
      const answer = await fetch(location.href, { headers: { "X-Fragment": "1" }, signal: mine.signal, cache: "no-store" });
      if (answer.status === 401 && part.dataset.keeps !== undefined) {
        // Somebody counts people here: they go on, and sign in when they can.
        document.dispatchEvent(new CustomEvent("clockpost:signed-out"));
        return;
      }
      if (answer.status === 401 || answer.status === 404) { location.reload(); return; }
      if (!answer.ok) { connected(false); return; }
      const html = await answer.text();
      if (mine !== asking) return;
      show(html);
      if (version) shown = version;
      connected(true);
    } catch (error) {
      if (error.name !== "AbortError") connected(false);
    }
  };

  const listen = () => {
    const source = new EventSource(part.dataset.live);
    source.onopen = () => connected(true);
    source.onmessage = (event) => { if (event.data !== shown) refresh(event.data); else connected(true); };
    source.onerror = () => {
      connected(false);
      // A refusal ends a stream for good; it is asked for again, and whoever is signed out is told so.
      if (source.readyState === EventSource.CLOSED) setTimeout(() => { refresh(""); listen(); }, 5000);
    };
    window.addEventListener("pagehide", () => source.close());
  };

  if (part) listen();
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // The search narrows while somebody types; the address says what is shown.
  const find = document.querySelector("[data-find]");
  if (find && part) {
    let waits = null;
    const go = () => {
      const asked = new URLSearchParams([...new FormData(find)].filter(([, value]) => value));
      history.replaceState(null, "", asked.size ? `${find.action}?${asked}` : find.action);
      refresh("");
    };
    find.addEventListener("submit", (event) => { event.preventDefault(); go(); });
    find.addEventListener("input", () => { clearTimeout(waits); waits = setTimeout(go, 200); });
    part.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-stay]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      history.replaceState(null, "", link.href);
      const standing = new URL(link.href).searchParams.get("standing");
      let field = find.elements.standing;
      if (!field) { field = document.createElement("input"); field.type = "hidden"; field.name = "standing"; find.prepend(field); }
      field.value = standing || "";
      refresh("");
    });
  }
})();
