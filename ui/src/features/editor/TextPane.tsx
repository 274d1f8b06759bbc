import { memo, type RefObject, useId, useImperativeHandle, useMemo, useRef } from 'react';
import { useTranslation } from '../../i18n';
import type { LineVerdict, ReportLine } from '../../types';
import { VerdictIcon } from '../report/verdict';

export interface TextHandle {
  /** Puts the cursor into this line and brings it into sight. */
  go: (line: number) => void;
}

interface RowProps {
  number: number;
  text: string;
  verdict: LineVerdict | null;
  current: boolean;
}

const Row = memo(function Row({ number, text, verdict, current }: RowProps) {
  return (
    <div className="text-row" data-row={number} data-verdict={verdict} data-current={current}>
      <span className="text-number">
        {(verdict === 'refused' || verdict === 'warning') && <VerdictIcon verdict={verdict} />}
        {number}
      </span>
      {text === '' ? '\u200b' : text}
    </div>
  );
});

/** The offset at which this line begins, and the one at which it ends. */
function extent(text: string, line: number): [number, number] {
  let start = 0;
  for (let number = 1; number < line; number++) {
    const next = text.indexOf('\n', start);
    if (next < 0) break;
    start = next + 1;
  }
  const end = text.indexOf('\n', start);
  return [start, end < 0 ? text.length : end];
}

interface Props {
  text: string;
  lines: readonly ReportLine[];
  current: number;
  onText: (text: string) => void;
  onCurrent: (line: number) => void;
  handle: RefObject<TextHandle | null>;
}

/**
 * The text with its line numbers. A field cannot number lines that are wrapped; under it lies the same text, line by line,
 * wrapped in the same way.
 */
export function TextPane({ text, lines, current, onText, onCurrent, handle }: Props) {
  const t = useTranslation();
  const hint = useId();
  const status = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const under = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => text.split('\n'), [text]);
  const byLine = useMemo(() => new Map(lines.map((line) => [line.line, line])), [lines]);
  const about = lines.find(({ line, endLine }) => line <= current && current <= Math.max(line, endLine));

  useImperativeHandle(handle, () => ({
    go: (line) => {
      const [start, end] = extent(field.current?.value ?? '', line);
      field.current?.focus({ preventScroll: true });
      field.current?.setSelectionRange(start, end);
      under.current?.querySelector(`[data-row="${line}"]`)?.scrollIntoView({ block: 'center' });
    },
  }));

  const look = () => {
    const at = field.current?.selectionStart;
    if (at !== undefined) onCurrent(text.slice(0, at).split('\n').length);
  };
  return (
    <div className="text-pane">
      <div className="text-box">
        <div className="text-under" ref={under} aria-hidden="true">
          {rows.map((row, index) => (
            <Row
              // A line is its number
              key={index}
              number={index + 1}
              text={row}
              verdict={byLine.get(index + 1)?.verdict ?? null}
              current={current === index + 1}
            />
          ))}
        </div>
        <textarea
          ref={field}
          className="text-field"
          data-testid="edit-text"
          aria-label={t('edit-text')}
          aria-describedby={`${hint} ${status}`}
          value={text}
          onChange={(event) => onText(event.target.value)}
          onSelect={look}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="soft"
          dir="ltr"
        />
      </div>
      <p className="text-status" id={status} data-testid="edit-line">
        {about === undefined ? (
          t('report-line', { line: current })
        ) : (
          <>
            <VerdictIcon verdict={about.verdict} />
            <span>
              {t('edit-line', { line: current, verdict: t(`verdict-${about.verdict}`) })} · {about.explanation}
            </span>
          </>
        )}
      </p>
      <p className="field-hint" id={hint}>
        {t('edit-text-hint')}
      </p>
    </div>
  );
}
