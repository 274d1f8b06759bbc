import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from '../i18n';
import { copyText } from './copy';

const CONFIRMED_MS = 1600;

/** Copies `text`; `label` says what, for those who only hear it. With `children`, the words are shown too. */
export function CopyButton({ text, label, shown }: { text: string; label: string; shown?: boolean }) {
  const t = useTranslation();
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), CONFIRMED_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const words = copied ? t('copied') : label;
  return (
    <Button
      className={`button quiet ${shown === true ? '' : 'icon'}`}
      aria-label={words}
      onPress={() => void copyText(text).then(() => setCopied(true))}
    >
      {copied ? <Check size="1rem" aria-hidden /> : <Copy size="1rem" aria-hidden />}
      {shown === true && <span>{words}</span>}
    </Button>
  );
}
