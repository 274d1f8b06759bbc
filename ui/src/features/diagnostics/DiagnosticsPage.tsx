import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { Checkbox } from '../../components/Checkbox';
import { CopyButton } from '../../components/CopyButton';
import { Page } from '../../components/Page';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import './diagnostics.css';

/** What somebody who helps needs, line by line, before anything leaves. */
export function DiagnosticsPage({ onClose }: { onClose: () => void }) {
  const t = useTranslation();
  const { bridge, run } = useModel();
  const [names, setNames] = useState(false);
  const [addresses, setAddresses] = useState(false);
  const [lines, setLines] = useState<readonly string[] | null>(null);
  const [saved, setSaved] = useState(false);
  useEffect(() => {
    let current = true;
    setLines(null);
    setSaved(false);
    void run(
      bridge.diagnostics(names, addresses).then((made) => {
        if (current) setLines(made);
      }),
    );
    return () => {
      current = false;
    };
  }, [bridge, run, names, addresses]);
  const text = (lines ?? []).join('\n');
  return (
    <Page
      name="diagnostics"
      title={t('diagnostics-title')}
      back={t('diagnostics-back')}
      onBack={onClose}
      note={
        <span className="page-note" role="status">
          {lines === null ? t('diagnostics-looking') : t('diagnostics-lines', { count: lines.length })}
        </span>
      }
    >
      <p>{t('diagnostics-text')}</p>
      <div>
        <Checkbox value={names} onChange={setNames} testId="diagnostics-names">
          <span>{t('diagnostics-names')}</span>
        </Checkbox>
        <Checkbox value={addresses} onChange={setAddresses} testId="diagnostics-addresses">
          <span>{t('diagnostics-addresses')}</span>
        </Checkbox>
      </div>
      <div className="page-tools">
        <Button
          className="button primary"
          isDisabled={lines === null}
          onPress={() => void run(bridge.saveText('diagnostics', `${text}\n`).then(setSaved))}
          data-testid="diagnostics-save"
        >
          {t('diagnostics-save')}
        </Button>
        <CopyButton text={text} label={t('diagnostics-copy')} shown />
        <span className="page-note" role="status">
          {saved && t('text-saved')}
        </span>
      </div>
      {/* What scrolls must be reachable by keyboard. */}
      <pre
        className="diagnostics selectable"
        role="group"
        tabIndex={0}
        aria-labelledby="diagnostics-title"
        data-testid="diagnostics-lines"
      >
        {text}
      </pre>
    </Page>
  );
}
