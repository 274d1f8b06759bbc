/** Puts text on the clipboard, also in web views that keep the clipboard interface to themselves. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'visually-hidden';
    document.body.append(area);
    const focused = document.activeElement;
    area.select();
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only other way there is
    document.execCommand('copy');
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}
