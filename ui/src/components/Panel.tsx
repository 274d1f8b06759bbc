import { type ReactNode, useId } from 'react';
import './panel.css';

interface Props {
  title: string;
  testId: string;
  /** What stands at the end of the head's line: a choice, a time, a button. */
  aside?: ReactNode;
  children: ReactNode;
}

/** One topic of a page in a frame of its own, named by its head. */
export function Panel({ title, testId, aside, children }: Props) {
  const id = useId();
  return (
    <section className="panel" aria-labelledby={id} data-testid={testId}>
      <div className="panel-head">
        <h3 id={id} className="panel-title">
          {title}
        </h3>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** One line of a panel: what it is about, and what is the case. */
export function PanelFact({ name, children, testId }: { name: ReactNode; children: ReactNode; testId?: string }) {
  return (
    <div className="panel-fact" data-testid={testId}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The lines of a panel. */
export function PanelFacts({ children }: { children: ReactNode }) {
  return <dl className="panel-facts">{children}</dl>;
}
