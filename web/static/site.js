// What makes the pages quicker to use. Everything works without it: forms and links are ordinary ones.
"use strict";
(() => {
  const DAY = 86400000;
  const WAIT = 60; // milliseconds in which further movements of a slider replace the one before
  const form = document.querySelector("form.time");
  if (!form) return;
  const dayOf = (text) => Date.parse(`${text}T00:00:00Z`);
  const textOf = (day) => new Date(day).toISOString().slice(0, 10);
  let asking = null;
  let timer = 0;
  let position = Number(form.dataset.position);

  // Put the parts of a fetched page that are marked as living in the place of the ones shown.
  const replace = (page) => {
    for (const old of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(old.id);
      if (fresh) old.replaceWith(document.adoptNode(fresh));
    }
    const title = page.querySelector("title");
    if (title) document.title = title.textContent;
  };

  const address = () => {
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) query.append(name, value);
    return `${form.getAttribute("action")}?${query}`;
  };

  // Name the facts that the slider has passed.
  const nameBetween = async (from, to, signal) => {
    const place = document.getElementById("between");
    if (!place) return;
    if (!from || !to || from === to) return void place.replaceChildren();
    const query = new URLSearchParams(new URL(form.dataset.between, location.href).search);
    query.set("from", from);
    query.set("to", to);
    const answer = await fetch(`${form.dataset.between.split("?")[0]}?${query}`, { signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const list = page.getElementById("passed");
    if (list) place.replaceChildren(document.adoptNode(list));
  };

  const show = async () => {
    if (asking) asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const to = address();
    form.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(to, { signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      replace(page);
      history.replaceState(null, "", to);
      const fresh = page.querySelector("form.time");
      const before = position;
      if (fresh) position = Number(fresh.dataset.position);
      await nameBetween(before, position, signal);
    } catch (error) {
      if (error.name !== "AbortError") location.assign(to);
    } finally {
      if (!signal.aborted) form.removeAttribute("aria-busy");
    }
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(show, WAIT);
  };

  // A slider beside a field: what a place on it means, and where a field's day stands.
  const slide = (slider, most, day, place) => {
    const field = document.getElementById(slider.dataset.for);
    const tell = () => slider.setAttribute("aria-valuetext", field.value);
    const follow = () => {
      const found = place(field.value.slice(0, 10));
      if (found !== null) slider.value = found;
      tell();
    };
    slider.min = 0;
    slider.max = most;
    slider.hidden = false;
    follow();
    slider.addEventListener("input", () => {
      field.value = day(Number(slider.value));
      tell();
      soon();
    });
    field.addEventListener("change", () => {
      follow();
      soon();
    });
  };

  const [asOf, knownAt] = form.querySelectorAll("input.slide");
  const first = dayOf(asOf.dataset.first);
  const last = dayOf(asOf.dataset.last);
  slide(asOf, Math.round((last - first) / DAY), (at) => textOf(first + at * DAY), (text) => {
    const day = dayOf(text);
    return Number.isNaN(day) ? null : Math.round((day - first) / DAY);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
  fetch(form.dataset.moments)
    .then((answer) => answer.json())
    .then(({ days }) => {
      if (days.length < 2) return;
      slide(knownAt, days.length - 1, (at) => days[at], (text) => {
        const after = days.findIndex((day) => day > text);
        return after < 0 ? days.length - 1 : Math.max(after - 1, 0);
      });
    })
    .catch(() => {});
})();
