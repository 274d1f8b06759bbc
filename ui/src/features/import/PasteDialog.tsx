import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { Button, Heading, Input, Label, TextArea, TextField } from 'react-aria-components';
import { ModalDialog } from '../../components/ModalDialog';
import { Progress } from '../../components/Progress';
import { ProblemNote } from '../../components/ProblemNote';
import { isLink } from '../../components/useIncoming';
import { asMessage, useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { MessageView } from '../../types';

export interface Paste {
  kind: 'text' | 'link';
  /** What was pasted already. */
  text: string;
}

/** The host that a link leads to, also of one that is wrapped in ours. */
export function hostOf(link: string): string {
  const inner = link.trim().replace(/^openvpn:\/\/[^/]*\//i, '');
  try {
    return new URL(inner).hostname;
  } catch {
    return '';
  }
}

function Question({ paste, onClose }: { paste: Paste; onClose: () => void }) {
  const t = useTranslation();
  const model = useModel();
  const { bridge } = model;
  const [text, setText] = useState(paste.text);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<MessageView | null>(null);
  /** Counts what was asked for, so that an answer after giving up is known for what it is. */
  const asked = useRef(0);
  const forget = () => void (asked.current += 1);
  useEffect(() => forget, []);
  const isLinkField = paste.kind === 'link';
  const incomplete = text.trim() === '';

  const fetchIt = async () => {
    const mine = ++asked.current;
    const before = new Set(model.found.get().map(({ id }) => id));
    setBusy(true);
    setRefused(null);
    try {
      const link = isLinkField || isLink(text);
      const brought = await (link ? bridge.importUrl(text.trim()) : bridge.importText(t('pasted-profile'), text));
      if (mine === asked.current) {
        model.showSheet(brought);
        onClose();
      } else {
        // Nobody waits for it any more.
        for (const { id } of brought.drafts) if (!before.has(id)) await bridge.importDrop(id);
      }
    } catch (reason) {
      if (mine !== asked.current) return;
      setBusy(false);
      setRefused(asMessage(reason));
    }
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (!incomplete && !busy) void fetchIt();
  };
  const stop = () => {
    forget();
    setBusy(false);
    if (!busy) onClose();
  };
  const host = hostOf(text);
  return (
    <form className="prompt" onSubmit={submit} noValidate>
      <Heading slot="title" level={2} className="dialog-title">
        {t(`paste-${paste.kind}-title`)}
      </Heading>
      {refused !== null && (
        <div role="alert">
          <ProblemNote sentence={refused} tone="trouble" testId="paste-refused" />
        </div>
      )}
      <TextField
        className="field"
        value={text}
        onChange={setText}
        isReadOnly={busy}
        autoComplete="off"
        spellCheck="false"
        autoFocus
      >
        <Label>{t(`paste-${paste.kind}-label`)}</Label>
        {isLinkField ? (
          <Input className="input" data-testid="paste-field" inputMode="url" autoCapitalize="off" dir="ltr" />
        ) : (
          <TextArea className="input paste-area" data-testid="paste-field" autoCapitalize="off" dir="ltr" rows={8} />
        )}
      </TextField>
      {isLinkField && (
        <p className="field-hint" role="status" data-testid="paste-status">
          {busy ? t('link-fetching', { host }) : host === '' ? t('paste-link-hint') : t('paste-link-host', { host })}
        </p>
      )}
      {busy && <Progress label={t('link-fetching', { host })} />}
      <div className="dialog-foot">
        <Button className="button" data-testid="paste-cancel" onPress={stop}>
          {t(busy ? 'link-stop' : 'import-cancel')}
        </Button>
        <Button className="button primary" type="submit" data-testid="paste-submit" isDisabled={incomplete || busy}>
          {t(`paste-${paste.kind}-submit`)}
        </Button>
      </div>
    </form>
  );
}

/** A profile as text, or the link to one. */
export function PasteDialog({ paste, onClose }: { paste: Paste | null; onClose: () => void }) {
  return (
    <ModalDialog open={paste !== null} onClose={onClose} wide={paste?.kind === 'text'}>
      {paste !== null && <Question paste={paste} onClose={onClose} />}
    </ModalDialog>
  );
}
