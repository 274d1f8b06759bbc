import { useEffect } from 'react';
import { useModel } from '../store';
import { useTranslation } from '../i18n';

/** Nothing larger can be a profile; the shell has its own limit behind this one. */
const LARGEST = 4 * 1024 * 1024;

/** Whether it is one address that a profile can be fetched from. */
export function isLink(text: string): boolean {
  return /^(https|openvpn):\/\/\S+$/i.test(text.trim());
}

/** Whether it has lines that only a profile has. */
export function isProfile(text: string): boolean {
  return /^[ \t]*(client|tls-client|remote[ \t]|dev[ \t]+tu[nt]|<(ca|cert|key|connection|tls-auth|tls-crypt)>)/m.test(
    text,
  );
}

/** What is typed into keeps what is pasted. */
function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
}

/** Profiles and links that are pasted, and profiles that are dropped where the shell does not take drops itself. */
export function useIncoming(onLink: (link: string) => void): void {
  const model = useModel();
  const t = useTranslation();
  useEffect(() => {
    const take = (name: string, text: string) => void model.runImport(model.bridge.importText(name, text));
    const onPaste = (event: ClipboardEvent) => {
      // The import sheet takes more; every other question is answered first.
      const asked = document.querySelector('[role="dialog"]:not([data-takes-more]), [role="alertdialog"]') !== null;
      if (takesText(event.target) || asked) return;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text.length > LARGEST) return;
      if (isLink(text)) onLink(text.trim());
      else if (isProfile(text)) take(t('pasted-profile'), text);
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
  }, [model, onLink, t]);
}
