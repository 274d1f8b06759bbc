import { ArrowDown, ArrowUp } from 'lucide-react';
import { useCallback } from 'react';
import { useNow } from '../../components/useNow';
import { useFormats } from '../../format';
import { type Traffic, useCell, useModel } from '../../store';
import { useSay } from '../../text';
import { Graph } from './Graph';

/** A rate older than this is not the current one. */
const STALE_MS = 3500;

/** The graph, the current rates and the totals of one tunnel that is up. */
export function TrafficPanel({ profile }: { profile: string }) {
  const say = useSay();
  const { bytes, rate } = useFormats();
  const model = useModel();
  const select = useCallback((all: ReadonlyMap<string, Traffic>) => all.get(profile), [profile]);
  const traffic = useCell(model.traffic, select);
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
        label={say('graph-label', { received, sent })}
        quiet={say('graph-quiet')}
        scaleLabel={rate}
      />
      <div className="traffic-numbers">
        <div className="traffic-way">
          <ArrowDown size="1rem" aria-hidden />
          <span className="spoken-only">{say('rate-received')}</span>
          <span className="traffic-rate">{received}</span>
          <span className="traffic-total">
            {say('received-total')}{' '}
            <span data-testid="received-total" data-bytes={traffic?.received ?? 0}>
              {bytes(traffic?.received ?? 0)}
            </span>
          </span>
        </div>
        <div className="traffic-way sent">
          <ArrowUp size="1rem" aria-hidden />
          <span className="spoken-only">{say('rate-sent')}</span>
          <span className="traffic-rate">{sent}</span>
          <span className="traffic-total">
            {say('sent-total')}{' '}
            <span data-testid="sent-total" data-bytes={traffic?.sent ?? 0}>
              {bytes(traffic?.sent ?? 0)}
            </span>
          </span>
        </div>
      </div>
    </div>
  );
}
