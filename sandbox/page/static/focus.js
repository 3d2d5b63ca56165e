// Keeps the focus where it was while a part of the page is drawn anew.

/** Remembers which control inside `root` has the focus, and the caret; the result puts both back. */
export function focusKept(root) {
  const active = document.activeElement;
  const control = root.contains(active) ? active.closest("[data-action]") : null;
  if (!control) return () => {};
  const { action } = control.dataset;
  const block = control.closest("[data-block]")?.dataset.block;
  const caret = "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
  return () => {
    const found = [...root.querySelectorAll("[data-action]")].find(
      (one) => one.dataset.action === action && one.closest("[data-block]")?.dataset.block === block,
    );
    const target = found?.matches("input, textarea, button") ? found : found?.querySelector("input, textarea, button");
    target?.focus({ preventScroll: true });
    if (caret?.[0] !== null && caret && target?.setSelectionRange && target.type !== "date")
      target.setSelectionRange(...caret);
  };
}
