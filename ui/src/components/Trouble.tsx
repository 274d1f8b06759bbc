import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useSay } from '../text';
import type { Sentence } from '../types';
import { CopyButton } from './CopyButton';
import { Disclose } from './Disclose';
import './trouble.css';

interface Props {
  sentence: Sentence;
  /** `caution` for what works all the same. */
  tone: 'trouble' | 'caution';
  testId?: string;
  titleTestId?: string;
  detailTestId?: string;
  children?: ReactNode;
}

/** What happened, what to do, and the technical detail one click away. */
export function Trouble({ sentence, tone, testId, titleTestId, detailTestId, children }: Props) {
  const say = useSay();
  return (
    <div className="trouble" data-tone={tone} data-testid={testId}>
      <TriangleAlert className="trouble-icon" size="1.125rem" aria-hidden />
      <div className="trouble-words">
        <p className="trouble-title selectable" data-testid={titleTestId}>
          {sentence.title}
        </p>
        {sentence.advice !== '' && <p className="selectable">{sentence.advice}</p>}
        {children !== undefined && <div className="trouble-ways">{children}</div>}
        {sentence.detail !== '' && (
          <Disclose title={say('failure-detail')} testId={detailTestId}>
            <div className="trouble-detail">
              <pre className="selectable">{sentence.detail}</pre>
              <CopyButton text={`${sentence.title}\n${sentence.detail}`} label={say('failure-copy')} />
            </div>
          </Disclose>
        )}
      </div>
    </div>
  );
}
