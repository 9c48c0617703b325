// Searches the site by the index of Pagefind, which is loaded when somebody begins. What is
// searched for is in the address, so that it can be kept, shared and come back to.
// Without scripts the page is the list of all pages.

const AT_ONCE = 10;
const PAUSE = 250; // after the last key, in milliseconds
const PAGEFIND = new URL("../search/pagefind/pagefind.js", import.meta.url);
const SITE = new URL("..", import.meta.url).pathname;

const form = document.querySelector(".site-search-live form");
const status = document.querySelector(".site-search-live__status");
const list = document.querySelector(".site-search-live__results");
const { q, kind, region } = form.elements;
let loading = null;
let latest = 0;
let pause;

/** Pagefind, ready to be asked. */
function load() {
  loading ??= import(PAGEFIND).then(async (pagefind) => {
    await pagefind.options({
      baseUrl: SITE,
      noWorker: true, // one file less to load
      ranking: { metaWeights: { title: 5, names: 5 } },
    });
    await pagefind.filters(); // fails where the index cannot be read
    return pagefind;
  });
  loading.catch(() => { loading = null; });
  return loading;
}

/** What is chosen in the fields, as it stands in the address. */
function chosen() {
  const fields = [["q", q.value.trim()], ["kind", kind.value], ["region", region.value]];
  return new URLSearchParams(fields.filter(([, value]) => value)).toString();
}

/** Fill the fields from the address. */
function read() {
  const asked = new URLSearchParams(location.search);
  for (const field of [q, kind, region]) field.value = asked.get(field.name) ?? "";
  for (const field of [kind, region]) field.selectedIndex = Math.max(0, field.selectedIndex);
}

/** Put what is chosen into the address: as a new step back, or in place of the last one. */
function write(step) {
  const asked = chosen();
  if (asked === location.search.slice(1)) return;
  const address = asked ? `?${asked}` : location.pathname;
  history[step ? "pushState" : "replaceState"](null, "", address);
}

function element(name, className, ...content) {
  const made = document.createElement(name);
  made.className = `site-search-live__${className}`;
  made.append(...content);
  return made;
}

/** The words around what was found, with that in `mark`: text, whatever signs it has. */
function excerpt(html) {
  const parts = html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").split(/<\/?mark>/);
  const marked = parts.map((text, index) => {
    if (index % 2 === 0) return text;
    const mark = document.createElement("mark");
    mark.append(text);
    return mark;
  });
  const [start, end] = [/^(<mark>)?\p{Ll}/u.test(html), !/[.?!”)](<\/mark>)?$/.test(html)];
  return [start ? "… " : "", ...marked, end ? " …" : ""];
}

/** Whether a text has one of the words that are searched for. */
function has(text) {
  const words = q.value.toLowerCase().split(/\s+/).filter(Boolean);
  return words.some((word) => text.toLowerCase().includes(word));
}

function item({ url, meta, excerpt: html }) {
  const link = element("a", "link", meta.title);
  link.href = url;
  const other = meta.names && !has(meta.title) && has(meta.names);
  const beside = other ? `${meta.kind}. Also called: ${meta.names}` : meta.kind;
  return element(
    "li", "item", link, element("p", "kind", beside), element("p", "excerpt", ...excerpt(html)),
  );
}

/** Add the next results, and a button for more of them. */
async function show(results, run) {
  const data = await Promise.all(results.slice(0, AT_ONCE).map((one) => one.data()));
  if (run !== latest) return null;
  const items = data.map(item);
  list.append(...items);
  const rest = results.slice(AT_ONCE);
  if (rest.length) {
    const button = element("button", "more", `Show more (${rest.length} left)`);
    button.type = "button";
    button.classList.add("site-search__button");
    const last = element("li", "item", button);
    button.addEventListener("click", async () => {
      const shown = await show(rest, run);
      last.remove();
      shown?.[0].querySelector("a").focus();
    });
    list.append(last);
  }
  return items;
}

function said(count) {
  const words = q.value.trim();
  const about = words ? ` for “${words}”` : "";
  const within = [kind.value, region.value].filter(Boolean).join(", ");
  if (count) return `${count} ${count === 1 ? "result" : "results"}${about}${within && ` in: ${within}`}.`;
  const other = within ? "Choose all kinds and all parts," : "Check the spelling,";
  return `Nothing found${about}${within && ` in: ${within}`}. ${other} try another word, or look in the list below.`;
}

async function search() {
  clearTimeout(pause);
  const run = ++latest;
  const words = q.value.trim();
  const filters = Object.fromEntries(
    [["kind", kind.value], ["region", region.value]].filter(([, value]) => value),
  );
  if (!words && !Object.keys(filters).length) {
    list.replaceChildren();
    status.textContent = "";
    return;
  }
  try {
    if (!loading) status.textContent = "Searching …";
    const pagefind = await load();
    const { results } = await pagefind.search(words || null, { filters });
    if (run !== latest) return;
    list.replaceChildren();
    await show(results, run);
    if (run === latest) status.textContent = said(results.length);
  } catch {
    if (run !== latest) return;
    list.replaceChildren();
    status.textContent = "The search could not be loaded. Try again, or look in the list below.";
  }
}

form.addEventListener("focusin", () => load().catch(() => {}), { once: true });
form.addEventListener("input", ({ target }) => {
  clearTimeout(pause);
  if (target === q) pause = setTimeout(() => { write(false); search(); }, PAUSE);
});
form.addEventListener("change", ({ target }) => {
  if (target === q) return; // it is searched for already
  write(true);
  search();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  write(true);
  search();
});
addEventListener("popstate", () => { read(); search(); });
read();
search();
