// Serves the muster lists that a page of ours put away, where the host does not answer. Nothing else is kept.
"use strict";
const KEPT = "clockpost-muster";
const IS_MUSTER = /^\/sites\/\d+\/muster\/\d+$/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const kept = async (path) => (await caches.open(KEPT)).match(path);

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) {
    event.respondWith((async () => (await kept(url.pathname)) || fetch(event.request))());
  } else if (event.request.mode === "navigate" && IS_MUSTER.test(url.pathname)) {
    event.respondWith((async () => {
      try {
        return await fetch(event.request);
      } catch (error) {
        const page = await kept(url.pathname);
        if (page) return page;
        throw error;
      }
    })());
  }
});
