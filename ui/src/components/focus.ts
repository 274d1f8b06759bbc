/**
 * Gives the focus back to what a page or a field was opened from.
 *
 * Lists draw their rows a frame after they are drawn themselves, so this waits for two. Whoever has gone on to something
 * else by then keeps it: a menu that was opened meanwhile would close again.
 */
export function giveFocusBack(selector: string): void {
  const give = () => {
    const { activeElement, body } = document;
    if (activeElement === null || activeElement === body) document.querySelector<HTMLElement>(selector)?.focus();
  };
  requestAnimationFrame(() => requestAnimationFrame(give));
}
