// Links to clauses in the law's own text, in tables and in pictures open beside what is read, without leaving the session.
// A plain click is told to the page; Ctrl, Shift and the middle button open the link's own address, as everywhere.
export default function ({ setTriggerValue }) {
  window.kingaOpen = (path) => setTriggerValue("path", path);
  if (window.kingaClicks) return;
  window.kingaClicks = true;
  document.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const at = event.target.closest ? event.target : document.body;
    if (at.closest(".k-print")) {
      event.preventDefault();
      window.print();
      return;
    }
    const link = at.closest("a");
    if (!link || link.closest("[data-testid=stPageLink]")) return;
    const address = link.getAttribute("href") || link.getAttributeNS("http://www.w3.org/1999/xlink", "href") || "";
    const place = /[?&]p=([^&]+)/.exec(address);
    if (!place || address.includes("://")) return;
    event.preventDefault();
    window.kingaFrom = link;
    window.kingaOpen(decodeURIComponent(place[1]));
  }, true);
  // Escape closes the explanation of a defined word until the word is reached again.
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const word of document.querySelectorAll(".k-term:hover, .k-term:focus")) word.classList.add("k-quiet");
  });
  for (const reached of ["pointerdown", "focusin", "pointerover"]) {
    document.addEventListener(reached, (event) => event.target.closest?.(".k-term.k-quiet")?.classList.remove("k-quiet"));
  }
}
