import { useStore } from '@nanostores/react';
import { memo, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { Button, ToggleButton } from 'react-aria-components';
import { CopyButton } from '../../components/CopyButton';
import { Page } from '../../components/Page';
import { SearchField } from '../../components/SearchField';
import { SelectField } from '../../components/SelectField';
import { useRemembered } from '../../components/useRemembered';
import { type Formats, useFormats } from '../../format';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { LogLineView } from '../../types';
import { fold } from '../profiles/search';
import './log.css';

/** Closer to the end than this counts as being at the end, pixels. */
const NEAR_END = 24;
/** From what matters most on. */
const LEVELS = ['error', 'warn', 'info', 'debug'];

interface LineProps {
  line: LogLineView;
  level: string;
  clock: Formats['clock'];
}

const Line = memo(function Line({ line, level, clock }: LineProps) {
  return (
    <div className="log-line" data-level={line.level}>
      <time dateTime={new Date(line.unixMs).toISOString()}>{clock(line.unixMs)}</time>
      <span className="log-level">{level}</span>
      <span className="log-text">
        {line.profile !== null && <span className="log-profile">{line.profile} </span>}
        {line.text}
      </span>
    </div>
  );
});

/** One line as it is copied: sortable, and in one time zone. */
export function plainLine(line: LogLineView): string {
  const profile = line.profile === null ? '' : ` [${line.profile}]`;
  return `${new Date(line.unixMs).toISOString()} ${line.level}${profile} ${line.text}`;
}

/** What Adit and its helper wrote down. */
export function LogPage({ onClose }: { onClose: () => void }) {
  const t = useTranslation();
  const { clock } = useFormats();
  const model = useModel();
  const lines = useStore(model.log);
  const [query, setQuery] = useState('');
  const [follow, setFollow] = useRemembered('log.follow', true);
  const [least, setLeast] = useState('info');
  const [unread, setUnread] = useState(false);
  const [saved, setSaved] = useState(false);
  const scroller = useRef<HTMLDivElement>(null);

  useEffect(() => {
    model.catchUpLog().catch(() => setUnread(true));
  }, [model]);

  const wanted = useDeferredValue(query);
  const shown = useMemo(() => {
    const words = fold(wanted).split(/\s+/).filter(Boolean);
    const levels = new Set(LEVELS.slice(LEVELS.indexOf(least) + 1));
    return lines.filter((line) => {
      if (levels.has(line.level)) return false;
      if (words.length === 0) return true;
      const text = fold(`${line.level} ${line.profile ?? ''} ${line.text}`);
      return words.every((word) => text.includes(word));
    });
  }, [lines, wanted, least]);

  const last = shown.at(-1)?.number;
  // A new last line is what there is to follow
  useEffect(() => {
    const area = scroller.current;
    if (follow && area !== null) area.scrollTop = area.scrollHeight;
  }, [follow, last]);

  const onScroll = () => {
    const area = scroller.current;
    if (area === null) return;
    const atEnd = area.scrollHeight - area.scrollTop - area.clientHeight < NEAR_END;
    // Scrolling up is how people say "wait"; scrolling to the end, "go on".
    if (atEnd !== follow) setFollow(atEnd);
  };

  return (
    <Page
      name="log"
      title={t('log-title')}
      back={t('log-back')}
      onBack={onClose}
      note={<span className="page-note">{t('log-lines', { count: shown.length })}</span>}
    >
      <div className="page-tools">
        <SearchField
          label={t('log-filter')}
          clearLabel={t('log-filter-clear')}
          value={query}
          onChange={setQuery}
          testId="log-filter"
        />
        <SelectField
          label={t('log-levels')}
          value={least}
          onChange={setLeast}
          options={LEVELS.map((id) => ({ id, label: t(`log-levels-${id}`) }))}
          placeholder={least}
          testId="log-level"
        />
        <ToggleButton className="button toggle" isSelected={follow} onChange={setFollow} data-testid="log-follow">
          {t('log-follow')}
        </ToggleButton>
        <CopyButton text={shown.map(plainLine).join('\n')} label={t('log-copy')} shown />
        <Button
          className="button quiet"
          onPress={() =>
            void model.run(model.bridge.saveText('log', `${shown.map(plainLine).join('\n')}\n`).then(setSaved))
          }
          data-testid="log-save"
        >
          {t('log-save')}
        </Button>
        <span className="page-note" role="status">
          {saved && t('text-saved')}
        </span>
      </div>
      <div
        className="log selectable"
        role="log"
        aria-live="off"
        aria-labelledby="log-title"
        // What scrolls must be reachable by keyboard
        tabIndex={0}
        ref={scroller}
        onScroll={onScroll}
      >
        {shown.map((line) => (
          <Line
            key={line.number}
            line={line}
            clock={clock}
            level={LEVELS.includes(line.level) ? t(`log-level-${line.level}`) : line.level}
          />
        ))}
        {shown.length === 0 && (
          <p className="log-empty">
            {unread ? t('log-unread') : query === '' ? t('log-empty') : t('log-none-found', { query })}
          </p>
        )}
      </div>
    </Page>
  );
}
