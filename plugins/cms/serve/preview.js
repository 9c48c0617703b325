// Reloads a page when a new site stands, and shows what keeps the next one from standing.
(() => {
  "use strict";

  const { version, standalone } = document.currentScript.dataset;
  let events = null;
  let shown = "";
  let frame = null;

  // A shadow tree, so that the site's styles and the panel's do not touch each other.
  const makeFrame = () => {
    const host = document.createElement("div");
    const styles = document.createElement("link");
    const made = document.createElement("div");
    styles.rel = "stylesheet";
    styles.href = "/__preview__/panel.css";
    styles.onload = () => { made.hidden = false; };
    made.hidden = true;
    made.className = "over";
    host.attachShadow({ mode: "open" }).append(styles, made);
    document.body.append(host);
    made.addEventListener("keydown", (press) => {
      if (press.key === "Escape") made.replaceChildren();
    });
    return made;
  };

  const show = (panel) => {
    if (panel === shown) return; // also when the author has hidden it
    shown = panel;
    frame ??= makeFrame();
    frame.innerHTML = panel; // HTML from the preview's own template, which escapes
    const button = frame.querySelector("button");
    if (!button) return;
    button.hidden = false;
    button.onclick = () => frame.replaceChildren();
  };

  const receive = (message) => {
    const state = JSON.parse(message.data);
    if (state.version !== version) location.reload(); // the browser keeps the place on the page
    else if (standalone === undefined) show(state.panel);
  };

  // A page in the background lets go: browsers open only six connections to one server.
  const connect = () => {
    events?.close();
    if (document.hidden) return;
    const source = new EventSource("/__preview__/events");
    source.onmessage = receive;
    source.onerror = () => { // it comes back by itself unless it has given up
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
    };
    events = source;
  };

  document.addEventListener("visibilitychange", connect);
  addEventListener("pagehide", () => events?.close());
  addEventListener("pageshow", (shownAgain) => { if (shownAgain.persisted) connect(); });
  connect();
})();
