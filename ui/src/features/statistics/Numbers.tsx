import { ArrowDown, ArrowUp } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useFormats } from '../../format';
import { type Sample, useTraffic } from '../../store';
import { useTranslation } from '../../i18n';
import './numbers.css';

/** A rate older than this is not the current one. */
const STALE_MS = 3500;

/** The newest sample, until it is too old to be called the current rate. */
function useFresh(last: Sample | undefined): Sample | undefined {
  const [stale, setStale] = useState<Sample>();
  useEffect(() => {
    if (last === undefined) return;
    const timer = setTimeout(() => setStale(last), STALE_MS);
    return () => clearTimeout(timer);
  }, [last]);
  return last === stale ? undefined : last;
}

/** The current rates of one tunnel that is up, and its totals. */
export function Numbers({ profile }: { profile: string }) {
  const t = useTranslation();
  const { bytes, rate } = useFormats();
  const traffic = useTraffic(profile);
  const fresh = useFresh(traffic?.samples.at(-1));
  return (
    <div className="numbers">
      <span className="number">
        <ArrowDown size="1rem" aria-hidden />
        <span className="visually-hidden">{t('rate-received')}</span>
        <span className="number-rate">{rate(fresh?.receiveRate ?? 0)}</span>
        <span className="visually-hidden">{t('received-total')}</span>
        <span className="number-total" data-testid="received-total" data-bytes={traffic?.received ?? 0}>
          {bytes(traffic?.received ?? 0)}
        </span>
      </span>
      <span className="number">
        <ArrowUp size="1rem" aria-hidden />
        <span className="visually-hidden">{t('rate-sent')}</span>
        <span className="number-rate">{rate(fresh?.sendRate ?? 0)}</span>
        <span className="visually-hidden">{t('sent-total')}</span>
        <span className="number-total" data-testid="sent-total" data-bytes={traffic?.sent ?? 0}>
          {bytes(traffic?.sent ?? 0)}
        </span>
      </span>
    </div>
  );
}
