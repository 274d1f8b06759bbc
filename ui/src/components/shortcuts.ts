import { useEffect, useRef } from 'react';

const APPLE = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** How this platform writes a shortcut: `Ctrl+I`, `⌘I`. */
export function shortcut(key: string): string {
  return APPLE ? `⌘${key}` : `Ctrl+${key}`;
}

/** Calls the action of a letter pressed with Ctrl, or Cmd on Apple's keyboards, and of `Escape` pressed alone. */
export function useShortcuts(actions: Readonly<Record<string, () => void>>): void {
  const latest = useRef(actions);
  latest.current = actions;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey || event.shiftKey || event.isComposing) return;
      const command = APPLE ? event.metaKey : event.ctrlKey;
      const action =
        event.key === 'Escape' ? latest.current.escape : command ? latest.current[event.key.toLowerCase()] : undefined;
      // What lies under a dialog waits until the dialog is answered.
      const covered = document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
      if (action === undefined || covered) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}
