import { useCallback, useState } from 'react';

/** A yes or no that survives closing the window. Nothing about profiles is kept here. */
export function useRemembered(name: string, initial: boolean): [boolean, (value: boolean) => void] {
  const key = `adit.${name}`;
  const [value, setValue] = useState(() => {
    try {
      const kept = localStorage.getItem(key);
      return kept === null ? initial : kept === 'yes';
    } catch {
      return initial;
    }
  });
  const set = useCallback(
    (next: boolean) => {
      setValue(next);
      try {
        localStorage.setItem(key, next ? 'yes' : 'no');
      } catch {
        // A web view without storage forgets; nothing depends on it.
      }
    },
    [key],
  );
  return [value, set];
}
