import { Button, Input, Label, Text, TextField } from 'react-aria-components';
import { ProblemNote } from '../../components/ProblemNote';
import { RadioOptions } from '../../components/RadioOptions';
import { useModel } from '../../store';
import { useTranslation } from '../../i18n';
import type { ImportDraft, Place } from '../../types';
import { Report } from '../report/Report';
import { type Choice, standing, usable } from './choices';
import { StandingIcon } from './DraftList';
import { Facts } from './Facts';
import { Fixes } from './Fixes';
import { Needs } from './Needs';

/** Longer names are cut by every list there is. */
const LONGEST = 120;

const TONES = { refused: 'trouble', needs: 'caution', caution: 'plain', ready: 'plain' } as const;

function Headline({ draft }: { draft: ImportDraft }) {
  const state = standing(draft);
  return (
    <ProblemNote
      sentence={draft.headline}
      tone={TONES[state]}
      icon={<StandingIcon state={state} size="1.25rem" />}
      testId="import-headline"
    />
  );
}

interface Props {
  draft: ImportDraft;
  choice: Choice;
  name: string;
  /** How many others are here already as well. */
  alsoHere: number;
  onChoice: (choice: Choice) => void;
  /** Decides for all that are here already. */
  onPlaceAll: (place: Place) => void;
}

/** One draft: what it is, what stands in the way, what to call it, and every line of it. */
export function DraftDetail({ draft, choice, name, alsoHere, onChoice, onPlaceAll }: Props) {
  const t = useTranslation();
  const model = useModel();
  const { existing, id } = draft;
  const taken = usable(draft);
  const fix = (which: string, on: boolean) => model.runImport(model.bridge.importFix(id, which, on));
  // Where a fix is the way to use it at all, it comes first.
  const fixes = draft.fixes.length > 0 && <Fixes fixes={draft.fixes} onFix={fix} />;
  return (
    <article
      className="detail"
      data-testid="import-result"
      data-state={standing(draft)}
      data-imported={taken}
      aria-label={name}
    >
      <Headline draft={draft} />
      {taken && (
        <TextField
          className="field"
          value={name}
          onChange={(next) => onChoice({ ...choice, name: next })}
          isDisabled={choice.place === 'skip'}
          maxLength={LONGEST}
          autoComplete="off"
          spellCheck="false"
        >
          <Label>{t('import-name')}</Label>
          <Input className="input" data-testid="import-name" dir="auto" />
          <Text slot="description" className="field-hint selectable">
            {t('import-from', { file: draft.file })}
          </Text>
        </TextField>
      )}
      {!taken && (
        <p className="import-file selectable">
          <bdi>{draft.file}</bdi>
        </p>
      )}
      {taken && existing !== null && (
        <div className="existing" data-testid="import-existing">
          <RadioOptions
            label={t(existing.same ? 'import-same' : 'import-existing', { name: existing.name })}
            value={choice.place}
            onChange={(place) => onChoice({ name: null, place })}
            testId="place"
            options={[
              { id: 'new', label: t('place-new') },
              { id: 'replace', label: t('place-replace', { name: existing.name }) },
              { id: 'skip', label: t('place-skip') },
            ]}
          />
          {alsoHere > 0 && (
            <Button className="button link" data-testid="place-all" onPress={() => onPlaceAll(choice.place)}>
              {t('place-all', { count: alsoHere })}
            </Button>
          )}
        </div>
      )}
      {draft.needs.length > 0 && <Needs draft={id} needs={draft.needs} />}
      {!taken && fixes}
      <Facts draft={draft} />
      {taken && fixes}
      {(draft.lines.length > 0 || draft.findings.length > 0) && (
        <Report findings={draft.findings} lines={draft.lines} level={3} key={id} />
      )}
    </article>
  );
}
