/** Every line of a profile and what becomes of it. */

import { memo, useEffect, useId, useMemo, useRef, useState } from 'react';
import { Button, Heading, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useTranslation } from '../../i18n';
import type { LineVerdict, ReportLine } from '../../types';
import { count, VerdictIcon, VERDICTS } from './verdict';
import './report.css';

/** Lines shown before "show more": a generated profile can have thousands. */
const FIRST = 120;

interface LineProps {
  line: ReportLine;
  verdict: string;
  label: string;
  current: boolean;
  onGo: ((line: number) => void) | undefined;
}

const Line = memo(function Line({ line, verdict, label, current, onGo }: LineProps) {
  const number = line.endLine > line.line ? `${line.line}–${line.endLine}` : String(line.line);
  return (
    <li
      className="report-line"
      data-verdict={line.verdict}
      data-testid="report-line"
      data-line={line.line}
      aria-current={current ? 'true' : undefined}
    >
      {onGo === undefined ? (
        <span className="report-number">
          <span className="visually-hidden">{label}</span>
          <span aria-hidden="true">{number}</span>
        </span>
      ) : (
        // A report has hundreds of these, and they need nothing that the element does not do itself
        <button type="button" className="report-number report-go" aria-label={label} onClick={() => onGo(line.line)}>
          {number}
        </button>
      )}
      <VerdictIcon verdict={line.verdict} />
      <div className="report-text selectable">
        <code>{line.text === '' ? line.directive : line.text}</code>
        <p>
          <span className="report-verdict">{verdict}</span>{' '}
          {line.explanation !== '' && <span className="report-why">{line.explanation}</span>}
        </p>
      </div>
    </li>
  );
});

interface Props {
  /** About the file as a whole. */
  findings: readonly ReportLine[];
  lines: readonly ReportLine[];
  /** The line that is being looked at elsewhere. */
  current?: number;
  /** Makes the line numbers buttons. */
  onGo?: (line: number) => void;
  /** How deep its heading stands. */
  level: 2 | 3;
}

export function Report({ findings, lines, current, onGo, level }: Props) {
  const t = useTranslation();
  const title = useId();
  const list = useRef<HTMLUListElement>(null);
  const counts = useMemo(() => count(lines), [lines]);
  const present = VERDICTS.filter((verdict) => counts.has(verdict));
  // What is used as it stands is the ordinary case; it is one press away.
  const [hidden, setHidden] = useState<ReadonlySet<LineVerdict>>(new Set(['used']));
  const onlyHidden = present.every((verdict) => hidden.has(verdict));
  const shown = onlyHidden ? present : present.filter((verdict) => !hidden.has(verdict));
  const [all, setAll] = useState(false);

  const matching = useMemo(() => lines.filter(({ verdict }) => shown.includes(verdict)), [lines, shown]);
  const drawn = all ? matching : matching.slice(0, FIRST);

  useEffect(() => {
    if (current === undefined) return;
    list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);

  const place = (line: ReportLine) =>
    line.endLine > line.line
      ? t('report-lines', { first: line.line, last: line.endLine })
      : t('report-line', { line: line.line });
  return (
    <section className="report" aria-labelledby={title} data-testid="report">
      <Heading level={level} id={title} className="report-title">
        {t('report-title')}
      </Heading>
      {findings.length > 0 && (
        <ul className="report-findings" aria-label={t('report-whole')}>
          {findings.map((finding, index) => (
            // Two findings can be equal, and their order never changes
            <li key={index} className="report-finding" data-verdict={finding.verdict} data-testid="report-finding">
              <VerdictIcon verdict={finding.verdict} />
              <p className="selectable">
                <span className="report-verdict">{t(`verdict-${finding.verdict}`)}</span>{' '}
                <span className="report-why">{finding.explanation}</span>
              </p>
            </li>
          ))}
        </ul>
      )}
      {lines.length > 0 && (
        <ToggleButtonGroup
          className="chips"
          aria-label={t('report-filter')}
          selectionMode="multiple"
          disallowEmptySelection
          selectedKeys={shown}
          onSelectionChange={(keys) => setHidden(new Set(VERDICTS.filter((verdict) => !keys.has(verdict))))}
        >
          {present.map((verdict) => (
            <ToggleButton key={verdict} id={verdict} className="chip" data-testid={`chip-${verdict}`}>
              <VerdictIcon verdict={verdict} />
              {t(`verdict-${verdict}`)}
              <span className="chip-count">{counts.get(verdict)}</span>
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
      )}
      <ul className="report-list" ref={list} aria-label={t('report-lines-label')}>
        {drawn.map((line, index) => (
          // A line can be reported twice
          <Line
            key={`${line.line} ${index}`}
            line={line}
            verdict={t(`verdict-${line.verdict}`)}
            label={place(line)}
            current={current !== undefined && line.line <= current && current <= Math.max(line.line, line.endLine)}
            onGo={onGo}
          />
        ))}
      </ul>
      {drawn.length < matching.length && (
        <Button className="button link report-more" onPress={() => setAll(true)}>
          {t('report-more', { count: matching.length - drawn.length })}
        </Button>
      )}
    </section>
  );
}
