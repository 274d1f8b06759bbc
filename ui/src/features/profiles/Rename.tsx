import { useEffect, useRef, useState } from 'react';
import { useSay } from '../../text';

/** Longer names are cut by every list there is. */
const LONGEST = 120;

interface Props {
  name: string;
  onDone: (name: string | null) => void;
}

/** The name of a row while it is changed: Enter keeps, Esc drops, leaving keeps. */
export function Rename({ name, onDone }: Props) {
  const say = useSay();
  const [value, setValue] = useState(name);
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);

  useEffect(() => {
    // The menu that opened this gives the focus back to its row first.
    const frame = requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.select();
    });
    return () => cancelAnimationFrame(frame);
  }, []);

  const finish = (kept: boolean) => {
    if (done.current) return;
    done.current = true;
    const trimmed = value.trim();
    onDone(kept && trimmed !== '' && trimmed !== name ? trimmed : null);
  };

  return (
    <input
      ref={field}
      className="input row-rename"
      data-testid="rename"
      aria-label={say('row-rename-label', { name })}
      value={value}
      maxLength={LONGEST}
      onChange={(event) => setValue(event.target.value)}
      onBlur={() => finish(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') finish(true);
        if (event.key === 'Escape') finish(false);
      }}
      onPointerDown={(event) => event.stopPropagation()}
    />
  );
}
