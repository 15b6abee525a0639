/* What the pages do beyond links and forms. Everything here is an addition: without it the pages still work.
   No dependency but htmx (optional), nothing inline, nothing evaluated. */
(() => {
  "use strict";

  const root = document.documentElement;
  const $ = (selector, from = document) => from.querySelector(selector);
  const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];
  const on = (type, act, options) => document.addEventListener(type, act, options);
  const isTyping = (element) => Boolean(element.closest("input, select, textarea, [contenteditable]"));

  function remember(name, value) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `${name}=${value}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
  }

  function say(text) {
    const live = $("#live");
    if (live) live.textContent = text;
  }

  /* ── Theme and density: stored in cookies that the server reads, so the next page comes without a flash ── */

  function toggleTheme() {
    const isDark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = isDark ? "light" : "dark";
    remember("theme", root.dataset.theme);
    say(isDark ? "Light colours" : "Dark colours");
  }

  function chooseDensity(value) {
    root.dataset.density = value;
    remember("density", value);
  }

  /* ── Toasts: go after ten seconds, but never while somebody reads or uses them ── */

  function startToast(toast) {
    if (toast.dataset.toast) return;
    toast.dataset.toast = "on";
    const leave = () => {
      if (toast.matches(":hover, :focus-within")) setTimeout(leave, 3000);
      else toast.remove();
    };
    setTimeout(leave, 10000);
  }

  function toast(text) {
    const box = $("#toasts");
    if (!box) return;
    const element = document.createElement("div");
    element.className = "toast";
    element.textContent = text;
    box.append(element);
    startToast(element);
  }

  /* ── Drawer: remembers who opened it and gives the focus back ── */

  let drawerOpener = null;

  function closeDrawer() {
    const drawer = $("#drawer");
    if (!drawer || !drawer.firstElementChild) return false;
    drawer.replaceChildren();
    $$(".sel-row").forEach((row) => row.classList.remove("sel-row"));
    if (drawerOpener && drawerOpener.isConnected) drawerOpener.focus();
    drawerOpener = null;
    return true;
  }

  function drawerOpened() {
    const drawer = $("#drawer > *");
    if (!drawer) return;
    $$(".sel-row").forEach((row) => row.classList.remove("sel-row"));
    const row = drawerOpener && drawerOpener.closest("tr");
    if (row) row.classList.add("sel-row");
    drawer.tabIndex = -1;
    drawer.focus({ preventScroll: true });
  }

  /* ── Menus (details.menu) ── */

  function closeMenus(except) {
    let closed = false;
    for (const menu of $$("details.menu[open]")) {
      if (menu.contains(except)) continue;
      if (menu.contains(document.activeElement)) $("summary", menu).focus();
      menu.open = false;
      closed = true;
    }
    return closed;
  }

  /* ── Ticked rows and the bulk bar ── */

  function countTicked(list) {
    const boxes = $$("[data-pick]", list);
    const ticked = boxes.filter((box) => box.checked).length;
    for (const element of $$("[data-count]", list)) element.textContent = `${ticked} selected`;
    const all = $("[data-pick-all]", list);
    if (all) {
      all.checked = ticked > 0 && ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }
    return ticked;
  }

  let lastTicked = null;

  function tick(box, event) {
    const list = box.closest("[data-select]");
    if (!list) return;
    if (box.matches("[data-pick-all]")) {
      for (const other of $$("[data-pick]", list)) other.checked = box.checked;
    } else if (event.shiftKey && lastTicked && list.contains(lastTicked)) {
      const boxes = $$("[data-pick]", list);
      const [from, to] = [boxes.indexOf(lastTicked), boxes.indexOf(box)].sort((a, b) => a - b);
      for (const other of boxes.slice(from, to + 1)) other.checked = box.checked;
    }
    lastTicked = box;
    say(`${countTicked(list)} selected`);
  }

  /* ── Shortcuts: j k x e ?, can be switched off ── */

  const keysAreOn = () => !document.cookie.split("; ").includes("keys=off");

  function rows() {
    return $$("[data-rows] > tr, [data-rows] > li, table.tbl.stick > tbody > tr");
  }

  function walk(step) {
    const all = rows();
    if (!all.length) return;
    const now = all.findIndex((row) => row.classList.contains("here"));
    const next = all[Math.min(Math.max(now + step, 0), all.length - 1)];
    if (now >= 0) all[now].classList.remove("here");
    next.classList.add("here");
    next.scrollIntoView({ block: "nearest" });
    const target = $("a[href], button", next);
    if (target) target.focus({ preventScroll: true });
  }

  function tickHere() {
    const box = $(".here [data-pick]");
    if (box) box.click();
  }

  function openHere() {
    const target = $(".here [data-open]") || $(".here a[href]");
    if (target) target.click();
  }

  function showKeys() {
    const dialog = $("#keys");
    if (!dialog || dialog.open) return;
    const box = $("[data-keys-switch]", dialog);
    if (box) box.checked = keysAreOn();
    dialog.showModal();
  }

  /* ── Match review: a digit or n chooses a proposal, Enter saves, a asks, j and k go along the queue ── */

  function reviewKey(key, from) {
    const review = $("[data-review]");
    if (!review) return false;
    // Enter does what has the focus; it saves only where nothing else would happen.
    if (key === "Enter" && from.closest("a, button, summary, label.check")) return false;
    const link = { j: "[data-next]", k: "[data-previous]" }[key];
    const target = link ? $(link, review) : key === "Enter" ? $("[data-save]", review) : $(`[data-key="${CSS.escape(key)}"]`, review);
    if (!target) return Boolean(link);
    target.click();
    const field = target.matches("summary") && $("select, input:not([type=hidden])", target.parentElement);
    if (field && target.parentElement.open) field.focus();
    else if (target.matches("[data-key]")) target.focus();
    return true;
  }

  const shortcuts = { j: () => walk(1), k: () => walk(-1), x: tickHere, e: openHere, "?": showKeys };

  function focusSearch(event) {
    const search = $("#find");
    if (!search) return;
    event.preventDefault();
    search.focus();
    search.select();
  }

  function leave(event) {
    const form = event.target.closest && event.target.closest("form[data-edit]");
    const cancel = form && $("[data-cancel]", form);
    if (cancel) return cancel.click();
    if (closeMenus(null) || closeDrawer()) return undefined;
    if (location.hash === "#side") location.hash = "#main";
    return undefined;
  }

  function pressed(event) {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      focusSearch(event);
      return;
    }
    if ($("dialog[open]")) return;
    if (event.key === "Escape") {
      leave(event);
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !keysAreOn()) return;
    if ((!isTyping(event.target) || event.target.matches("[data-key]")) && reviewKey(event.key, event.target)) {
      event.preventDefault();
      return;
    }
    if (isTyping(event.target)) return;
    if (event.key === "/") focusSearch(event);
    else if (shortcuts[event.key]) {
      event.preventDefault();
      shortcuts[event.key]();
    }
  }

  /* ── Drop zone: form[data-drop] with a file field; takes a drop, a paste, and goes at once ── */

  const dropForm = () => $("form[data-drop]");
  const carriesFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");

  function refusal(form, files) {
    const most = Number(form.dataset.maxBytes || 0);
    const tooLarge = most && files.find((file) => file.size > most);
    if (!tooLarge) return "";
    return `${tooLarge.name} is larger than ${Math.floor(most / 1048576)} MB. Please split it and try again.`;
  }

  function submitFiles(form, files) {
    const field = $("input[type=file]", form);
    const chosen = field.multiple ? [...files] : [...files].slice(0, 1);
    const problem = refusal(form, chosen);
    const says = $("[data-drop-says]", form);
    if (says) says.textContent = problem || `Uploading ${chosen.map((file) => file.name).join(", ")} …`;
    if (problem) {
      field.value = "";
      return;
    }
    const transfer = new DataTransfer();
    for (const file of chosen) transfer.items.add(file);
    field.files = transfer.files;
    form.requestSubmit();
  }

  function dragged(event) {
    const form = dropForm();
    if (!form || !carriesFiles(event)) return;
    event.preventDefault();
    document.body.classList.add("dragging");
    form.classList.toggle("over", form.contains(event.target));
  }

  function dragEnded() {
    document.body.classList.remove("dragging");
    for (const form of $$("form[data-drop].over")) form.classList.remove("over");
  }

  function dropped(event) {
    const form = dropForm();
    dragEnded();
    if (!form || !carriesFiles(event) || !event.dataTransfer.files.length) return;
    event.preventDefault();
    submitFiles(form, event.dataTransfer.files);
  }

  function pasted(event) {
    const form = dropForm();
    if (!form || isTyping(event.target)) return;
    const files = [...event.clipboardData.files];
    const text = event.clipboardData.getData("text/plain");
    if (!files.length && !/[\t;,].*\n|\n.*[\t;,]/.test(text)) return;
    event.preventDefault();
    submitFiles(form, files.length ? files : [new File([text], "Pasted rows.csv", { type: "text/csv" })]);
  }

  /* ── One listener a kind, on the document: fragments that arrive later need no wiring ── */

  function clicked(event) {
    const target = event.target;
    if (!(target instanceof Element)) return;
    const hit = (selector) => target.closest(selector);
    closeMenus(target);
    if (hit("[data-theme-toggle]")) toggleTheme();
    else if (hit("[data-keys-open]")) showKeys();
    else if (hit("[data-toast-close]")) hit(".toast").remove();
    else if (hit("[data-pick], [data-pick-all]")) tick(hit("[data-pick], [data-pick-all]"), event);
    else if (hit("[data-copy]")) copy(hit("[data-copy]"));
    else if (hit("[data-drawer-close]") && closeDrawer()) event.preventDefault();
    else if (hit("[hx-target='#drawer']") && !hit("#drawer")) drawerOpener = hit("[hx-target='#drawer']");
  }

  async function copy(button) {
    await navigator.clipboard.writeText(button.dataset.copy);
    toast("Copied");
  }

  function changed(event) {
    const field = event.target;
    if (field.matches("input[name=density]")) chooseDensity(field.value);
    else if (field.matches("[data-keys-switch]")) remember("keys", field.checked ? "on" : "off");
    else if (field.matches("form[data-drop] input[type=file]") && field.files.length)
      submitFiles(field.form, field.files);
    else if (field.matches("[data-autosubmit]")) field.form.requestSubmit();
  }

  function submitted(event) {
    const question = event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  }

  function swapped(event) {
    const place = event.target;
    if (place.id === "drawer") drawerOpened();
    const problem = $("#problem:not([hidden])");
    if (problem && event.type === "htmx:afterSettle" && place.id === "problem") problem.focus();
    const wanted = place.matches("[data-focus]") ? place : $("[data-focus]", place);
    if (wanted) wanted.focus();
    const spoken = place.matches("[data-live]") ? place : $("[data-live]", place);
    if (spoken) say(spoken.dataset.live || spoken.textContent.trim());
    arrived();
  }

  // A refusal (status 422 like a bad form) goes to the top of the page, not into the row that asked.
  function redirectRefusal(event) {
    const place = $("#problem");
    if (!place || !/^\s*<div id="problem"/.test(event.detail.serverResponse || "")) return;
    event.detail.target = place;
    event.detail.swapOverride = "outerHTML";
  }

  function arrived() {
    for (const element of $$("[data-toast]")) startToast(element);
    for (const list of $$("[data-select]")) countTicked(list);
  }

  on("click", clicked);
  on("change", changed);
  on("submit", submitted);
  on("keydown", pressed);
  on("dragover", dragged);
  on("dragleave", (event) => event.relatedTarget || dragEnded());
  on("drop", dropped);
  on("paste", pasted);
  on("htmx:beforeSwap", redirectRefusal);
  on("htmx:afterSettle", swapped);
  on("htmx:oobAfterSwap", arrived);
  on("htmx:sendError", () => toast("No connection. Nothing was changed; please try again."));
  on("htmx:timeout", () => toast("That took too long. Please try again."));
  arrived();
})();
