import { useEffect, useRef } from 'react';
import { useTranslation } from '../../i18n';

/** Longer names are cut by every list there is. */
const LONGEST = 120;

interface Props {
  name: string;
  onDone: (name: string | null) => void;
}

/** The name of a row while it is changed: Enter keeps, Esc drops, leaving keeps. */
export function Rename({ name, onDone }: Props) {
  const t = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const finished = useRef(false);

  const finish = (kept: boolean) => {
    if (finished.current) return;
    finished.current = true;
    const value = field.current?.value.trim() ?? '';
    onDone(kept && value !== '' && value !== name ? value : null);
  };
  const latest = useRef(finish);
  latest.current = finish;

  useEffect(() => {
    // The menu that opened this gives the focus back to its row first.
    const frame = requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.select();
    });
    // The list takes arrows, Home, End and letters on their way down to the field: here they are the field's alone.
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.target !== field.current) return;
      event.stopPropagation();
      if (event.isComposing) return;
      if (event.key === 'Enter') latest.current(true);
      if (event.key === 'Escape') latest.current(false);
    };
    addEventListener('keydown', onKeyDown, { capture: true });
    return () => {
      cancelAnimationFrame(frame);
      removeEventListener('keydown', onKeyDown, { capture: true });
    };
  }, []);

  return (
    <input
      ref={field}
      className="input row-rename"
      data-testid="rename"
      aria-label={t('row-rename-label', { name })}
      defaultValue={name}
      maxLength={LONGEST}
      onBlur={() => finish(true)}
      onPointerDown={(event) => event.stopPropagation()}
    />
  );
}
