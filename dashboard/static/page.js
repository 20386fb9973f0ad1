// What the pages do beyond links and forms, which work without it: hints at the pointer, sorting, choices that apply at
// once, names that complete themselves, the reader's jumps, and the word that a newer version is published.
"use strict";

document.documentElement.classList.add("scripted");

const all = (selector, within = document) => [...within.querySelectorAll(selector)];

function hints() {
  const tip = document.getElementById("tip");
  const show = (target, x, y) => {
    tip.textContent = target.dataset.tip;
    tip.hidden = false;
    tip.style.left = `${Math.max(8, Math.min(x + 14, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${y + tip.offsetHeight + 26 > innerHeight ? y - tip.offsetHeight - 12 : y + 18}px`;
  };
  const of = (event) => event.target.closest?.("[data-tip]");
  document.addEventListener("pointermove", (event) => {
    const target = of(event);
    if (target) show(target, event.clientX, event.clientY);
    else tip.hidden = true;
  });
  document.addEventListener("focusin", (event) => {
    const target = of(event);
    if (!target?.matches(":focus-visible")) return;
    const box = target.getBoundingClientRect();
    show(target, box.left, box.bottom - 10);
  });
  document.addEventListener("scroll", () => (tip.hidden = true), true);
  document.addEventListener("focusout", () => (tip.hidden = true));
  document.addEventListener("keydown", (event) => event.key === "Escape" && (tip.hidden = true));
}

// A cell as something to sort by: a number where it is one, whatever stands before or after it.
function value(cell) {
  const text = cell.textContent.trim();
  const number = text.replace(/[,≥≤≈+%]/g, "").match(/^-?\d+(\.\d+)?/);
  return cell.classList.contains("n") ? (number ? Number(number[0]) : -Infinity) : text;
}

function sortable(table) {
  all("thead th", table).forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.ariaSort !== "descending" && (head.ariaSort === "ascending" || head.classList.contains("n"));
      const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0) * (down ? -1 : 1);
      const text = new Intl.Collator("zh-CN");
      const compare = (a, b) => (typeof a === "string" ? text.compare(a, b) * (down ? -1 : 1) : order(a, b));
      const rows = all("tbody tr", table).map((row) => [value(row.cells[column]), row]);
      rows.sort(([a], [b]) => compare(a, b));
      table.tBodies[0].append(...rows.map(([, row]) => row));
      all("thead th", table).forEach((other) => other.removeAttribute("aria-sort"));
      head.ariaSort = down ? "descending" : "ascending";
    });
  });
}

function choices(form) {
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, input[type=search]")) form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    all("input, select", form).forEach((field) => (field.disabled = field.value === ""));
  });
  const field = form.querySelector("[data-suggest]");
  if (!field) return;
  const list = field.list;
  let asked = "";
  field.addEventListener("input", async () => {
    const known = all("option", list).some((option) => option.value === field.value);
    if (known) return form.requestSubmit();
    asked = field.value;
    const found = await (await fetch(`/suggest?q=${encodeURIComponent(asked)}`)).json();
    if (asked !== field.value) return;
    list.replaceChildren(...found.map((one) => new Option(one.name, one.name)));
  });
}

// A figure and its row light up together; each leads to the other.
function reader(desk) {
  const light = () => {
    all(".now", desk).forEach((one) => one.classList.remove("now"));
    const place = location.hash.match(/^#[pr](\d+)$/)?.[1];
    if (!place) return;
    for (const name of ["p", "r"]) {
      const one = document.getElementById(name + place);
      one?.classList.add("now");
      one?.scrollIntoView({ block: "center" });
    }
    desk.scrollIntoView({ block: "nearest" });
  };
  addEventListener("hashchange", light);
  desk.addEventListener("click", (event) => event.target.closest("a")?.hash === location.hash && light());
  light();
}

function statement(area) {
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) area.form.requestSubmit();
  });
}

function filter(field) {
  field.addEventListener("input", () => {
    for (const one of all(field.dataset.filter)) {
      one.hidden = !one.textContent.toLowerCase().includes(field.value.trim().toLowerCase());
    }
  });
}

function freshness() {
  const drawn = document.body.dataset.run;
  if (drawn === undefined) return;
  const look = async () => {
    if (document.hidden) return;
    const answer = await fetch("/version").catch(() => null);
    const { run } = answer?.ok ? await answer.json() : { run: drawn };
    document.getElementById("fresh").hidden = (run ?? "") === drawn;
  };
  setInterval(look, 20000);
  document.addEventListener("visibilitychange", look);
  addEventListener("focus", look);
}

hints();
freshness();
all("table[data-sortable]").forEach(sortable);
all("form[data-auto]").forEach(choices);
all(".desk").forEach(reader);
all("[data-run-on]").forEach(statement);
all("[data-filter]").forEach(filter);
