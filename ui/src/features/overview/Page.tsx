import { ChevronDown } from 'lucide-react';
import { useId } from 'react';
import { Button } from 'react-aria-components';
import { useRemembered } from '../../components/useRemembered';
import { useTranslation } from '../../i18n';
import { Cautions } from '../connect/Cautions';
import { Hero } from '../connect/Hero';
import { About } from './About';
import { Chain, type ChainWays } from './Chain';
import { Overview } from './Overview';
import type { PanelProps } from './panels';

/** One profile: its state, and the panels, which are there in a wide window and one click away in a narrow one. */
export function Page({ view, profile, wide, ...ways }: PanelProps & ChainWays & { wide: boolean }) {
  const t = useTranslation();
  const [open, setOpen] = useRemembered('details', false);
  const id = useId();
  const { details, chain, shape, failure } = profile.status;
  // While it goes on by itself the sentence on the card is enough for a narrow window.
  const told = wide || shape !== 'working' || failure === null;
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
      {told && chain.length > 0 && <Chain chain={chain} view={view} {...ways} />}
      {wide && details === null && chain.length === 0 && <About profile={profile} />}
      <div id={id} hidden={!wide && !open}>
        {(wide || open) && <Overview view={view} profile={profile} wide={wide} />}
      </div>
    </>
  );
}
