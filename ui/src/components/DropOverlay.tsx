import { FileDown } from 'lucide-react';
import { useCell, useModel } from '../store';
import { useSay } from '../text';

/** Shown while files hang over the window. */
export function DropOverlay() {
  const say = useSay();
  const over = useCell(useModel().dragOver);
  if (!over) return null;
  return (
    <div className="drop" data-testid="drop-overlay">
      <div className="drop-frame">
        <FileDown size="2rem" aria-hidden />
        <p className="dialog-title">{say('drop-title')}</p>
        <p className="dialog-text">{say('drop-text')}</p>
      </div>
    </div>
  );
}
