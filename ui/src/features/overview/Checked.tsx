import { Check, CircleAlert, Info, RefreshCw } from 'lucide-react';
import { Button } from 'react-aria-components';
import { Panel, PanelFact, PanelFacts } from '../../components/Panel';
import { useElapsed } from '../../components/useElapsed';
import { useModel } from '../../store';
import { type Translate, useTranslation } from '../../i18n';
import type { CheckedView, CheckState } from '../../types';
import type { PanelProps } from './panels';
import './checked.css';

/** How often the age is drawn again. */
const TICK_MS = 5000;
const ICONS = { good: Check, bad: CircleAlert, fact: Info } as const satisfies Record<CheckState, unknown>;

function title(t: Translate, checked: CheckedView | undefined, ageMs: number): string {
  if (checked === undefined || checked.number === 0) {
    return t(checked?.running === true ? 'check-running' : 'check-waiting');
  }
  const seconds = Math.floor(ageMs / 1000);
  if (seconds < 2) return t('check-title-ago', { unit: 'now', count: 0 });
  if (seconds < 90) return t('check-title-ago', { unit: 'seconds', count: seconds });
  return t('check-title-ago', { unit: 'minutes', count: Math.round(seconds / 60) });
}

/** What was looked at while the tunnel is up, when, and what may be done about it. */
export function Checked({ view, profile }: PanelProps) {
  const t = useTranslation();
  const model = useModel();
  const checked = view.overview.checked.find((one) => one.profile === profile.id);
  const age = (checked?.agoMs ?? 0) + useElapsed(checked, TICK_MS);
  const rows = checked?.rows ?? [];
  const bad = rows.filter(({ state }) => state === 'bad');
  return (
    <Panel
      title={title(t, checked, age)}
      testId="panel-checked"
      aside={
        <Button
          className="button quiet icon"
          aria-label={t('check-now')}
          data-testid="check-now"
          isDisabled={checked?.running === true}
          onPress={() => void model.run(model.bridge.checkNow(profile.id))}
        >
          <RefreshCw size="1rem" aria-hidden />
        </Button>
      }
    >
      {rows.length > 0 && (
        <div className="checked">
          <PanelFacts>
            {rows.map(({ text, value, state, advice }) => {
              const Icon = ICONS[state];
              return (
                <PanelFact
                  key={text}
                  testId={`check-${state}`}
                  name={
                    <>
                      {text}
                      {advice !== '' && <span className="check-advice">{advice}</span>}
                    </>
                  }
                >
                  {value !== '' ? value : <Icon className={`check-icon ${state}`} size="1rem" aria-hidden />}
                </PanelFact>
              );
            })}
          </PanelFacts>
        </div>
      )}
      {bad.length > 0 && (
        <Button
          className="button"
          data-testid="check-reconnect"
          onPress={() => void model.run(model.bridge.reconnect(profile.id))}
        >
          {t('check-again')}
        </Button>
      )}
    </Panel>
  );
}
