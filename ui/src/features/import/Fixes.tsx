import { useState } from 'react';
import { Button } from 'react-aria-components';
import { Collapsible } from '../../components/Collapsible';
import { Switch } from '../../components/Switch';
import { useTranslation } from '../../i18n';
import type { FixView } from '../../types';
import { Diff } from '../report/Diff';

interface Props {
  fixes: readonly FixView[];
  onFix: (fix: string, on: boolean) => Promise<boolean>;
}

/** What Adit would change in the text, each with its reason and its lines; the user decides. */
export function Fixes({ fixes, onFix }: Props) {
  const t = useTranslation();
  const [busy, setBusy] = useState(false);
  const open = fixes.filter(({ applied }) => !applied);
  const set = async (some: readonly FixView[], on: boolean) => {
    setBusy(true);
    for (const { id } of some) if (!(await onFix(id, on))) break;
    setBusy(false);
  };
  return (
    <section className="import-part" aria-labelledby="fixes-title">
      <div className="import-part-head">
        <h3 id="fixes-title" className="report-title">
          {t('fixes-title', { count: fixes.length })}
        </h3>
        {fixes.length > 1 && open.length > 0 && (
          <Button className="button link" isDisabled={busy} onPress={() => void set(open, true)} data-testid="fix-all">
            {t('fixes-all')}
          </Button>
        )}
      </div>
      <ul className="fixes">
        {fixes.map((fix) => (
          <li key={fix.id} className="fix" data-testid="fix" data-applied={fix.applied}>
            <Switch value={fix.applied} onChange={(on) => void set([fix], on)} testId="fix-toggle">
              <span className="fix-title">{fix.title}</span>
            </Switch>
            {fix.why !== '' && <p className="fix-why selectable">{fix.why}</p>}
            {fix.diff.length > 0 && (
              <Collapsible title={t('fixes-diff')} testId="fix-diff">
                <Diff lines={fix.diff} label={t('fixes-diff-label', { title: fix.title })} />
              </Collapsible>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
