import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from '../i18n';
import type { MessageView } from '../types';
import { CopyButton } from './CopyButton';
import { Collapsible } from './Collapsible';
import './problem-note.css';

interface Props {
  sentence: MessageView;
  /** `caution` for what works all the same, `plain` for what is well, without a frame. */
  tone: 'trouble' | 'caution' | 'plain';
  /** In place of the sign for a warning. */
  icon?: ReactNode;
  testId?: string;
  titleTestId?: string;
  detailTestId?: string;
  children?: ReactNode;
}

/** What happened, what to do, and the technical detail one click away. */
export function ProblemNote({ sentence, tone, icon, testId, titleTestId, detailTestId, children }: Props) {
  const t = useTranslation();
  return (
    <div className="trouble" data-tone={tone} data-testid={testId}>
      {icon ?? <TriangleAlert className="trouble-icon" size="1.125rem" aria-hidden />}
      <div className="trouble-text">
        <p className="trouble-title selectable" data-testid={titleTestId}>
          {sentence.title}
        </p>
        {sentence.advice !== '' && <p className="selectable">{sentence.advice}</p>}
        {children !== undefined && <div className="trouble-ways">{children}</div>}
        {sentence.detail !== '' && (
          <Collapsible title={t('failure-detail')} testId={detailTestId}>
            <div className="trouble-detail">
              <pre className="selectable">{sentence.detail}</pre>
              <CopyButton text={`${sentence.title}\n${sentence.detail}`} label={t('failure-copy')} />
            </div>
          </Collapsible>
        )}
      </div>
    </div>
  );
}
