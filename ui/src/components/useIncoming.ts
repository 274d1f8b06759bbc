import { useEffect } from 'react';
import { useModel } from '../store';
import { useSay } from '../text';

/** Nothing larger can be a profile; the shell has its own limit behind this one. */
const LARGEST = 4 * 1024 * 1024;

/** Profiles that are pasted, or dropped where the shell does not take drops itself. */
export function useIncoming(): void {
  const model = useModel();
  const say = useSay();
  useEffect(() => {
    const take = (name: string, text: string) => void model.runImport(model.bridge.importText(name, text));
    const onPaste = (event: ClipboardEvent) => {
      if (event.target instanceof HTMLInputElement || document.querySelector('[role="dialog"]') !== null) return;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      // One word or one line is an accident, not a profile.
      if (text.trim().includes('\n') && text.length <= LARGEST) take(say('pasted-profile'), text);
    };
    const onDragOver = (event: DragEvent) => {
      event.preventDefault();
      model.dragOver.set(true);
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) model.dragOver.set(false);
    };
    const onDrop = (event: DragEvent) => {
      event.preventDefault();
      model.dragOver.set(false);
      for (const file of event.dataTransfer?.files ?? []) {
        if (file.size <= LARGEST) void file.text().then((text) => take(file.name, text));
      }
    };
    addEventListener('paste', onPaste);
    addEventListener('dragover', onDragOver);
    addEventListener('dragleave', onDragLeave);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('paste', onPaste);
      removeEventListener('dragover', onDragOver);
      removeEventListener('dragleave', onDragLeave);
      removeEventListener('drop', onDrop);
    };
  }, [model, say]);
}
