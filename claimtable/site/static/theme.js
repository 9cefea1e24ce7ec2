// Light or dark: what the reader chose, else what the system says. Runs before the page is drawn.
(() => {
  "use strict";
  const page = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const kept = (value) => {
    try { // where the browser keeps nothing for pages from a file, the choice lasts as long as the page
      if (value === undefined) return localStorage.getItem("claimtable-theme");
      localStorage.setItem("claimtable-theme", value);
    } catch { /* kept nowhere */ }
    return null;
  };
  const isDark = () => (page.dataset.theme ? page.dataset.theme === "dark" : system.matches);
  const chosen = kept();
  if (chosen === "dark" || chosen === "light") page.dataset.theme = chosen;

  addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("theme");
    const show = () => {
      button.setAttribute("aria-pressed", String(isDark()));
      document.dispatchEvent(new Event("themechange"));
    };
    button.addEventListener("click", () => {
      page.dataset.theme = isDark() ? "light" : "dark";
      kept(page.dataset.theme);
      show();
    });
    system.addEventListener("change", show);
    show();
  });
})();
