import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import { Button } from 'react-aria-components';
import { useRemembered } from '../../components/useRemembered';
import { useTranslation } from '../../i18n';
import { Cautions } from '../connect/Cautions';
import { Hero } from '../connect/Hero';
import { Overview } from './Overview';
import type { PanelProps } from './panels';

/** One profile: its state, and the panels, which are there in a wide window and one click away in a narrow one. */
export function Page({ view, profile, wide }: PanelProps & { wide: boolean }) {
  const t = useTranslation();
  const [open, setOpen] = useRemembered('details', false);
  const id = useId();
  const { details } = profile.status;
  return (
    <>
      <Hero profile={profile} helpless={view.helper.status !== 'running'} wide={wide}>
        {details !== null && !wide && (
          <Button
            className="button hero-action hero-more"
            aria-expanded={open}
            aria-controls={id}
            onPress={() => setOpen(!open)}
            data-testid="details-toggle"
          >
            {t('details')}
            <ChevronDown size="1rem" aria-hidden />
          </Button>
        )}
      </Hero>
      {details !== null && <Cautions cautions={details.cautions} />}
      <div id={id} hidden={!wide && !open}>
        {(wide || open) && <Overview view={view} profile={profile} wide={wide} />}
      </div>
    </>
  );
}
