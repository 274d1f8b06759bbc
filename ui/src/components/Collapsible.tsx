import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, Disclosure, DisclosurePanel } from 'react-aria-components';
import './collapsible.css';

interface Props {
  title: string;
  children: ReactNode;
  testId?: string;
  expanded?: boolean;
  onExpandedChange?: (expanded: boolean) => void;
}

/** A title that shows or hides what is below it. */
export function Collapsible({ title, children, testId, expanded, onExpandedChange }: Props) {
  return (
    <Disclosure className="collapsible" isExpanded={expanded} onExpandedChange={onExpandedChange}>
      <Button slot="trigger" className="button quiet collapsible-button" data-testid={testId}>
        <ChevronRight className="collapsible-chevron" size="1rem" aria-hidden />
        {title}
      </Button>
      <DisclosurePanel className="collapsible-panel">{children}</DisclosurePanel>
    </Disclosure>
  );
}
