import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { useVisible } from '../../components/useVisible';
import { useFormats } from '../../format';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { HistoryView, MovedView } from '../../types';
import { Chart } from './Chart';
import type { Point } from './shape';
import './history.css';

/** What can be looked back on beside the last minute. */
export type Span = 'hour' | 'today' | 'month';

/** How often it is asked for again. */
const EVERY_MS = 60_000;
/** How much time a part stands for, in seconds. */
const PART = { hour: 60, today: 900 } as const;

/** Parts as rates over time, the newest at the end. */
export function points(parts: readonly MovedView[], seconds: number): Point[] {
  return parts.map(({ received, sent }, place) => ({
    at: place * seconds * 1000,
    received: received / seconds,
    sent: sent / seconds,
  }));
}

function sum(parts: readonly MovedView[]): MovedView {
  const add = (all: MovedView, part: MovedView) => ({
    received: all.received + part.received,
    sent: all.sent + part.sent,
  });
  return parts.reduce(add, { received: 0, sent: 0 });
}

function Month({ rows }: { rows: HistoryView['month'] }) {
  const t = useTranslation();
  const { bytes } = useFormats();
  return (
    <table className="month" aria-label={t('history-month-table')}>
      <thead>
        <tr>
          <th scope="col">{t('history-profile')}</th>
          <th scope="col">{t('history-received')}</th>
          <th scope="col">{t('history-sent')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ profile, name, moved }) => (
          <tr key={profile} data-testid="month-row">
            <th scope="row">{name}</th>
            <td>{bytes(moved.received)}</td>
            <td>{bytes(moved.sent)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** How much went through the tunnels before the last minute, as this computer has kept it. */
export function History({ profile, span }: { profile: string; span: Span }) {
  const t = useTranslation();
  const { bytes, rate } = useFormats();
  const model = useModel();
  const [history, setHistory] = useState<HistoryView | null>(null);
  const visible = useVisible();
  useEffect(() => {
    if (!visible) return;
    let gone = false;
    const ask = async () => {
      const found = await model.bridge.trafficHistory(profile).catch(() => null);
      if (!gone) setHistory(found);
    };
    void ask();
    const timer = setInterval(() => void ask(), EVERY_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, [model, profile, visible]);
  if (history === null) return null;
  if (!history.kept) return <p className="history-text">{t('history-off')}</p>;
  const clear = async () => {
    if (await model.run(model.bridge.clearHistory())) setHistory(await model.bridge.trafficHistory(profile));
  };
  const parts = span === 'hour' ? history.hour : history.today;
  const { received, sent } = sum(span === 'month' ? history.month.map(({ moved }) => moved) : parts);
  const total = t('history-sum', { received: bytes(received), sent: bytes(sent) });
  const empty = received === 0 && sent === 0;
  return (
    <div className="history" data-testid={`history-${span}`}>
      {span === 'month' && !empty && <Month rows={history.month} />}
      {span !== 'month' && (
        <Chart
          points={points(parts, PART[span])}
          span={Math.max(parts.length - 1, 1) * PART[span] * 1000}
          label={total}
          quiet={t('history-none')}
          scaleLabel={rate}
        />
      )}
      <div className="history-foot">
        <p className="history-text" data-testid="history-sum" data-received={received} data-sent={sent}>
          {empty ? t('history-none') : total}
        </p>
        {!empty && (
          <Button className="button quiet" data-testid="history-clear" onPress={() => void clear()}>
            {t('history-clear')}
          </Button>
        )}
      </div>
    </div>
  );
}
