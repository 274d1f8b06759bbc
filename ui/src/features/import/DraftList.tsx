import { CircleCheck, CircleQuestionMark, CircleX, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, memo } from 'react';
import { GridList, GridListItem, ListLayout, Virtualizer } from 'react-aria-components';
import { Checkbox } from '../../components/Checkbox';
import { useRem } from '../../components/useRem';
import { useTranslation } from '../../i18n';
import type { ImportDraft } from '../../types';
import { type Choices, choiceOf, type Standing, standing, usable } from './choices';

const ROW_REM = 3.25;
const ICONS = { ready: CircleCheck, caution: TriangleAlert, needs: CircleQuestionMark, refused: CircleX } as const;

export function StandingIcon({ state, size }: { state: Standing; size: string }) {
  const Icon = ICONS[state];
  return <Icon className="standing-icon" data-state={state} size={size} aria-hidden />;
}

interface RowProps {
  draft: ImportDraft;
  name: string;
  taken: boolean;
  onTake: (draft: string, taken: boolean) => void;
}

const Row = memo(function Row({ draft, name, taken, onTake }: RowProps) {
  const t = useTranslation();
  return (
    <div className="draft">
      <StandingIcon state={standing(draft)} size="1.125rem" />
      <div className="draft-text">
        <span className="draft-name">{name}</span>
        <span className="draft-fact">{draft.headline.title}</span>
      </div>
      {usable(draft) && (
        <Checkbox
          value={taken}
          onChange={(next) => onTake(draft.id, next)}
          label={t('import-take', { name })}
          testId="draft-take"
        />
      )}
    </div>
  );
});

interface Props {
  drafts: readonly ImportDraft[];
  choices: Choices;
  shown: string;
  nameOf: (draft: ImportDraft) => string;
  onShow: (draft: string) => void;
  /** Looks closer at it where the list and the draft do not fit side by side. */
  onOpen: (draft: string) => void;
  onTake: (draft: string, taken: boolean) => void;
}

/** Everything that was found. Five hundred of them cost as much as the dozen that can be seen. */
export function DraftList({ drafts, choices, shown, nameOf, onShow, onOpen, onTake }: Props) {
  const t = useTranslation();
  const rem = useRem();
  const rowOf = (target: EventTarget) => (target as Element).closest<HTMLElement>('[data-draft]');
  const onTick = (target: EventTarget) => (target as Element).closest('.tick') !== null;
  const onClick = (event: MouseEvent) => {
    const row = rowOf(event.target)?.dataset.draft;
    if (row !== undefined && !onTick(event.target)) onOpen(row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rowOf(event.target);
    const draft = drafts.find(({ id }) => id === row?.dataset.draft);
    if (event.key !== ' ' || draft === undefined || event.target !== row || !usable(draft)) return;
    event.preventDefault();
    event.stopPropagation();
    onTake(draft.id, choiceOf(draft, choices).place === 'skip');
  };
  return (
    // It only listens to what bubbles up from the rows
    <div className="drafts" onClick={onClick} onKeyDownCapture={onKeyDown} data-testid="import-list">
      <Virtualizer layout={ListLayout} layoutOptions={{ rowHeight: Math.round(ROW_REM * rem), padding: 4, gap: 2 }}>
        <GridList
          className="drafts-list"
          aria-label={t('import-found-label')}
          items={drafts}
          dependencies={[choices, nameOf]}
          selectionMode="single"
          selectionBehavior="replace"
          disallowEmptySelection
          selectedKeys={[shown]}
          autoFocus
          onSelectionChange={(keys) => {
            const [first] = keys === 'all' ? [] : [...keys];
            if (first !== undefined) onShow(String(first));
          }}
          onAction={(key) => onOpen(String(key))}
        >
          {(draft) => {
            const name = nameOf(draft);
            const taken = usable(draft) && choiceOf(draft, choices).place !== 'skip';
            return (
              <GridListItem
                className="draft-row"
                id={draft.id}
                textValue={name}
                data-testid="import-row"
                data-draft={draft.id}
                data-state={standing(draft)}
                data-taken={taken}
                aria-label={t('import-row', {
                  name,
                  headline: draft.headline.title,
                  taken: taken ? 'yes' : 'no',
                })}
              >
                <Row draft={draft} name={name} taken={taken} onTake={onTake} />
              </GridListItem>
            );
          }}
        </GridList>
      </Virtualizer>
    </div>
  );
}
