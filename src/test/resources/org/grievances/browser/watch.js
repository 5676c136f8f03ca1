// Notes what the content security policy forbids, and when the first row of a table is shown.
window.watched = { violations: [], firstRow: null };
addEventListener("securitypolicyviolation", (event) =>
  watched.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
new MutationObserver((changes, observer) => {
  if (document.querySelector("main tbody a[href]")) {
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => (watched.firstRow = performance.now())));
  }
}).observe(document, { childList: true, subtree: true });
