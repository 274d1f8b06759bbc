import { ArrowDown, ArrowUp } from 'lucide-react';
import { useNow } from '../../components/useNow';
import { useFormats } from '../../format';
import { useTraffic } from '../../store';
import { useTranslation } from '../../i18n';
import { Graph } from './Graph';

/** A rate older than this is not the current one. */
const STALE_MS = 3500;

/** The graph, the current rates and the totals of one tunnel that is up. */
export function TrafficPanel({ profile }: { profile: string }) {
  const t = useTranslation();
  const { bytes, rate } = useFormats();
  const traffic = useTraffic(profile);
  const now = useNow(1000);

  const last = traffic?.samples.at(-1);
  const fresh = last !== undefined && now - last.at < STALE_MS ? last : undefined;
  const received = rate(fresh?.receiveRate ?? 0);
  const sent = rate(fresh?.sendRate ?? 0);
  return (
    <div className="traffic">
      <Graph
        samples={traffic?.samples ?? []}
        now={now}
        label={t('graph-label', { received, sent })}
        quiet={t('graph-quiet')}
        scaleLabel={rate}
      />
      <div className="traffic-numbers">
        <div className="traffic-way">
          <ArrowDown size="1rem" aria-hidden />
          <span className="visually-hidden">{t('rate-received')}</span>
          <span className="traffic-rate">{received}</span>
          <span className="traffic-total">
            {t('received-total')}{' '}
            <span data-testid="received-total" data-bytes={traffic?.received ?? 0}>
              {bytes(traffic?.received ?? 0)}
            </span>
          </span>
        </div>
        <div className="traffic-way sent">
          <ArrowUp size="1rem" aria-hidden />
          <span className="visually-hidden">{t('rate-sent')}</span>
          <span className="traffic-rate">{sent}</span>
          <span className="traffic-total">
            {t('sent-total')}{' '}
            <span data-testid="sent-total" data-bytes={traffic?.sent ?? 0}>
              {bytes(traffic?.sent ?? 0)}
            </span>
          </span>
        </div>
      </div>
    </div>
  );
}
