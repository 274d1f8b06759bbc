import { ExternalLink, FileSearch, FolderDown } from 'lucide-react';
import { type SubmitEvent, useState } from 'react';
import { Button, Input, Label, TextField } from 'react-aria-components';
import { Progress } from '../../components/Progress';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { ImportSheetView, NeedView } from '../../types';

interface NeedProps {
  draft: string;
  need: NeedView;
}

function Need({ draft, need }: NeedProps) {
  const t = useTranslation();
  const model = useModel();
  const { bridge } = model;
  const [busy, setBusy] = useState(false);
  const [address, setAddress] = useState('');
  const act = async (command: Promise<ImportSheetView>) => {
    setBusy(true);
    await model.runImport(command);
    setBusy(false);
  };
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (address.trim() !== '' && !busy) void act(bridge.importAnswer(draft, need.id, address.trim()));
  };
  const drop = () => void model.runImport(bridge.importDrop(draft));
  return (
    <li className="need" data-testid="need" data-kind={need.kind}>
      <p className="selectable">
        {need.line > 0 && <span className="need-line">{t('report-line', { line: need.line })} </span>}
        {need.explanation}
      </p>
      {need.kind === 'file' && (
        <Button
          className="button"
          isDisabled={busy}
          data-testid="need-find"
          onPress={() => void act(bridge.importProvide(draft))}
        >
          <FileSearch size="1rem" aria-hidden />
          {t('need-find')}
        </Button>
      )}
      {need.kind === 'address' && (
        <form className="need-address" onSubmit={submit}>
          <TextField className="field" value={address} onChange={setAddress} autoComplete="off" spellCheck="false">
            <Label>{t('need-address')}</Label>
            <Input className="input" data-testid="need-address" autoCapitalize="off" dir="ltr" />
          </TextField>
          <Button className="button" type="submit" isDisabled={busy || address.trim() === ''}>
            {t('need-use')}
          </Button>
        </form>
      )}
      {(need.kind === 'fetch' || need.kind === 'browser') && (
        <div className="need-ways">
          <Button
            className="button"
            isDisabled={busy}
            data-testid={`need-${need.kind}`}
            onPress={() => void act(bridge.importFetch(draft))}
          >
            {need.kind === 'fetch' ? <FolderDown size="1rem" aria-hidden /> : <ExternalLink size="1rem" aria-hidden />}
            {t(`need-${need.kind}`)}
          </Button>
          {busy && (
            <>
              <Progress label={t('link-fetching', { host: need.id })} />
              <Button className="button link" onPress={drop} data-testid="need-stop">
                {t('link-stop')}
              </Button>
            </>
          )}
        </div>
      )}
    </li>
  );
}

/** What the user has to give before the profile can be used. */
export function Needs({ draft, needs }: { draft: string; needs: readonly NeedView[] }) {
  const t = useTranslation();
  return (
    <section className="import-part" aria-labelledby="needs-title" data-testid="needs">
      <h3 id="needs-title" className="report-title">
        {t('needs-title')}
      </h3>
      <ul className="needs">
        {needs.map((need) => (
          <Need key={`${need.kind} ${need.id} ${need.line}`} draft={draft} need={need} />
        ))}
      </ul>
    </section>
  );
}
