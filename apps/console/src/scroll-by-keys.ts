const SCROLLS = '.ant-table-content:not([tabindex])';

/** Lets the keyboard reach tables that are wider than their place (WCAG 2.1.1); antd makes them for the mouse alone. */
export function scrollByKeys(): void {
  new MutationObserver(() => {
    for (const table of document.querySelectorAll(SCROLLS)) table.setAttribute('tabindex', '0');
  }).observe(document.body, { childList: true, subtree: true });
}
