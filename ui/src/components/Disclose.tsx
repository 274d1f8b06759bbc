import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel } from 'react-aria-components';
import './disclose.css';

interface Props {
  title: string;
  children: ReactNode;
  testId?: string;
  expanded?: boolean;
  onExpandedChange?: (expanded: boolean) => void;
}

/** A title that shows or hides what is below it. */
export function Disclose({ title, children, testId, expanded, onExpandedChange }: Props) {
  return (
    <Disclosure className="disclose" isExpanded={expanded} onExpandedChange={onExpandedChange}>
      <Button slot="trigger" className="button quiet disclose-button" data-testid={testId}>
        <ChevronRight className="disclose-chevron" size="1rem" aria-hidden />
        {title}
      </Button>
      <DisclosurePanel className="disclose-panel">{children}</DisclosurePanel>
    </Disclosure>
  );
}
