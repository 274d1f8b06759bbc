import { Collapsible } from '../../components/Collapsible';
import { useRemembered } from '../../components/useRemembered';
import { useTranslation } from '../../i18n';
import { Overview } from './Overview';
import type { PanelProps } from './panels';

/** The panels: there in a wide window, one click away in a narrow one. */
export function Page({ view, profile, wide }: PanelProps & { wide: boolean }) {
  const t = useTranslation();
  const [open, setOpen] = useRemembered('details', false);
  if (profile.status.details === null) return null;
  if (wide) return <Overview view={view} profile={profile} />;
  return (
    <Collapsible title={t('details')} expanded={open} onExpandedChange={setOpen} testId="details-toggle">
      {open && <Overview view={view} profile={profile} />}
    </Collapsible>
  );
}
