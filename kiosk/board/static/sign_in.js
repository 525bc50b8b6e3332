// Whoever comes back after a sign-in wants to see the page anew, not as it was.
"use strict";
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
