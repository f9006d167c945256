"""Keys that stay where they are pressed: a notebook has commands on letters and arrows that lists and options need."""

import anywidget

ESM = """
const OWN = "select, input[type=radio], input[type=checkbox]";

function keep(box) {
  const group = `group-${Math.random().toString(36).slice(2)}`;
  box.addEventListener("focusin", ({ target }) => {
    if (!target.matches(OWN)) return;
    target.setAttribute("data-lm-suppress-shortcuts", "true");
    for (const option of box.querySelectorAll("input[type=radio]")) option.name = group;
  });
}

function settle(el, tries) {
  if (el.parentElement) keep(el.parentElement);
  else if (tries > 0) requestAnimationFrame(() => settle(el, tries - 1));
}

export default {
  render({ el }) {
    el.style.display = "none";
    settle(el, 100);
  },
};
"""
"""JupyterLab leaves an element's keys alone that is marked so; options of one name are gone through by arrows."""


class OwnKeys(anywidget.AnyWidget):
    """Last among the parts of a box, it keeps the notebook's commands out of that box."""

    _esm = ESM
