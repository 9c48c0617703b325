// Keeps the page that is shown as new as the site, and shows what is to be mended.
(() => {
  "use strict";

  const { page, standalone, styles: firstStyles } = document.currentScript.dataset;
  const PLACE = "preview-place";
  const FOLDED = "preview-folded";
  const FOCUSABLE = "a[href], button, input, select, textarea, summary, [tabindex]";
  let styles = firstStyles;
  let events = null;
  let shown = "";
  let wrong = false;
  let frame = null;
  const coming = new Set();

  const all = (selector) => [...document.querySelectorAll(selector)];

  // The browser keeps the place on the page by itself; this is what it forgets.
  const reload = () => {
    const place = {
      path: location.pathname,
      scroll: [scrollX, scrollY],
      focus: all(FOCUSABLE).indexOf(document.activeElement),
      open: all("details").map((one) => one.open),
    };
    sessionStorage.setItem(PLACE, JSON.stringify(place));
    location.reload();
  };

  const restore = () => {
    const place = JSON.parse(sessionStorage.getItem(PLACE));
    sessionStorage.removeItem(PLACE);
    if (place?.path !== location.pathname) return;
    const details = all("details");
    if (details.length === place.open.length) {
      details.forEach((one, index) => { one.open = place.open[index]; });
    }
    all(FOCUSABLE)[place.focus]?.focus({ preventScroll: true });
    scrollTo({ left: place.scroll[0], top: place.scroll[1], behavior: "instant" });
  };

  // Each new sheet takes the place of the old one when it is there, so that nothing flashes.
  const swap = (sheets) => {
    coming.forEach((link) => link.remove());
    coming.clear();
    const links = all('link[rel~="stylesheet"]').filter(
      (link) => new URL(link.href).origin === location.origin,
    );
    if (links.length !== sheets.length) reload();
    else links.forEach((link, index) => {
      const next = link.cloneNode();
      next.onload = () => {
        coming.delete(next);
        link.remove();
      };
      next.href = sheets[index];
      coming.add(next);
      link.after(next);
    });
  };

  // A shadow tree, so that the site's styles and the panel's do not touch each other.
  const makeFrame = () => {
    const host = document.createElement("div");
    const link = document.createElement("link");
    const said = document.createElement("p");
    const over = document.createElement("div");
    link.rel = "stylesheet";
    link.href = "/__preview__/panel.css";
    link.onload = () => { over.hidden = false; };
    said.className = "said";
    said.setAttribute("role", "alert"); // there before its text, or nobody would hear it
    over.hidden = true;
    over.className = "over";
    over.addEventListener("keydown", (press) => {
      const panel = over.querySelector(".panel");
      if (press.key !== "Escape" || !panel.open) return;
      panel.open = false;
      panel.querySelector("summary").focus();
    });
    const root = host.attachShadow({ mode: "open" });
    root.append(link, said, over);
    document.body.append(host);
    return { root, said, over };
  };

  const show = (html) => {
    if (html === shown) return;
    shown = html;
    frame ??= makeFrame();
    const hadFocus = frame.over.contains(frame.root.activeElement);
    frame.over.innerHTML = html; // from the preview's own template, which escapes
    if (hadFocus) frame.over.querySelector("summary")?.focus();
    const panel = frame.over.querySelector(".panel[data-said]");
    frame.said.textContent = panel?.dataset.said ?? (wrong ? "All is mended." : "");
    wrong = panel !== null;
    if (!wrong) {
      sessionStorage.removeItem(FOLDED);
      return;
    }
    panel.open = !sessionStorage.getItem(FOLDED); // it stays folded until all is mended
    panel.ontoggle = () => {
      if (panel.open) sessionStorage.removeItem(FOLDED);
      else sessionStorage.setItem(FOLDED, "yes");
    };
  };

  const receive = (message) => {
    const state = JSON.parse(message.data);
    if (state.page !== page) {
      reload();
      return;
    }
    if (state.styles !== styles) {
      styles = state.styles;
      swap(state.sheets);
    }
    if (standalone === undefined) show(state.panel);
  };

  // A page in the background lets go: browsers open only six connections to one server.
  const connect = () => {
    events?.close();
    if (document.hidden) return;
    const path = encodeURIComponent(location.pathname);
    const source = new EventSource(`/__preview__/events?path=${path}`);
    source.onmessage = receive;
    source.onerror = () => { // it comes back by itself unless it has given up
      if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1000);
    };
    events = source;
  };

  document.addEventListener("visibilitychange", connect);
  addEventListener("pagehide", () => events?.close());
  addEventListener("pageshow", (shownAgain) => { if (shownAgain.persisted) connect(); });
  restore();
  connect();
})();
