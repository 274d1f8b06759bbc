import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { CopyButton } from '../../components/CopyButton';
import { Page } from '../../components/Page';
import { useTranslation } from '../../i18n';
import { useModel } from '../../store';
import type { FindingView } from '../../types';
import './setup.css';

const SIGNS = { ok: CircleCheck, notice: TriangleAlert, problem: CircleX } as const;

function Row({ finding }: { finding: FindingView }) {
  const t = useTranslation();
  const { name, level, found } = finding;
  const Sign = SIGNS[level];
  return (
    <li className="examined-row" data-level={level} data-testid="examined-row">
      <Sign className="examined-icon" size="1.125rem" aria-label={t(`doctor-level-${level}`)} role="img" />
      <div className="examined-text selectable">
        <p className="examined-name">{name}</p>
        <p>{found.title}</p>
        {found.advice !== '' && <p className="examined-way">{found.advice}</p>}
        {found.detail !== '' && <pre>{found.detail}</pre>}
      </div>
    </li>
  );
}

/** One finding as it is copied. */
function plain({ name, level, found }: FindingView): string {
  return [`${level} ${name}: ${found.title}`, found.advice, found.detail].filter((line) => line !== '').join('\n  ');
}

/** What Adit needs of this computer, and what is wrong with it: the same as `aditctl doctor`. */
export function DoctorPage({ onClose }: { onClose: () => void }) {
  const t = useTranslation();
  const { bridge, run } = useModel();
  const [findings, setFindings] = useState<readonly FindingView[] | null>(null);
  const look = useCallback(() => {
    setFindings(null);
    void run(bridge.examine().then(setFindings));
  }, [bridge, run]);
  useEffect(look, [look]);
  const troubles = (findings ?? []).filter(({ level }) => level === 'problem').length;
  // What is wrong comes first.
  const weight = { problem: 0, notice: 1, ok: 2 };
  const sorted = [...(findings ?? [])].sort((a, b) => weight[a.level] - weight[b.level]);
  return (
    <Page
      name="doctor"
      title={t('doctor-title')}
      back={t('doctor-back')}
      onBack={onClose}
      note={
        <span className="page-note" role="status">
          {findings === null ? t('doctor-looking') : t('doctor-troubles', { count: troubles })}
        </span>
      }
    >
      <div className="page-tools">
        <Button className="button" onPress={look} isDisabled={findings === null} data-testid="doctor-again">
          {t('doctor-again')}
        </Button>
        <CopyButton text={sorted.map(plain).join('\n')} label={t('doctor-copy')} shown />
      </div>
      {/* What scrolls must be reachable by keyboard. */}
      <ul className="examined" tabIndex={0} aria-labelledby="doctor-title">
        {sorted.map((finding) => (
          <Row key={finding.name} finding={finding} />
        ))}
      </ul>
    </Page>
  );
}
